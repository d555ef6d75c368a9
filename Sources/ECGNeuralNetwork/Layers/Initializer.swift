import ECGRandom

/// How a tensor starts.
public enum Initializer: String, CaseIterable, Codable, Sendable {
  /// Normal with variance 2 / fan-in (He et al. 2015): for layers before rectifiers.
  case heNormal
  /// Uniform with variance 2 / (fan-in + fan-out) (Glorot and Bengio 2010).
  case glorotUniform
  /// All zeros.
  case zeros
  /// All ones.
  case ones

  /// Fills `values` for a tensor of `shape`, whose last axis is the output.
  func fill(
    _ values: UnsafeMutableBufferPointer<Float>, shape: [Int],
    using generator: inout SeededGenerator
  ) {
    let outputs = shape.last ?? 1
    let taps = shape.dropLast(2).reduce(1, *)
    let inputs = shape.dropLast().reduce(1, *)
    switch self {
    case .zeros: values.update(repeating: 0)
    case .ones: values.update(repeating: 1)
    case .heNormal:
      let deviation = (2 / Double(inputs)).squareRoot()
      for index in values.indices { values[index] = Float(deviation * generator.normal()) }
    case .glorotUniform:
      let limit = (6 / Double(inputs + taps * outputs)).squareRoot()
      for index in values.indices {
        values[index] = Float(generator.uniform(in: -limit...limit))
      }
    }
  }
}
