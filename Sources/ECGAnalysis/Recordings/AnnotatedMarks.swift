import ECGRecordings
import ECGSignals

/// The marks of an annotation file that are no beats but say something of them: where the signal is noise, and
/// which rhythm there is. The reverse of what `SignalQuality` and `RhythmEpisodes` add to annotations.
struct AnnotatedMarks {
  /// The signal of the lead that the marks are read for.
  private let channel: Int
  /// Where the lead becomes unreadable (the reason) or readable again (nil), in samples of the annotations.
  private var changes: [(sample: Int, kind: SignalQuality.Kind?)] = []
  /// Where a rhythm begins; nil for one that is not told.
  private var beginnings: [(sample: Int, rhythm: RhythmEpisode.Rhythm?)] = []

  init(channel: Int) { self.channel = channel }

  /// Takes a mark.
  mutating func take(_ annotation: Annotation) {
    switch annotation.symbol {
    case "~":
      let isUnreadable =
        annotation.subtype == -1 || channel < 4 && annotation.subtype & (0x10 << channel) != 0
      let kind = annotation.text.flatMap(SignalQuality.Kind.init) ?? .noise
      changes.append((annotation.sample, isUnreadable ? kind : nil))
    case "+":
      guard let rhythm = annotation.rhythm else { return }
      // Flutter is not told from fibrillation.
      let name = rhythm == "AFL" ? "AFIB" : rhythm
      beginnings.append((annotation.sample, RhythmEpisode.Rhythm(rawValue: name)))
    default: break
    }
  }

  /// Where the lead is unreadable.
  ///
  /// - Parameters:
  ///   - rate: what the annotations count, in samples a second.
  ///   - end: the recording's end in seconds.
  func quality(rate: Double, end: Double) -> SignalQuality {
    var episodes: [SignalQuality.Episode] = []
    var open: (start: Double, kind: SignalQuality.Kind)?
    func close(at time: Double) {
      if let open, open.start < min(time, end) {
        episodes.append(.init(kind: open.kind, start: open.start, end: min(time, end)))
      }
    }
    for change in changes.sorted(by: { $0.sample < $1.sample }) {
      let time = Double(change.sample) / rate
      if open?.kind == change.kind { continue }
      close(at: time)
      open = change.kind.map { (time, $0) }
    }
    close(at: end)
    return SignalQuality(episodes: episodes)
  }

  /// The rhythm at each beat; nil where no rhythm is marked at all.
  ///
  /// - Parameter samples: the beats, ascending, as the annotations count.
  func rhythms(at samples: [Int]) -> [RhythmEpisode.Rhythm?]? {
    guard !beginnings.isEmpty else { return nil }
    var waiting = beginnings.sorted { $0.sample < $1.sample }[...]
    var rhythm: RhythmEpisode.Rhythm?
    return samples.map { sample in
      while let next = waiting.first, next.sample <= sample {
        rhythm = next.rhythm
        waiting.removeFirst()
      }
      return rhythm
    }
  }
}
