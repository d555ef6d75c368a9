import CECGKernels

/// Each row normalised over its channels, then scaled and shifted.
struct LayerNormOperation: Operation {
  let input: TensorID
  let output: TensorID
  /// Where scale and shift lie among the parameters: `C` each.
  let scale: Range<Int>
  let shift: Range<Int>
  let epsilon: Float

  func forward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    ck_layer_norm_forward(
      context.rows(input), context.layout(input), context.parameters + scale.lowerBound,
      context.parameters + shift.lowerBound, epsilon, context.rows(output), context.layout(output))
  }

  func backward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    guard let outputGradient = context.gradientRows(output) else { return }
    let accumulates = context.mustAccumulate(input)
    ck_layer_norm_backward(
      context.rows(input), context.layout(input), context.parameters + scale.lowerBound, epsilon,
      outputGradient, context.layout(output), context.gradientRows(input), accumulates ? 1 : 0,
      context.gradients + scale.lowerBound, context.gradients + shift.lowerBound)
  }
}
