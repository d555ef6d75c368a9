import Foundation
import ECGNeuralNetwork
import Testing

@Suite struct SequentialTests {
  /// The network that speed is measured with.
  static let benchmark = Sequential(input: .sequence(samples: 187, channels: 1)) {
    for (filters, kernel) in [(64, 5), (128, 5), (256, 3)] {
      Conv1D(filters: filters, kernel: kernel)
      BatchNorm()
      LeakyReLU(0.1)
      MaxPool1D(2)
      Dropout(0.2)
    }
    Flatten()
    Dense(128)
    LeakyReLU(0.1)
    Dropout(0.4)
    Dense(5)
  }

  /// Trainable parameters of the same layers as Keras 3.15 counts them (`model.summary()`); it
  /// counts the 896 running statistics among the others.
  @Test func parametersAreKeras() throws {
    let network = try Network(Self.benchmark, seed: 1)
    #expect(network.parameters.count == 895_365)
    #expect(network.statistics.count == 896)
  }

  /// Shapes and parameters as in `model.summary()` of Keras 3.15, where batch norm counts its
  /// running statistics as well: 256 for 128, and so on.
  @Test func summaryOfTheBenchmarkNetwork() throws {
    #expect(
      try Self.benchmark.summary() == """
        Layer                 Output shape  Parameters
        ──────────────────────────────────────────────
        Input                 (N, 187, 1)            0
        Conv1D 64, kernel 5   (N, 187, 64)         384
        BatchNorm             (N, 187, 64)         128
        LeakyReLU 0.1         (N, 187, 64)           0
        MaxPool1D 2           (N, 93, 64)            0
        Dropout 0.2           (N, 93, 64)            0
        Conv1D 128, kernel 5  (N, 93, 128)      41,088
        BatchNorm             (N, 93, 128)         256
        LeakyReLU 0.1         (N, 93, 128)           0
        MaxPool1D 2           (N, 46, 128)           0
        Dropout 0.2           (N, 46, 128)           0
        Conv1D 256, kernel 3  (N, 46, 256)      98,560
        BatchNorm             (N, 46, 256)         512
        LeakyReLU 0.1         (N, 46, 256)           0
        MaxPool1D 2           (N, 23, 256)           0
        Dropout 0.2           (N, 23, 256)           0
        Flatten               (N, 5888)              0
        Dense 128             (N, 128)         753,792
        LeakyReLU 0.1         (N, 128)               0
        Dropout 0.4           (N, 128)               0
        Dense 5               (N, 5)               645
        ──────────────────────────────────────────────
        Parameters: 895,365 (and 896 running statistics)
        Multiply-adds an example: 9,145,408
        """)
  }

  @Test func summaryNamesWhatIsNotUsual() throws {
    let architecture = Sequential(input: .sequence(samples: 9, channels: 2)) {
      Conv1D(filters: 4, kernel: 3, stride: 2, dilation: 3, groups: 2)
      GELU()
      GELU(approximate: .tanh)
      AveragePool1D(2)
      Flatten()
      Dense(2)
    }
    #expect(
      try architecture.summary().split(separator: "\n").dropFirst(3).prefix(4) == [
        "Conv1D 4, kernel 3, stride 2, dilation 3, groups 2  (N, 5, 4)             16",
        "GELU                                                (N, 5, 4)              0",
        "GELU by tanh                                        (N, 5, 4)              0",
        "AveragePool1D 2                                     (N, 2, 4)              0",
      ])
    // 5 samples, 4 filters, 3 taps of 1 channel; 8 numbers to 2.
    #expect(try architecture.summary().hasSuffix("Multiply-adds an example: 76"))
  }

  /// Parameters as PyTorch counts them: `sum(p.numel() for p in torch.nn.GRU(4, 5,
  /// bidirectional=True) .parameters())`, and so on.
  @Test func summaryOfRecurrentLayers() throws {
    let architecture = Sequential(input: .sequence(samples: 9, channels: 4)) {
      GRU(5, bidirectional: true, returnsSequences: true)
      SqueezeExcitation(reduction: 5)
      AttentionPool1D(3)
      Dense(2)
    }
    #expect(
      try architecture.summary().split(separator: "\n").dropFirst(3).prefix(3) == [
        "GRU 5, both ways, sequences  (N, 9, 10)           330",
        "SqueezeExcitation 1 : 5      (N, 9, 10)            52",
        "AttentionPool1D 3            (N, 10)               36",
      ])
    #expect(
      try Network(
        Sequential(input: .sequence(samples: 9, channels: 4)) {
          LSTM(3)
          Dense(2)
        }, seed: 1
      ).parameterTensors.prefix(4).map { "\($0.name) \($0.shape)" } == [
        "layers.0.forward.inputWeight [4, 12]", "layers.0.forward.recurrentWeight [3, 12]",
        "layers.0.forward.inputBias [12]", "layers.0.forward.recurrentBias [12]",
      ])
  }

  /// Files from before there were strides, and what such a convolution is stored as.
  @Test func aPlainConvolutionIsStoredAsEver() throws {
    let json = #"{"bias":false,"filters":3,"initializer":"heNormal","kernel":5}"#
    let layer = try JSONDecoder().decode(Conv1D.self, from: Data(json.utf8))
    #expect(layer == Conv1D(filters: 3, kernel: 5, bias: false))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(String(decoding: try encoder.encode(layer), as: UTF8.self) == json)
  }

  @Test func everyLayerSurvivesAFile() throws {
    let architecture = Sequential(input: .sequence(samples: 16, channels: 2)) {
      Conv1D(filters: 3, kernel: 5, bias: false, initializer: .glorotUniform)
      BatchNorm(momentum: 0.2, epsilon: 1e-3)
      LeakyReLU(0.3)
      MaxPool1D(3)
      Dropout(0.4)
      Residual {
        Conv1D(filters: 4, kernel: 3)
        ReLU()
        Residual { Conv1D(filters: 4, kernel: 1) }
      }
      Flatten()
      Dense(6, bias: false, initializer: .heNormal)
      Dense(2)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(architecture)
    let reread = try JSONDecoder().decode(Sequential.self, from: data)
    #expect(try encoder.encode(reread) == data)
    #expect(try reread.summary() == architecture.summary())
    let (network, other) = (try Network(architecture, seed: 3), try Network(reread, seed: 3))
    #expect(network.parameters == other.parameters)
    #expect(network.parameterTensors == other.parameterTensors)
    let input = (0..<32).map { Float($0) / 10 }
    #expect(try network.probabilities(of: input) == other.probabilities(of: input))
  }

  @Test func anUnknownLayerIsNamed() throws {
    let json = #"{"input":{"vector":{"_0":4}},"layers":[{"layer":"Attention","heads":2}]}"#
    let error = #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Sequential.self, from: Data(json.utf8))
    }
    guard case .dataCorrupted(let context) = error else {
      Issue.record("expected corrupted data, found \(String(describing: error))")
      return
    }
    #expect(context.debugDescription == "there is no layer called Attention")
  }

  @Test func tensorsAreNamedAfterTheirPlace() throws {
    let network = try Network(
      Sequential(input: .sequence(samples: 8, channels: 1)) {
        Residual {
          Conv1D(filters: 2, kernel: 3)
          BatchNorm()
        }
        GlobalAveragePool1D()
      }, seed: 1)
    #expect(
      network.parameterTensors.map { "\($0.name) \($0.shape)" } == [
        "layers.0.body.0.weight [3, 1, 2]", "layers.0.body.0.bias [2]",
        "layers.0.body.1.scale [2]", "layers.0.body.1.shift [2]",
        "layers.0.shortcut.0.weight [1, 1, 2]",
      ])
    #expect(
      network.statisticTensors.map(\.name) == [
        "layers.0.body.1.runningMean", "layers.0.body.1.runningVariance",
      ])
    #expect(network.parameters[6..<8] == [0, 0] && network.parameters[8..<12] == [1, 1, 0, 0])
    #expect(network.statistics == [0, 0, 1, 1])
  }

  @Test func otherWeightsMustFit() throws {
    let network = try BumpProblem.network()
    let error = #expect(throws: NetworkError.self) {
      try network.with(parameters: [1], statistics: network.statistics)
    }
    #expect(
      error?.description == "Network: expected \(network.parameters.count) parameters, found 1")
    #expect(throws: NetworkError.self) {
      try network.with(parameters: network.parameters, statistics: [])
    }
  }
}
