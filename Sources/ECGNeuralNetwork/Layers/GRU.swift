/// Gated recurrent units along time (Cho et al. 2014), as PyTorch's `GRU` has them:
/// `(N, L, C)` → `(N, units)`, or `(N, L, units)` where sequences are asked for; twice the
/// units in two directions.
///
/// With the gates in the order reset `r`, update `z`, candidate `n`, σ the sigmoid and ∘ the
/// product number by number:
///
///     r = σ(x·Wr + ar + h·Ur + br)
///     z = σ(x·Wz + az + h·Uz + bz)
///     n = tanh(x·Wn + an + r ∘ (h·Un + bn))
///     h ← (1 − z) ∘ n + z ∘ h
///
/// Weights, of each direction (`forward`, `reverse`): `inputWeight` `(C, 3 · units)`,
/// `recurrentWeight` `(units, 3 · units)`, `inputBias` and `recurrentBias` `(3 · units)`.
///
/// States start at zero. The second direction goes from the last sample to the first; its channels
/// follow those of the first, and it ends at the first sample.
public struct GRU: Layer, KitLayer, Equatable {
  public static let name = "GRU"
  /// The numbers in a state.
  public let units: Int
  /// Whether a second one goes from the end to the beginning.
  public let bidirectional: Bool
  /// Whether the states at all samples are given, rather than those that each direction ends with.
  public let returnsSequences: Bool

  /// Creates a recurrent layer.
  public init(_ units: Int, bidirectional: Bool = false, returnsSequences: Bool = false) {
    self.units = units
    self.bidirectional = bidirectional
    self.returnsSequences = returnsSequences
  }

  public func outputShape(for shape: Shape) throws -> Shape {
    try recurrentShape(
      for: shape, units: units, isBidirectional: bidirectional, returnsSequences: returnsSequences,
      Self.name)
  }

  package var title: String {
    recurrentTitle(Self.name, units: units, bidirectional, returnsSequences)
  }

  package func lower(into builder: inout GraphBuilder, input: TensorID) throws -> TensorID {
    _ = try outputShape(for: builder.shape(of: input))
    return builder.appendRecurrent(
      .gru, units: units, isBidirectional: bidirectional,
      returnsSequences: returnsSequences, to: input)
  }
}
