import CECGKernels

/// A sequence times a vector: each channel of an example by a factor of its own.
struct ScaleOperation: Operation {
  let input: TensorID
  /// The vector, which nothing else reads.
  let factors: TensorID
  let output: TensorID

  var otherInputs: [TensorID] { [factors] }

  func forward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    ck_scale_forward(
      context.rows(input), context.layout(input), context.values(factors), context.rows(output),
      context.layout(output))
  }

  func backward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    guard let outputGradient = context.gradientRows(output),
      let factorGradients = context.gradient(factors)
    else { return }
    let accumulates = context.mustAccumulate(input)
    ck_scale_backward(
      context.rows(input), context.layout(input), context.values(factors), outputGradient,
      context.layout(output), context.gradientRows(input), accumulates ? 1 : 0, factorGradients)
    _ = context.mustAccumulate(factors)
  }
}
