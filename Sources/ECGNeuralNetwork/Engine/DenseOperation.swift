import CECGKernels

/// A matrix product with a bias: `Cin` numbers to `Cout`. Weights are `(Cin, Cout)`.
struct DenseOperation: Operation {
  let input: MapID
  let output: MapID
  let inputs: Int
  let outputs: Int
  /// Where the weights lie among the parameters.
  let weights: Range<Int>
  /// Where the bias lies among the parameters.
  let bias: Range<Int>?

  var multiplications: Int { weights.count }

  func forward(_ pass: Pass, scratch: UnsafeMutablePointer<Float>) {
    let values = pass.values(output)
    if let bias {
      fill(values, of: pass.map(output), beats: pass.beats, with: pass.parameters + bias.lowerBound)
    }
    MatrixProduct.multiply(
      m: pass.beats, n: outputs, k: inputs,
      .init(pass.values(input), rowStride: inputs),
      .init(pass.parameters + weights.lowerBound, rowStride: outputs),
      into: values, rowStride: outputs, accumulate: bias != nil)
  }

  func backward(_ pass: Pass, scratch: UnsafeMutablePointer<Float>) {
    guard let outputGradient = pass.gradient(output) else { return }
    MatrixProduct.multiply(
      m: inputs, n: outputs, k: pass.beats,
      .init(pass.values(input), rowStride: inputs, isTransposed: true),
      .init(outputGradient, rowStride: outputs),
      into: pass.gradients + weights.lowerBound, rowStride: outputs)
    if let bias {
      ck_sum_rows(outputGradient, pass.layout(output), pass.gradients + bias.lowerBound)
    }
    guard let inputGradient = pass.gradient(input) else { return }
    MatrixProduct.multiply(
      m: pass.beats, n: inputs, k: outputs,
      .init(outputGradient, rowStride: outputs),
      .init(pass.parameters + weights.lowerBound, rowStride: outputs, isTransposed: true),
      into: inputGradient, rowStride: inputs, accumulate: pass.mustAccumulate(input))
  }
}
