import ECGRecordings

/// Brings a lead to the rate and the level that classifiers of recordings expect, block by block.
///
/// Samples are resampled to about 120 Hz, the hum of mains of 50 Hz is taken off where there is any
/// (that of 60 Hz is lost with the rate), and so is the wandering baseline: the mean over 0.8 s,
/// taken twice. All of it is symmetric in time, so that ST segments and T waves keep their sides.
/// What is missing becomes 0, the level of the baseline.
public struct SignalConditioner: Codable, Sendable {
  /// The rate that is aimed at, in Hz.
  public static let nominalSamplingRate = 120.0
  /// Samples beyond this are taken for missing: no recording has them, and shapes that they
  /// are in say nothing.
  private static let limit: Float = 1e12
  /// The samples to either side of one whose mean is the baseline.
  private static let reach = 48

  /// Samples per second that come out: ``nominalSamplingRate``, or very nearly so.
  public let samplingRate: Double

  private var resampler: Resampler
  private var first = CenteredMean(reach: reach)
  private var second = CenteredMean(reach: reach)
  private var hum = MainsHum()
  /// The samples whose baseline is not known yet, as a ring.
  private var waiting = [Float](repeating: .nan, count: 2 * reach)
  private var position = 0
  /// The samples taken so far.
  private var count = 0

  /// Creates a conditioner for a lead from its first sample on.
  ///
  /// - Throws: `ResamplingError` for a rate that cannot be brought to 120 Hz.
  public init(samplingRate: Double) throws {
    resampler = try Resampler(from: samplingRate, to: Self.nominalSamplingRate)
    self.samplingRate = resampler.samplingRate
  }

  /// Takes the next samples, NaN where one is missing, and gives those that are ready.
  public mutating func process(_ samples: [Float]) -> [Float] {
    let isWhole = samples.allSatisfy { abs($0) < Self.limit }
    return level(
      resampler.process(
        isWhole ? samples : samples.map { abs($0) < Self.limit ? $0 : .nan }))
  }

  /// The last samples, once there are no more.
  public mutating func finish() -> [Float] {
    let last = level(resampler.finish())
    return last + level([Float](repeating: .nan, count: 2 * Self.reach))
  }

  private mutating func level(_ samples: [Float]) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(samples.count)
    for sample in samples {
      let mean = first.push(sample)
      // Before the first mean there is none around the first sample.
      let baseline = second.push(count < Self.reach ? .nan : mean)
      let old = waiting[position]
      waiting[position] = sample
      takeHum(sample)
      position = position + 1 == waiting.count ? 0 : position + 1
      count += 1
      guard count > 2 * Self.reach else { continue }
      result.append(old.isNaN || baseline.isNaN ? 0 : old - baseline)
    }
    return result
  }

  /// Takes the hum off a sample that waits, or, where the first or the last of a stretch of samples
  /// are there, off all to its end.
  private mutating func takeHum(_ sample: Float) {
    let (wasKnown, wave) = (hum.isKnown, sample.isNaN ? hum.wave : nil)
    hum.push(sample)
    if wasKnown, sample.isNaN {
      take(wave, offLast: 1...MainsHum.reach)
    } else if hum.isKnown {
      take(hum.wave, offLast: MainsHum.reach...(wasKnown ? MainsHum.reach : MainsHum.length - 1))
    }
  }

  /// Takes hum off samples that wait, so many before the newest.
  private mutating func take(_ wave: MainsHum.Wave?, offLast samples: ClosedRange<Int>) {
    guard let wave else { return }
    for back in samples {
      waiting[(position + waiting.count - back) % waiting.count] -= wave.value(
        at: count + MainsHum.length - back)
    }
  }
}
