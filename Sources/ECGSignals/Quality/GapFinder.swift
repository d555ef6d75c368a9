/// Finds where the samples of a lead are missing, as they come in.
package struct GapFinder: Codable, Sendable {
  /// What is missing for less is no gap, in seconds.
  static let shortest = 0.1

  /// Where samples are missing, in seconds.
  package private(set) var gaps: [Range<Double>] = []
  /// The samples so far.
  package private(set) var position = 0

  private let samplingRate: Double
  private var start: Int?

  package init(samplingRate: Double) { self.samplingRate = samplingRate }

  /// Takes the next samples, NaN where one is missing.
  package mutating func process(_ samples: [Float]) {
    for (index, sample) in samples.enumerated() {
      if sample.isNaN {
        start = start ?? position + index
      } else if start != nil {
        end(at: position + index)
      }
    }
    position += samples.count
  }

  /// Ends a gap that lasts until the end.
  package mutating func finish() { end(at: position) }

  private mutating func end(at end: Int) {
    if let gap = gap(until: end) { gaps.append(gap) }
    start = nil
  }

  /// The samples that are missing up to a position; nil where that is no gap.
  private func gap(until end: Int) -> Range<Double>? {
    guard let start, Double(end - start) >= Self.shortest * samplingRate else { return nil }
    return Double(start) / samplingRate..<Double(end) / samplingRate
  }

  // Of a lead that goes on and on.

  /// Where samples are missing so far, up to the last.
  var known: [Range<Double>] { gaps + (gap(until: position).map { [$0] } ?? []) }

  /// Forgets what ended some seconds ago, but for the last of it.
  mutating func forget(seconds: Double) {
    gaps.forgetAllButLast(before: Double(position) / samplingRate - seconds)
  }
}
