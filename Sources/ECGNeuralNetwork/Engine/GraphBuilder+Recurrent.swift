extension GraphBuilder {
  /// Appends a recurrent layer: an operation for each direction, and the states it ends with where
  /// no sequence is asked for.
  ///
  /// The parameters of a direction are `inputWeight` `(C, G · U)`, `recurrentWeight` `(U, G · U)`,
  /// `inputBias` and `recurrentBias` `(G · U)` with `G` gates, under `forward` or `reverse`.
  mutating func appendRecurrent(
    _ cell: RecurrentOperation.Cell, units: Int, isBidirectional: Bool, returnsSequences: Bool,
    to input: TensorID
  ) -> TensorID {
    let (samples, inputs) = (shape(of: input).rows, shape(of: input).columns)
    let directions = isBidirectional ? ["forward", "reverse"] : ["forward"]
    let output = addMap(.sequence(samples: samples, channels: directions.count * units))
    let width = cell.gates * units
    for (index, name) in directions.enumerated() {
      _ = append(
        RecurrentOperation(
          cell: cell, input: input, output: output,
          gates: addMap(.sequence(samples: samples, channels: cell.kept * units)),
          offset: index * units, units: units, inputs: inputs, isReverse: index == 1,
          inputWeights: addParameter(
            "\(name).inputWeight", shape: [inputs, width], initializer: .glorotUniform,
            decays: true),
          recurrentWeights: addParameter(
            "\(name).recurrentWeight", shape: [units, width], initializer: .glorotUniform,
            decays: true),
          inputBias: addParameter(
            "\(name).inputBias", shape: [width], initializer: .zeros, decays: false),
          recurrentBias: addParameter(
            "\(name).recurrentBias", shape: [width], initializer: .zeros, decays: false)))
    }
    if returnsSequences { return output }
    return append(
      EndStateOperation(
        input: output, output: addMap(.vector(directions.count * units)), units: units))
  }
}

/// A recurrent layer in a reader's terms.
func recurrentTitle(
  _ name: String, units: Int, _ isBidirectional: Bool, _ returnsSequences: Bool
) -> String {
  "\(name) \(units)" + (isBidirectional ? ", both ways" : "")
    + (returnsSequences ? ", sequences" : "")
}

/// What a recurrent layer gives.
func recurrentShape(
  for shape: Shape, units: Int, isBidirectional: Bool, returnsSequences: Bool, _ name: String
) throws -> Shape {
  let samples = try shape.sequence(for: name).samples
  try require(units, "units", in: 1...Limits.channels / 2, name)
  let width = isBidirectional ? 2 * units : units
  return returnsSequences ? .sequence(samples: samples, channels: width) : .vector(width)
}
