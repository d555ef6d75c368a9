import ECGNeuralNetwork
import ECGRandom

/// Runs layers alone, forward and backward, on plain arrays.
struct LayerRun {
  let graph: Graph
  let examples: Int
  var parameters: [Float]
  var statistics: [Float]
  let inputShape: Shape
  let outputShape: Shape
  /// Names the dropout that the run draws.
  var stream: UInt64 = 17
  /// The first example's place in its batch, which names its dropout.
  var firstExample = 3
  /// Whether products of passes without gradients are those with packed weights, as at inference.
  var packsWeights = false

  /// What a pass gives.
  struct Result {
    var output: [Float]
    var inputGradient: [Float] = []
    var parameterGradients: [Float] = []
    var batchStatistics: [Float] = []
  }

  /// Lowers layers, without asking that the last one gives logits, and fills in random parameters.
  init(
    _ layers: [any Layer], input: Shape, examples: Int, seed: UInt64 = 1, packsWeights: Bool = false
  ) throws {
    self.packsWeights = packsWeights
    var builder = GraphBuilder(input: input)
    try MatrixProduct.prepare(threads: 1)
    let output = try builder.lower(layers, from: TensorID(index: 0), under: "layers")
    graph = try builder.finish(output: output)
    self.examples = examples
    inputShape = input
    outputShape = graph.maps[output.index].shape
    var generator = SeededGenerator(seed: seed)
    parameters = (0..<graph.parameterCount).map { _ in
      Float(generator.uniform(in: -1...1))
    }
    statistics = (0..<graph.statisticCount).map { _ in Float(generator.uniform(in: 0.5...1.5)) }
  }

  /// Random numbers for the input, one example behind the other.
  func randomInput(seed: UInt64 = 2) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return (0..<examples * inputShape.count).map { _ in Float(generator.uniform(in: -2...2)) }
  }

  /// Random numbers to weigh the outputs with, so that the loss is one number.
  func randomOutputGradient(seed: UInt64 = 3) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return (0..<examples * outputShape.count).map { _ in Float(generator.uniform(in: -1...1)) }
  }

  /// Runs a pass; with a gradient of the output, the backward one as well.
  ///
  /// Memory has room for more examples than are run, and is dirty from a first run with others.
  func callAsFunction(
    _ input: [Float], outputGradient: [Float]? = nil, training: Bool = true
  ) -> Result {
    let workspace = Workspace(
      graph: graph, capacity: examples + 2, gradients: outputGradient != nil, inputGradient: true,
      packsWeights: packsWeights)
    let other = [Float](repeating: 0.5, count: (examples + 2) * inputShape.count)
    let otherGradient = outputGradient.map { _ in
      [Float](repeating: 0.5, count: (examples + 2) * outputShape.count)
    }
    _ = run(workspace, other, otherGradient, examples: examples + 2, training: training)
    return run(workspace, input, outputGradient, examples: examples, training: training)
  }

  /// The outputs of passes that share a workspace, each with parameters of its own under a number
  /// that tells them apart (see ``Pass/weightsVersion``).
  func outputs(_ input: [Float], of passes: [(version: Int?, parameters: [Float])]) -> [[Float]] {
    let workspace = Workspace(
      graph: graph, capacity: examples, gradients: false, packsWeights: packsWeights)
    return passes.map { context in
      var changed = self
      changed.parameters = context.parameters
      return changed.run(
        workspace, input, nil, examples: examples, training: false, weightsVersion: context.version
      ).output
    }
  }

  private func run(
    _ workspace: Workspace, _ input: [Float], _ outputGradient: [Float]?, examples: Int,
    training: Bool, weightsVersion: Int? = nil
  ) -> Result {
    // One number more, so that there is an address even where there is nothing.
    var gradients = [Float](repeating: .nan, count: graph.parameterCount + 1)
    var batchStatistics = [Float](repeating: .nan, count: graph.statisticCount + 1)
    let (parameters, statistics) = (parameters + [0], statistics + [0])
    write(input, to: workspace.values[graph.input.index], as: graph.input, examples: examples)
    gradients.withUnsafeMutableBufferPointer { gradients in
      batchStatistics.withUnsafeMutableBufferPointer { batchStatistics in
        parameters.withUnsafeBufferPointer { parameters in
          statistics.withUnsafeBufferPointer { statistics in
            let context = ExecutionContext(
              workspace: workspace, examples: examples,
              mode: training ? .training(stream: stream, firstExample: firstExample) : .inference,
              weightsVersion: weightsVersion, parameters: parameters.baseAddress!,
              statistics: statistics.baseAddress!,
              gradients: gradients.baseAddress!, batchStatistics: batchStatistics.baseAddress!)
            workspace.forward(context)
            if let outputGradient, let target = workspace.mapGradients[graph.output.index] {
              write(outputGradient, to: target, as: graph.output, examples: examples)
              workspace.backward(context)
            }
          }
        }
      }
    }
    var result = Result(
      output: read(workspace.values[graph.output.index], as: graph.output, examples: examples))
    if outputGradient != nil, let gradient = workspace.mapGradients[graph.input.index] {
      result.inputGradient = read(gradient, as: graph.input, examples: examples)
      result.parameterGradients = gradients.dropLast()
    }
    if training { result.batchStatistics = batchStatistics.dropLast() }
    return result
  }

  private func write(
    _ values: [Float], to target: UnsafeMutablePointer<Float>, as id: TensorID, examples: Int
  ) {
    let map = graph.maps[id.index]
    let size = map.shape.count
    for example in 0..<examples {
      for index in 0..<size {
        target[map.start + example * map.stride + index] = values[example * size + index]
      }
    }
  }

  private func read(_ source: UnsafeMutablePointer<Float>, as id: TensorID, examples: Int)
    -> [Float]
  {
    let map = graph.maps[id.index]
    return (0..<examples).flatMap { example in
      (0..<map.shape.count).map { source[map.start + example * map.stride + $0] }
    }
  }
}
