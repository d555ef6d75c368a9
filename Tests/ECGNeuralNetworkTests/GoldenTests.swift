import Foundation
import ECGNeuralNetwork
import Testing

/// Layers and networks against PyTorch's numbers, written by `Golden/make_golden.py`.
@Suite struct GoldenTests {
  /// Sums in another order: a few units in the last place of the largest number involved.
  static let tolerance: Float = 1e-5

  @Test(arguments: try GoldenLayer.load())
  func layerEqualsPyTorch(_ golden: GoldenLayer) throws {
    var run = try golden.run()
    #expect(run.parameters.count == golden.parameters.count)
    expectClose(run(golden.values, training: false).output, golden.inference, "inference")
    let result = run(golden.values, outputGradient: golden.outputGradient)
    expectClose(result.output, golden.output, "output")
    expectClose(result.inputGradient, golden.inputGradient, "gradient of the input")
    expectClose(
      result.parameterGradients, golden.parameterGradients, "gradients of the parameters")
    for statistic in run.graph.statistics {
      for index in statistic.range {
        run.statistics[index] +=
          statistic.momentum * (result.batchStatistics[index] - run.statistics[index])
      }
    }
    expectClose(run.statistics, golden.updatedStatistics, "running statistics")
  }

  @Test(arguments: try GoldenLayer.load().filter { !$0.trained.isEmpty })
  func threeStepsOfAdamEqualPyTorch(_ golden: GoldenLayer) throws {
    var run = try golden.run()
    let adam = Adam(learningRate: 0.01, weightDecay: golden.weightDecay)
    var first = [Float](repeating: 0, count: run.parameters.count)
    var second = first
    for number in 1...3 {
      var gradients = run(golden.values, outputGradient: golden.outputGradient).parameterGradients
      run.parameters.withUnsafeMutableBufferPointer { parameters in
        first.withUnsafeMutableBufferPointer { first in
          second.withUnsafeMutableBufferPointer { second in
            gradients.withUnsafeMutableBufferPointer { gradients in
              let step = Optimizer.Step(
                parameters: parameters.baseAddress!, firstMoments: first.baseAddress!,
                secondMoments: second.baseAddress!,
                gradients: [UnsafePointer(gradients.baseAddress!)],
                number: number, learningRate: adam.learningRate)
              for tensor in run.graph.parameters {
                adam.apply(step, to: tensor.range, decays: tensor.decays)
              }
            }
          }
        }
      }
    }
    expectClose(run.parameters, golden.trained, "parameters after three steps")
    #expect(golden.trained != golden.parameters)
  }

  @Test(arguments: try ["networks", "trunks", "optimizers"].flatMap { try GoldenNetwork.load($0) })
  func trainingEqualsPyTorch(_ golden: GoldenNetwork) throws {
    let architecture = golden.architecture
    let network = try Network(architecture, seed: 0)
      .with(parameters: golden.parameters, statistics: golden.statistics)
    let configuration = TrainingConfiguration(
      epochs: 3, batchSize: golden.examples, shards: 1,
      loss: SoftmaxCrossEntropy(
        classWeights: golden.classWeights, labelSmoothing: golden.labelSmoothing,
        focusing: golden.focusing ?? 0),
      optimizer: golden.optimizer
        ?? .adam(Adam(learningRate: 0.01, weightDecay: golden.weightDecay)),
      trunk: golden.trunk)
    let state = try Trainer(configuration).train(
      network, on: Examples(values: golden.values, labels: golden.labels))
    for (epoch, loss) in zip(state.history.epochs, golden.losses) {
      #expect(abs(epoch.loss - loss) < 2e-5 * loss)
    }
    // Adam divides a gradient by its own size: where that is small, so is its precision.
    let tolerance: Float = golden.optimizer == nil ? 2e-4 : 2e-5
    expectClose(state.result.parameters, golden.trained, "parameters", tolerance: tolerance)
    expectClose(
      state.result.statistics, golden.updatedStatistics, "statistics", tolerance: tolerance)
    expectClose(
      try state.result.probabilities(of: golden.values), golden.probabilities, "probabilities",
      tolerance: tolerance)
  }

  /// Compares numbers, relative to the largest of them.
  private func expectClose(
    _ numbers: [Float], _ golden: [Float], _ what: String, tolerance: Float = tolerance,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(numbers.count == golden.count, "\(what)", sourceLocation: sourceLocation)
    let scale = golden.map(abs).max() ?? 0
    for (index, (number, golden)) in zip(numbers, golden).enumerated()
    where !(abs(number - golden) <= tolerance * scale) {
      Issue.record(
        "\(what), number \(index): expected \(golden), found \(number)",
        sourceLocation: sourceLocation)
      return
    }
  }
}

/// What PyTorch makes of layers alone.
struct GoldenLayer: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  private let architecture: Sequential
  let examples: Int
  let weightDecay: Float
  let values, parameters, statistics, outputGradient: [Float]
  let inference, output, inputGradient, parameterGradients, updatedStatistics, trained: [Float]

  var testDescription: String { name }

  /// The cases of all files.
  static func load() throws -> [GoldenLayer] {
    try ["layers", "convolutions", "activations", "attention", "recurrent", "windows"]
      .flatMap { try loadGolden($0) }
  }

  func run() throws -> LayerRun {
    var run = try LayerRun(architecture.layers, input: architecture.input, examples: examples)
    run.parameters = parameters
    run.statistics = statistics
    return run
  }
}

/// What PyTorch makes of a network in three steps.
struct GoldenNetwork: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let architecture: Sequential
  let examples: Int
  let labels: [Int]
  let weightDecay, labelSmoothing: Float
  let losses: [Double]
  let values, parameters, statistics, classWeights: [Float]
  let trained, updatedStatistics, probabilities: [Float]
  let trunk: TrunkTraining?
  let optimizer: Optimizer?
  let focusing: Float?

  var testDescription: String { name }

  static func load(_ file: String) throws -> [GoldenNetwork] { try loadGolden(file) }
}

private func loadGolden<Golden: Decodable>(_ name: String) throws -> [Golden] {
  let url = try #require(
    Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Golden"))
  return try JSONDecoder().decode([Golden].self, from: Data(contentsOf: url))
}
