/// What a block of a lead comes to, whatever its beats are: some numbers for each five seconds.
struct QualityBlock: Equatable, Sendable {
  /// The length of a block in seconds.
  static let seconds = 5.0

  /// How much the signal bends between its beats: the median over parts of 0.2 s of the mean second
  /// difference over 16.7 ms, rectified.
  var bend: Float = 0
  /// The mean second difference over 8.3 ms by that over 16.7 ms: 0.25 for slow waves, 1
  /// for white noise.
  var tremor: Float = 0
  /// The leakage of the filter of Kuo and Dillman ("Computer detection of ventricular
  /// fibrillation", Computers in Cardiology, 1978): 0 for a sine, about 0.8 for sinus rhythm and
  /// for noise. Flutter and fibrillation of the ventricles have little.
  var leakage: Float = 1
  /// Half of the mean period of the signal, in seconds, that ``leakage`` is of.
  var halfPeriod: Float = 0
  /// From the lowest sample to the highest.
  var range: Float = 0
  /// How far apart the samples of the middle half are: little where a level lies between the beats,
  /// whatever these look like, and much where the lead sways.
  var spread: Float = 0
  /// How long it is, in seconds.
  var length: Float = 0
  /// After how many seconds the signal comes again, see ``Repetition``; 0 where it does not
  /// within that time.
  var period: Float = 0
}

/// Computes the blocks of a lead as its conditioned samples come in, see ``SignalConditioner``.
struct QualityMeter: Sendable {
  /// The blocks that are complete, the last one also where it is short.
  private(set) var blocks: [QualityBlock] = []

  private static let blockCount = Int(QualityBlock.seconds * SignalConditioner.nominalSamplingRate)
  /// A rest of fewer parts than this says what the block before says.
  private static let fewestParts = 5

  private var samples: [Float] = []

  init() { samples.reserveCapacity(Self.blockCount) }

  /// Takes the next samples.
  mutating func process(_ fresh: [Float]) {
    var rest = fresh[...]
    while !rest.isEmpty {
      let part = rest.prefix(Self.blockCount - samples.count)
      samples += part
      rest = rest.dropFirst(part.count)
      if samples.count == Self.blockCount { endBlock() }
    }
  }

  /// Ends the lead.
  mutating func finish() {
    guard !samples.isEmpty else { return }
    if samples.count >= Self.fewestParts * QualityBlock.partCount || blocks.isEmpty {
      endBlock()
    } else {
      blocks.append(blocks[blocks.count - 1])
    }
  }

  private mutating func endBlock() {
    blocks.append(samples.withUnsafeBufferPointer { QualityBlock(of: $0) })
    samples.removeAll(keepingCapacity: true)
  }
}

extension QualityBlock {
  /// The samples of a part.
  fileprivate static let partCount = 24
  /// The distance of the samples in the second differences.
  private static let (near, far) = (1, 2)
  /// One sample of so many is enough for what is slow.
  private static let slow = 4
  /// The samples of the mean that keeps muscles from the leakage.
  private static let smoothing = 5

  /// Measures conditioned samples.
  init(of samples: UnsafeBufferPointer<Float>) {
    var parts: [Float] = []
    var (nearSum, farSum): (Float, Float) = (0, 0)
    for start in stride(from: 0, through: samples.count - Self.partCount, by: Self.partCount) {
      var (near, far): (Float, Float) = (0, 0)
      for index in max(start, Self.far)..<min(start + Self.partCount, samples.count - Self.far) {
        let twice = 2 * samples[index]
        near += abs(samples[index - Self.near] + samples[index + Self.near] - twice)
        far += abs(samples[index - Self.far] + samples[index + Self.far] - twice)
      }
      nearSum += near
      farSum += far
      parts.append(far / Float(Self.partCount))
    }
    guard !parts.isEmpty else { return }
    parts.sort()
    bend = parts[parts.count / 2]
    tremor = farSum > 0 ? nearSum / farSum : 0
    length = Float(samples.count) / Float(SignalConditioner.nominalSamplingRate)
    range = (samples.max() ?? 0) - (samples.min() ?? 0)
    let slow = stride(from: 0, to: samples.count, by: Self.slow).map { samples[$0] }.sorted()
    spread = slow[slow.count * 3 / 4] - slow[slow.count / 4]
    (leakage, halfPeriod) = Self.leakage(samples)
    period = Repetition.period(of: samples)
  }

  private static func leakage(
    _ samples: UnsafeBufferPointer<Float>
  ) -> (leakage: Float, halfPeriod: Float) {
    guard samples.count > 4 * smoothing else { return (1, 0) }
    var smooth = [Float](repeating: 0, count: samples.count - smoothing + 1)
    var sum: Float = samples[..<(smoothing - 1)].reduce(0, +)
    for index in smooth.indices {
      sum += samples[index + smoothing - 1]
      smooth[index] = sum / Float(smoothing)
      sum -= samples[index]
    }
    var (size, change) = (abs(smooth[0]), Float(0))
    for index in 1..<smooth.count {
      size += abs(smooth[index])
      change += abs(smooth[index] - smooth[index - 1])
    }
    guard change > 0 else { return (1, 0) }
    // Half of the mean period, if the signal is a sine.
    let half = min(max(Int(Float.pi * size / change + 0.5), 1), smooth.count / 2)
    var (rest, whole): (Float, Float) = (0, 0)
    for index in half..<smooth.count {
      rest += abs(smooth[index] + smooth[index - half])
      whole += abs(smooth[index]) + abs(smooth[index - half])
    }
    let halfPeriod = Float(half) / Float(SignalConditioner.nominalSamplingRate)
    return (whole > 0 ? rest / whole : 1, halfPeriod)
  }
}
