import CECGKernels

/// A matrix product with a bias: `Cin` numbers to `Cout`. Weights are `(Cin, Cout)`.
struct DenseOperation: Operation {
  let input: TensorID
  let output: TensorID
  let inputs: Int
  let outputs: Int
  /// Where the weights lie among the parameters.
  let weights: Range<Int>
  /// Where the bias lies among the parameters.
  let bias: Range<Int>?

  var multiplications: Int { weights.count }

  var packed: any Operation {
    guard PackedProduct.packs(depth: inputs, columns: outputs) else { return self }
    return PackedProductOperation(
      input: input, output: output, depth: inputs, columns: outputs, leading: 0,
      sharedPadding: nil, weights: weights, bias: bias)
  }

  func forward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    let values = context.values(output)
    if let bias {
      fill(
        values, of: context.map(output), examples: context.examples,
        with: context.parameters + bias.lowerBound)
    }
    context.multiply(
      m: context.examples, n: outputs, k: inputs,
      .init(context.values(input), rowStride: inputs),
      .init(context.parameters + weights.lowerBound, rowStride: outputs),
      into: values, rowStride: outputs, accumulate: bias != nil)
  }

  func backward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    guard let outputGradient = context.gradient(output) else { return }
    if context.wantsWeightGradients {
      backwardToWeights(context, outputGradient: outputGradient)
    }
    guard let inputGradient = context.gradient(input) else { return }
    context.multiply(
      m: context.examples, n: inputs, k: outputs,
      .init(outputGradient, rowStride: outputs),
      .init(context.parameters + weights.lowerBound, rowStride: outputs, isTransposed: true),
      into: inputGradient, rowStride: inputs, accumulate: context.mustAccumulate(input))
  }

  private func backwardToWeights(_ context: ExecutionContext, outputGradient: UnsafePointer<Float>)
  {
    context.multiply(
      m: inputs, n: outputs, k: context.examples,
      .init(context.values(input), rowStride: inputs, isTransposed: true),
      .init(outputGradient, rowStride: outputs),
      into: context.gradients + weights.lowerBound, rowStride: outputs)
    if let bias {
      ck_sum_rows(outputGradient, context.layout(output), context.gradients + bias.lowerBound)
    }
  }
}
