import ECGRecordings
import ECGSignals
import ECGText

/// A look for beats where annotations mark none: those of a few beats are taken for those of the
/// whole recording easily.
enum UnmarkedBeats {
  /// Without a beat for so many seconds a recording has none marked, rather than a pause.
  private static let longestPause = 10.0
  /// The share of the time without marked beats from which on it is told.
  private static let much = 0.1
  /// So many beats are found there, at the least.
  private static let fewest = 5

  /// What to say of a recording whose beats are those of annotations; nil where they are all there,
  /// as far as can be told.
  ///
  /// - Throws: `FileError` where the recording cannot be read.
  static func remark(on classified: ClassifiedRecording) throws -> String? {
    let rate = classified.samplingRate
    let times = classified.peaks.map { Double($0) / rate }
    let flaws = [
      classified.gaps, classified.quality.ranges, classified.ventricularFlutter,
    ]
    /// What of a stretch of time should have beats.
    func usable(_ stretch: Range<Double>) -> [Range<Double>] {
      flaws.reduce([stretch]) { parts, flaws in
        parts.flatMap { SignalQuality.parts(of: $0, without: flaws) }
      }
    }
    let whole = length(of: usable(0..<max(classified.seconds, 0)))
    let ends = zip([0] + times, times + [max(classified.seconds, times.last ?? 0)])
    let bare = ends.filter { $1 - $0 > longestPause }.flatMap { usable($0..<$1) }
    let share = whole > 0 ? length(of: bare) / whole : 0
    guard share >= much, DetectedBeats.canSearch(classified.recording, classified.lead.signal)
    else { return nil }
    let found = try DetectedBeats(in: classified.recording, lead: classified.lead).peaks
      .map { Double($0) / rate }
    if let other = AnnotationRate(marked: times, found: found, samplingRate: rate) {
      return other.remark
    }
    let beats = bare.reduce(0) { count, stretch in
      // The marked beats at either end are found as well.
      let inside =
        stretch.lowerBound + 0.5..<max(stretch.upperBound - 0.5, stretch.lowerBound + 0.5)
      return count + found.partitionPoint { $0 >= inside.upperBound }
        - found.partitionPoint { $0 >= inside.lowerBound }
    }
    guard beats >= fewest else { return nil }
    return
      "no beats are marked in \((100 * share).percent(decimals: 1)) of the usable signal, where "
      + "\(beats) are found: they are in no rate, and in no count"
  }

  private static func length(of stretches: [Range<Double>]) -> Double {
    stretches.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
  }
}
