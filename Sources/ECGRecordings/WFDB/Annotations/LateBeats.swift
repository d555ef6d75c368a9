import ECGFiles

/// The beats of annotations that lie past the end of their recording.
///
/// One beat, or a hundredth of all, is taken for a slip of whoever cut the recording: these are
/// left out, which ``remark`` says. More, or one farther past the end than half the recording is
/// long, mean that the annotations belong to another recording, and are refused. Marks that are no
/// beats may be anywhere, as they say nothing of what is past the end.
package struct LateBeats {
  /// How many there are; they are the last in order of time.
  package let count: Int
  /// What is left out, in a sentence without a full stop; nil where nothing is.
  package let remark: String?

  private static let toleratedShare = 0.01
  /// By the recording's length.
  private static let farthest = 1.5

  /// Finds them.
  ///
  /// - Parameters:
  ///   - beats: all beats, in order of time.
  ///   - end: the first sample past the end.
  ///   - scale: the samples for each step of the annotations' clock.
  ///   - duration: the recording's, in seconds, for messages.
  ///   - path: the file of annotations, for messages.
  ///   - tolerance: whether any are left out at all.
  /// - Throws: `FileError` where the annotations belong to another recording.
  package init(
    of beats: [Annotation], end: Double, scale: Double, duration: Double, path: String,
    tolerance: DamageTolerance = .cutShort
  ) throws {
    // A clock that stands nearly still brings marks to places that no number of samples reaches.
    let late = beats.reversed().prefix { !(Double($0.sample) * scale < end) }
    count = late.count
    let most = tolerance >= .cutShort ? max(1, Int(Self.toleratedShare * Double(beats.count))) : 0
    let isFar = late.first.map { !(Double($0.sample) * scale < Self.farthest * end) } ?? false
    if let first = late.last, count > most || isFar {
      throw FileError(
        .badData, path: path,
        "expected beats within the recording's \(duration) s, found \(count) of \(beats.count) past its end, "
          + "the first at sample \(first.sample)",
        remedy: tolerance >= .cutShort
          ? """
          Check that the annotations belong to this recording, and that it is whole; no more than one beat, or a \
          hundredth of all, may be shortly past its end
          """ : "Check that the annotations belong to this recording, and that it is whole")
    }
    remark =
      count == 0
      ? nil : "\(count) of \(beats.count) beats lie past the recording's end and are left out"
  }
}
