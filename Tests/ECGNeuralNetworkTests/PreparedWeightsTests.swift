import ECGNeuralNetwork
import Testing

/// Weights that are prepared once for many passes, as minimal filtering transforms them, and folded
/// batch normalisation: a changed weight is seen by the next pass.
@Suite struct PreparedWeightsTests {
  private static let shape = Shape.sequence(samples: 24, channels: 16)

  private static func run(packed: Bool) throws -> LayerRun {
    try LayerRun(
      [
        Conv1D(filters: 24, kernel: 5), BatchNorm(), ReLU(), Conv1D(filters: 16, kernel: 3),
        Conv1D(filters: 7, kernel: 1), Flatten(), Dense(3),
      ], input: shape, examples: 5, packsWeights: packed)
  }

  /// One weight of each tensor after the other is changed.
  @Test(arguments: [false, true])
  func aChangedWeightIsSeen(packed: Bool) throws {
    let run = try Self.run(packed: packed)
    let input = run.randomInput()
    var passes: [(version: Int?, parameters: [Float])] = [(0, run.parameters)]
    for tensor in run.graph.parameters {
      var parameters = passes[passes.count - 1].parameters
      parameters[tensor.range.lowerBound] += 0.5
      passes.append((passes.count, parameters))
    }
    let expected = passes.map { context in
      var fresh = run
      fresh.parameters = context.parameters
      return fresh(input, training: false).output
    }
    #expect(run.outputs(input, of: passes) == expected)
    for (one, next) in zip(expected, expected.dropFirst()) { #expect(one != next) }
    // Where no number tells weights apart, nothing is taken to have stayed.
    #expect(run.outputs(input, of: passes.map { (nil, $0.parameters) }) == expected)
    // Going back to earlier weights is a change, too.
    let back = run.outputs(input, of: [passes[1], passes[0], passes[1]])
    #expect(back == [expected[1], expected[0], expected[1]])
  }

  /// Passes of one number share what was prepared for the first.
  @Test(arguments: [false, true])
  func unchangedWeightsGiveTheSame(packed: Bool) throws {
    let run = try Self.run(packed: packed)
    let input = run.randomInput()
    let outputs = run.outputs(input, of: [(7, run.parameters), (7, run.parameters)])
    #expect(outputs[0] == outputs[1])
    #expect(outputs[0] == run(input, training: false).output)
  }

  /// Predictors of networks that differ in their weights alone.
  @Test func aNetworkWithOtherWeightsPredictsWithThem() throws {
    let network = try BumpProblem.network()
    let values = BumpProblem.examples(6, seed: 2).values
    let doubled = try network.with(
      parameters: network.parameters.map { $0 * 2 }, statistics: network.statistics)
    let (one, other) = (Predictor(network), Predictor(doubled))
    let before = try one.logits(of: values)
    #expect(try other.logits(of: values) != before)
    #expect(try one.logits(of: values) == before)
  }
}
