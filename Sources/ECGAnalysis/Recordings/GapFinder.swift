/// Finds where the samples of a lead are missing, as they come in.
struct GapFinder {
  /// Where samples are missing, in seconds.
  private(set) var gaps: [Range<Double>] = []
  /// The samples so far.
  private(set) var position = 0

  private let samplingRate: Double
  private var start: Int?

  /// What is missing for less is no gap, in seconds.
  private static let shortest = 0.1

  init(samplingRate: Double) { self.samplingRate = samplingRate }

  /// Takes the next samples, NaN where one is missing.
  mutating func process(_ samples: [Float]) {
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
  mutating func finish() { end(at: position) }

  private mutating func end(at end: Int) {
    if let start, Double(end - start) >= Self.shortest * samplingRate {
      gaps.append(Double(start) / samplingRate..<Double(end) / samplingRate)
    }
    start = nil
  }
}
