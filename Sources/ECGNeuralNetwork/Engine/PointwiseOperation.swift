import CECGKernels

/// What happens between two products, in one pass over the data: normalisation, activation, pooling
/// and dropout, each if asked for, in this order.
///
/// Layers that follow one another in this order are fused into one operation: a number is read
/// once, normalised, activated, compared with its pooling neighbours, dropped or kept, and written.
///
/// The backward pass goes over the data twice, since the gradient of normalisation needs sums over
/// all of it. The passes themselves are C kernels (`pointwise.c`), called in
/// `PointwiseOperation+Forward.swift` and `+Backward.swift`.
struct PointwiseOperation: Operation {
  /// Batch normalisation over examples and samples, one mean and variance a channel.
  struct Normalization: Equatable, Sendable {
    let scale: Range<Int>
    let shift: Range<Int>
    /// Mean, then variance: `2 C` running statistics.
    let statistics: Range<Int>
    let epsilon: Float
  }

  /// One element-wise layer.
  enum Step: Equatable, Sendable {
    case normalize(Normalization)
    /// `x` where positive, `slope · x` elsewhere; `slope` in 0…1.
    case activate(slope: Float)
    /// The largest of `size` neighbours; a rest shorter than that is left out.
    case pool(size: Int)
    /// Zero with probability `rate`, the others scaled up to keep the mean.
    case drop(rate: Float)

    fileprivate var rank: Int {
      switch self {
      case .normalize: 0
      case .activate: 1
      case .pool: 2
      case .drop: 3
      }
    }
  }

  let input: TensorID
  let output: TensorID
  let inputShape: Shape
  /// Its index in the graph, which also names its random stream.
  let index: Int
  private(set) var normalization: Normalization?
  private(set) var slope: Float?
  private(set) var poolSize = 1
  private(set) var dropRate: Float = 0
  private var lastRank = -1

  init(input: TensorID, output: TensorID, inputShape: Shape, index: Int, step: Step) {
    self.input = input
    self.output = output
    self.inputShape = inputShape
    self.index = index
    add(step)
  }

  /// The operation with `step` as its last step, or nil where the order does not allow it.
  func adding(_ step: Step) -> PointwiseOperation? {
    guard step.rank > lastRank else { return nil }
    var fused = self
    fused.add(step)
    return fused
  }

  private mutating func add(_ step: Step) {
    lastRank = step.rank
    switch step {
    case .normalize(let normalization): self.normalization = normalization
    case .activate(let slope): self.slope = slope
    case .pool(let size): poolSize = size
    case .drop(let rate): dropRate = rate
    }
  }

  var outputShape: Shape {
    switch inputShape {
    case .sequence(let samples, let channels):
      .sequence(samples: samples / poolSize, channels: channels)
    case .vector: inputShape
    }
  }

  func scratchCount(gradients: Bool) -> Int { Scratch.count(channels: inputShape.columns) }

  /// The step as the C kernels take it.
  func kernel(_ context: ExecutionContext, _ scratch: Scratch) -> ck_pointwise {
    var kernel = ck_pointwise(
      gain: scratch.gain, offset: scratch.offset, slope: slope ?? 1, pool: poolSize, drop_below: 0,
      kept_factor: 1, stream: 0, first_example: 0)
    if dropRate > 0, context.trains(index),
      case .training(let stream, let firstExample) = context.mode
    {
      // An example's dropout depends on the run's stream and the example's index in the batch only,
      // not on how the batch is dealt to workers; the backward pass draws the same one again.
      let share = Double(dropRate)
      kernel.drop_below = UInt32(share * 0x1p32)
      kernel.kept_factor = Float(1 / (1 - share))
      kernel.stream = stream ^ UInt64(index) << 48
      kernel.first_example = UInt64(firstExample)
    }
    return kernel
  }

  /// The per-channel numbers that live from the forward pass to the end of the backward pass.
  struct Scratch {
    /// `y = gain · x + offset` is the normalisation with scale and shift.
    let gain, offset: UnsafeMutablePointer<Float>
    let mean, inverseDeviation: UnsafeMutablePointer<Float>
    /// Sums that statistics and gradients are made from.
    let firstSum, secondSum: UnsafeMutablePointer<Float>

    init(_ start: UnsafeMutablePointer<Float>, channels: Int) {
      // Whole cache lines, so that every array starts aligned.
      let stride = Scratch.stride(channels)
      gain = start
      offset = start + stride
      mean = start + 2 * stride
      inverseDeviation = start + 3 * stride
      firstSum = start + 4 * stride
      secondSum = start + 5 * stride
    }

    static func count(channels: Int) -> Int { 6 * stride(channels) }

    private static func stride(_ channels: Int) -> Int { (channels + 15) / 16 * 16 }
  }
}
