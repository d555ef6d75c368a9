import CECGKernels

/// A convolution of neighbouring taps, or a dense layer, at inference: one product of all windows
/// with packed weights.
///
/// Windows overlap in memory, which this product does not mind. It runs over the padding rows as
/// well, whose results are then set back to zero, as in ``SlidingConvolution``.
struct PackedProductOperation: Operation {
  let input: TensorID
  let output: TensorID
  /// The numbers in a window: `K · Cin`.
  let depth: Int
  /// `Cout`.
  let columns: Int
  /// Rows of a window before the output's own.
  let leading: Int
  let sharedPadding: Int?
  /// Where the weights lie among the parameters.
  let weights: Range<Int>
  /// Where the bias lies among the parameters.
  let bias: Range<Int>?

  var multiplications: Int { weights.count }

  func scratchCount(gradients: Bool) -> Int {
    PackedProduct.count(depth: depth, columns: columns)
  }

  func prepare(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    ck_pack(context.parameters + weights.lowerBound, depth, columns, scratch)
  }

  func forward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    let map = context.map(output)
    let source = context.map(input)
    PackedProduct.multiply(
      rows: context.examples * (map.rows + map.padding) - map.padding, columns: columns,
      depth: depth,
      .init(context.rows(input) - leading * source.channels, rowStride: source.channels),
      weights: scratch, bias: bias.map { context.parameters + $0.lowerBound },
      into: context.rows(output), rowStride: columns)
    clearPadding(context.values(output), of: map, examples: context.examples)
  }

  func backward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    preconditionFailure("a workspace with gradients runs the operations that it was lowered to")
  }
}
