import CECGKernels

/// A smooth activation: one function of each number. Unlike rectifiers it is a pass of its own.
struct ActivationOperation: Operation {
  /// The function.
  enum Kind: Equatable, Sendable {
    case sigmoid, tanh, silu, gelu, geluTanh

    /// The function as the C kernels name it.
    fileprivate var kernel: ck_activation {
      switch self {
      case .sigmoid: CK_SIGMOID
      case .tanh: CK_TANH
      case .silu: CK_SILU
      case .gelu: CK_GELU
      case .geluTanh: CK_GELU_TANH
      }
    }
  }

  let input: TensorID
  let output: TensorID
  let kind: Kind

  func forward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    let (source, target) = (context.map(input), context.map(output))
    for example in 0..<context.examples {
      ck_activate(
        kind.kernel, context.rows(input) + example * source.stride, target.shape.count,
        context.rows(output) + example * target.stride)
    }
  }

  func backward(_ context: ExecutionContext, scratch: UnsafeMutablePointer<Float>) {
    guard let from = context.gradientRows(output), let to = context.gradientRows(input) else {
      return
    }
    let (source, target) = (context.map(input), context.map(output))
    let accumulates = context.mustAccumulate(input)
    for example in 0..<context.examples {
      ck_activate_backward(
        kind.kernel, context.rows(input) + example * source.stride, from + example * target.stride,
        target.shape.count, to + example * source.stride, accumulates ? 1 : 0)
    }
  }
}

extension GraphBuilder {
  /// Appends a smooth activation.
  mutating func appendActivation(_ kind: ActivationOperation.Kind, to input: TensorID) -> TensorID {
    append(ActivationOperation(input: input, output: addMap(shape(of: input)), kind: kind))
  }
}
