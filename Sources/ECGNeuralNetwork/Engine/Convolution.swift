import CECGKernels

/// A "same" convolution along time: `K` taps, `Cin` to `Cout` channels.
///
/// Weights are `(K, Cin, Cout)`, so that a window of `K` rows of the input, which lies in memory as
/// `K·Cin` numbers in a row, times the weights as a `(K·Cin) × Cout` matrix, is one row of output.
/// With groups they are `(K, Cin / groups, Cout)`.
///
/// There is more than one way to compute it; ``operation(rows:)`` takes the one that was fastest
/// for such shapes with OpenBLAS on x86-64; on other systems the choice was not measured.
struct Convolution: Sendable {
  let input: TensorID
  let output: TensorID
  let kernel: Int
  let inputChannels: Int
  let outputChannels: Int
  /// Rows of the input from one row of the output to the next.
  var stride = 1
  /// Rows of the input from one tap to the next.
  var dilation = 1
  /// Parts of the channels that do not see one another.
  var groups = 1
  /// Where the weights lie among the parameters.
  let weights: Range<Int>
  /// Where the bias lies among the parameters.
  let bias: Range<Int>?

  /// Rows before the centre: `(K − 1) / 2` for neighbouring taps, as in Keras and PyTorch
  /// for an even kernel.
  var leading: Int { dilation * (kernel - 1) / 2 }

  /// The numbers in a window of the input, of all groups.
  var window: Int { kernel * inputChannels }

  /// The operation that computes it for sequences of `rows` samples.
  func operation(rows: Int) -> any Operation {
    if groups > 1, DepthwiseConvolution.pays(for: self) {
      DepthwiseConvolution(convolution: self)
    } else if stride > 1 || dilation > 1 || groups > 1 {
      GatheredConvolution(convolution: self, rows: (rows + stride - 1) / stride)
    } else if MinimalFilteringConvolution.pays(for: self, rows: rows) {
      MinimalFilteringConvolution(convolution: self, rows: rows)
    } else if DirectConvolution.pays(for: self) {
      DirectConvolution(convolution: self, rows: rows)
    } else {
      SlidingConvolution(convolution: self)
    }
  }
}

/// An operation that computes a ``Convolution``.
protocol ConvolutionOperation: Operation {
  var convolution: Convolution { get }
}

extension ConvolutionOperation {
  var input: TensorID { convolution.input }
  var output: TensorID { convolution.output }
  var multiplications: Int { convolution.weights.count }

  func weights(_ context: ExecutionContext) -> UnsafePointer<Float> {
    context.parameters + convolution.weights.lowerBound
  }

  func weightGradient(_ context: ExecutionContext) -> UnsafeMutablePointer<Float> {
    context.gradients + convolution.weights.lowerBound
  }

  /// The bias, or zeros.
  func bias(_ context: ExecutionContext) -> UnsafePointer<Float> {
    convolution.bias.map { context.parameters + $0.lowerBound } ?? context.workspace.zeros
  }

  /// Leaves the gradient of the bias, where it is wanted.
  func backwardToBias(_ context: ExecutionContext, outputGradient: UnsafePointer<Float>) {
    guard context.wantsWeightGradients, let bias = convolution.bias else { return }
    ck_sum_rows(outputGradient, context.layout(output), context.gradients + bias.lowerBound)
  }
}
