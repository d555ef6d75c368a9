import Foundation

/// Takes the hum of the mains out of beats before their ST segments are measured.
///
/// R peaks are found where the hum is at its crest, so that it does not average out over beats. It
/// is what the sines of 50 and 60 Hz come to in the least squares over the beat's ends, where there
/// is no QRS complex, beside a parabola before it and a polynomial of the third degree after it,
/// which take what P and T waves are there. A mean over whole periods of both would be 0.1 s long,
/// longer than a PR segment.
struct BeatHum: Sendable {
  /// In Hz.
  private static let frequencies = [50.0, 60.0]
  /// Where there is no QRS complex, in seconds from the R peak.
  private static let (before, after) = (-STSegment.before ... -0.06, 0.13...STSegment.after)
  /// What keeps sines apart from nothing that a sampling rate does not tell from each other, in
  /// shares of the samples.
  private static let ridge = 1e-6

  /// The samples that count, and the weights with which they add up to the height of each wave.
  private let samples: [Int]
  private let weights: [[Float]]
  /// The waves, each over the whole beat: a sine and a cosine for each frequency.
  private let waves: [[Float]]

  /// - Parameters:
  ///   - peak: the index of the R peak.
  ///   - count: the samples of a beat.
  ///   - samplingRate: samples per second.
  init(peak: Int, count: Int, samplingRate: Double) {
    let times = (0..<count).map { Double($0 - peak) / samplingRate }
    let waves = Self.frequencies.flatMap { frequency in
      [
        times.map { sin(2 * .pi * frequency * $0) }, times.map { cos(2 * .pi * frequency * $0) },
      ]
    }
    let samples = times.indices.filter {
      Self.before.contains(times[$0]) || Self.after.contains(times[$0])
    }
    func power(_ degree: Int, in range: ClosedRange<Double>) -> [Double] {
      let (center, half) = (
        (range.lowerBound + range.upperBound) / 2, (range.upperBound - range.lowerBound) / 2
      )
      return samples.map {
        range.contains(times[$0]) ? pow((times[$0] - center) / half, Double(degree)) : 0
      }
    }
    let columns =
      waves.map { wave in samples.map { wave[$0] } }
      + (0...2).map { power($0, in: Self.before) } + (0...3).map { power($0, in: Self.after) }
    let inverse = Self.inverse(columns, ridge: Self.ridge * Double(samples.count))
    self.samples = samples
    weights = inverse.prefix(waves.count).map { $0.map(Float.init) }
    self.waves = waves.map { $0.map(Float.init) }
  }

  /// The beat without the hum; of a longer one the rest stays as it is.
  func removed(from beat: [Float]) -> [Float] {
    var rest = beat
    for (wave, weights) in zip(waves, weights) {
      var height: Float = 0
      for (sample, weight) in zip(samples, weights) { height += weight * beat[sample] }
      for index in rest.indices.prefix(wave.count) { rest[index] -= height * wave[index] }
    }
    return rest
  }

  /// What gives the coefficients of the least squares of columns: `(AᵀA + ridge)⁻¹ Aᵀ`.
  private static func inverse(_ columns: [[Double]], ridge: Double) -> [[Double]] {
    var rows = columns.indices.map { row in
      columns.indices.map { column in
        zip(columns[row], columns[column]).reduce(row == column ? ridge : 0) { $0 + $1.0 * $1.1 }
      } + columns[row]
    }
    // Gauss's elimination; with a ridge no pivot is 0.
    for pivot in rows.indices {
      let scale = rows[pivot][pivot]
      rows[pivot] = rows[pivot].map { $0 / scale }
      for row in rows.indices where row != pivot {
        let factor = rows[row][pivot]
        for index in rows[row].indices { rows[row][index] -= factor * rows[pivot][index] }
      }
    }
    return rows.map { Array($0.dropFirst(columns.count)) }
  }
}
