/// Long short-term memory along time (Hochreiter and Schmidhuber 1997), as PyTorch's `LSTM` has
/// it: `(N, L, C)` → `(N, units)`, or `(N, L, units)` where sequences are asked for; twice the
/// units in two directions.
///
/// With the gates in the order input `i`, forget `f`, candidate `g`, output `o`, σ the sigmoid and
/// ∘ the product number by number:
///
///     i = σ(x·Wi + ai + h·Ui + bi)
///     f = σ(x·Wf + af + h·Uf + bf)
///     g = tanh(x·Wg + ag + h·Ug + bg)
///     o = σ(x·Wo + ao + h·Uo + bo)
///     c ← f ∘ c + i ∘ g
///     h ← o ∘ tanh(c)
///
/// Weights, of each direction (`forward`, `reverse`): `inputWeight` `(C, 4 · units)`,
/// `recurrentWeight` `(units, 4 · units)`, `inputBias` and `recurrentBias` `(4 · units)`. All
/// biases start at zero, that of the forget gate too.
///
/// States start at zero. The second direction goes from the last sample to the first; its channels
/// follow those of the first, and it ends at the first sample.
public struct LSTM: Layer, KitLayer, Equatable {
  public static let name = "LSTM"
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
      .lstm, units: units, isBidirectional: bidirectional,
      returnsSequences: returnsSequences, to: input)
  }
}
