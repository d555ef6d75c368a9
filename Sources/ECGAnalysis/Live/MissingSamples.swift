/// Where the samples of the last seconds are missing.
package struct MissingSamples: Codable, Sendable {
  private var runs: [Range<Int>] = []
  /// The samples so far.
  package private(set) var position = 0
  /// All that were ever missing.
  private var total = 0

  /// The seconds, and the samples, of which it is known.
  private static let seconds = 20.0
  private let memory: Int

  package init(samplingRate: Double) { memory = Int((Self.seconds * samplingRate).rounded(.up)) }

  /// Takes the next samples, NaN where one is missing.
  package mutating func process(_ samples: some Collection<Float>) {
    for sample in samples {
      if sample.isNaN {
        total += 1
        if let last = runs.last, last.upperBound == position {
          runs[runs.count - 1] = last.lowerBound..<position + 1
        } else {
          runs.append(position..<position + 1)
        }
      }
      position += 1
    }
    if let first = runs.first, first.upperBound < position - memory {
      runs.removeAll { $0.upperBound < position - memory }
    }
  }

  /// How many samples were missing up to one of the last seconds; nil where that is
  /// no longer known.
  package func count(before sample: Int) -> Int? {
    isKnown(from: sample) ? total - count(in: sample..<max(sample, position)) : nil
  }

  /// The share of samples of a range that are missing; nil where that is no longer
  /// known of all of them.
  package func share(in range: Range<Int>) -> Double? {
    // Before the first sample there is nothing to know.
    guard isKnown(from: max(range.lowerBound, 0)) else { return nil }
    return Double(count(in: range)) / Double(range.count)
  }

  private func isKnown(from sample: Int) -> Bool { sample >= position - memory }

  private func count(in range: Range<Int>) -> Int {
    runs.reduce(0) { $0 + $1.clamped(to: range).count }
  }
}
