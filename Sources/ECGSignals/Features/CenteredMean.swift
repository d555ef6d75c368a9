/// The mean of the samples around each one, as they come in; missing ones (NaN) are left out.
///
/// The result does not depend on how samples are cut into blocks.
struct CenteredMean: Codable, Sendable {
  /// By how many samples the mean lags behind.
  let reach: Int

  /// The last `2 · reach + 1` samples, 0 where one is missing, and whether one is there.
  private var samples: [Float]
  private var isPresent: [Bool]
  private var position = 0
  private var sum = 0.0
  private var present = 0

  init(reach: Int) {
    self.reach = reach
    samples = [Float](repeating: 0, count: 2 * reach + 1)
    isPresent = [Bool](repeating: false, count: 2 * reach + 1)
  }

  /// Takes a sample.
  ///
  /// - Returns: the mean around the sample `reach` before it; NaN where no sample is there.
  mutating func push(_ sample: Float) -> Float {
    let isThere = !sample.isNaN
    let value = isThere ? sample : 0
    sum += Double(value) - Double(samples[position])
    present += (isThere ? 1 : 0) - (isPresent[position] ? 1 : 0)
    samples[position] = value
    isPresent[position] = isThere
    position = position + 1 == samples.count ? 0 : position + 1
    // A new beginning after a gap, so that rounding does not add up for ever.
    if present == 0 { sum = 0 }
    return present > 0 ? Float(sum / Double(present)) : .nan
  }
}
