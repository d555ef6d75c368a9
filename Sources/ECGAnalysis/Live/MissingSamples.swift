/// Where the samples of the last seconds are missing.
struct MissingSamples: Codable, Sendable {
  private var runs: [Range<Int>] = []
  private(set) var position = 0

  /// The seconds, and the samples, of which it is known.
  private static let seconds = 20.0
  private let memory: Int

  init(samplingRate: Double) { memory = Int((Self.seconds * samplingRate).rounded(.up)) }

  /// Takes the next samples, NaN where one is missing.
  mutating func process(_ samples: some Collection<Float>) {
    for sample in samples {
      if sample.isNaN {
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

  /// Whether it is known of a sample and all after it.
  func knows(_ sample: Int) -> Bool { sample >= position - memory }

  /// How many samples of a range are missing.
  func count(in range: Range<Int>) -> Int {
    runs.reduce(0) { $0 + $1.clamped(to: range).count }
  }
}
