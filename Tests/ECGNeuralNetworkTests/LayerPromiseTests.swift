import ECGNeuralNetwork
import ECGRandom
import Foundation
import Testing

/// What every layer has to keep: it survives a file, threads and neighbours do not change a bit,
/// and gradients go back to the input.
@Suite struct LayerPromiseTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let architecture: Sequential

    init(_ name: String, @LayerBuilder _ layers: () -> [any Layer]) {
      testDescription = name
      architecture = Sequential(input: BumpProblem.shape, layers)
    }
  }

  static let cases: [Case] = [
    Case("stride, dilation, groups") {
      Conv1D(filters: 8, kernel: 5, stride: 2)
      ReLU()
      Conv1D(filters: 8, kernel: 3, dilation: 2, groups: 2)
      ReLU()
      Conv1D(filters: 6, kernel: 3)
      Flatten()
      Dense(3)
    },
    Case("averages and smooth activations") {
      Conv1D(filters: 6, kernel: 5)
      GELU()
      AveragePool1D(2)
      Conv1D(filters: 6, kernel: 3)
      BatchNorm()
      SiLU()
      Dropout(0.2)
      GELU(approximate: .tanh)
      Flatten()
      Tanh()
      Dense(4)
      Sigmoid()
      Dense(3)
    },
    Case("squeeze and excitation, self-attention") {
      Conv1D(filters: 16, kernel: 5)
      LayerNorm()
      SiLU()
      Residual {
        Conv1D(filters: 16, kernel: 3)
        SqueezeExcitation(reduction: 4)
      }
      Residual {
        LayerNorm()
        SelfAttention(heads: 4)
      }
      Flatten()
      Dense(3)
    },
    Case("LSTM, attention over time") {
      Conv1D(filters: 6, kernel: 5)
      ReLU()
      LSTM(8, returnsSequences: true)
      AttentionPool1D(8)
      Dense(3)
    },
    Case("GRU and LSTM") {
      Conv1D(filters: 6, kernel: 5)
      MaxPool1D(2)
      GRU(5, bidirectional: true, returnsSequences: true)
      Dropout(0.2)
      Conv1D(filters: 6, kernel: 3)
      LSTM(7, bidirectional: true)
      Dense(3)
    },
  ]

  @Test(arguments: cases)
  func survivesAFile(_ test: Case) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(test.architecture)
    let reread = try JSONDecoder().decode(Sequential.self, from: data)
    #expect(try encoder.encode(reread) == data)
    let network = try Network(test.architecture, seed: 3)
    let other = try Network(reread, tensors: network.tensors)
    #expect(other.parameters == network.parameters)
    #expect(try reread.summary() == test.architecture.summary())
    let names = network.parameterTensors.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: cases)
  func threadsDoNotChangeTheResult(_ test: Case) throws {
    let training = BumpProblem.examples(99, seed: 1)
    let configuration = TrainingConfiguration(
      epochs: 2, batchSize: 32, shards: 4, optimizer: .adam(Adam(learningRate: 0.01)), seed: 5)
    let network = try Network(test.architecture, seed: 2)
    let one = try Trainer(configuration).train(network, on: training)
    let three = try Trainer(configuration, threads: 3).train(network, on: training)
    #expect(one.result.parameters == three.result.parameters)
    #expect(one.result.parameters != network.parameters)
    #expect(one.history == three.history)
  }

  /// What tells the bumps apart is where they are, so that the layers of a case must not lose it.
  @Test(
    arguments: cases,
    [
      Optimizer.adam(Adam(learningRate: 0.01)),
      .sgd(SGD(learningRate: 0.1, momentum: 0.9, nesterov: true)),
    ])
  func learns(_ test: Case, by optimizer: Optimizer) throws {
    let configuration = TrainingConfiguration(
      epochs: 40, batchSize: 32, shards: 2, optimizer: optimizer,
      schedule: .oneCycle(warmup: 0.3, start: 0.04, floor: 0.01), seed: 5)
    let state = try Trainer(configuration).train(
      Network(test.architecture, seed: 2), on: BumpProblem.examples(300, seed: 1),
      validation: BumpProblem.examples(60, seed: 2))
    #expect(try #require(state.history.epochs.last?.validationAccuracy) > 0.8)
  }

  @Test(arguments: cases)
  func examplesDoNotTouchTheirNeighbours(_ test: Case) throws {
    let network = try Network(test.architecture, seed: 2)
    let values = BumpProblem.examples(21, seed: 1).values
    let predictor = Predictor(network)
    let together = try predictor.logits(of: values)
    let size = BumpProblem.shape.count
    let apart = try stride(from: 0, to: values.count, by: size).flatMap {
      try Predictor(network).logits(of: Array(values[$0..<$0 + size]))
    }
    let scale = together.map(abs).max() ?? 0
    for (together, apart) in zip(together, apart) {
      #expect(abs(together - apart) <= 2e-6 * scale)
    }
    // A block is cut into passes only where that changes no bit.
    if predictor.pass < Predictor.block { #expect(together == apart) }
  }

  @Test(arguments: cases)
  func gradientsGoBackToTheInput(_ test: Case) throws {
    let network = try Network(test.architecture, seed: 4)
    let values = BumpProblem.examples(2, seed: 3).values
    let weights: [Float] = [1, -0.5, 0.25, -1, 0.75, 0.5]
    let gradients = try InputGradients(network).gradients(of: values, outputGradients: weights)
    let predictor = Predictor(network)
    func loss(_ values: [Float]) throws -> Double {
      zip(try predictor.logits(of: values), weights).reduce(0) { $0 + Double($1.0 * $1.1) }
    }
    let scale = gradients.map(abs).max() ?? 0
    #expect(scale > 0)
    var wrong = 0
    let step: Float = 0.01
    for index in values.indices {
      var (above, below) = (values, values)
      above[index] += step
      below[index] -= step
      let slope = try (loss(above) - loss(below)) / Double(2 * step)
      if abs(slope - Double(gradients[index])) > 0.02 * Double(scale) { wrong += 1 }
    }
    // Rectifiers have kinks.
    #expect(wrong <= values.count / 10)
  }
}
