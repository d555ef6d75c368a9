import ECGNeuralNetwork
import Testing

/// Every gradient against central differences.
@Suite struct GradientTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let input: Shape
    var examples = 3
    let layers: [any Layer]

    init(
      _ name: String, _ input: Shape, examples: Int = 3, @LayerBuilder _ layers: () -> [any Layer]
    ) {
      self.name = name
      self.input = input
      self.examples = examples
      self.layers = layers()
    }

    var testDescription: String { name }
  }

  private static func sequence(_ samples: Int, _ channels: Int) -> Shape {
    .sequence(samples: samples, channels: channels)
  }

  static let layers: [Case] = [
    Case("odd kernel", sequence(9, 3)) { Conv1D(filters: 5, kernel: 5) },
    Case("even kernel", sequence(9, 3)) { Conv1D(filters: 5, kernel: 4) },
    Case("kernel 1", sequence(6, 3)) { Conv1D(filters: 9, kernel: 1) },
    Case("kernel 2", sequence(6, 1)) { Conv1D(filters: 2, kernel: 2) },
    Case("kernel beyond the example", sequence(3, 2)) { Conv1D(filters: 3, kernel: 9) },
    Case("kernel beyond the whole block", sequence(2, 2), examples: 1) {
      Conv1D(filters: 3, kernel: 7)
    },
    Case("no bias", sequence(7, 8)) { Conv1D(filters: 8, kernel: 3, bias: false) },
    Case("two kernels around a map", sequence(7, 2)) {
      Conv1D(filters: 3, kernel: 3)
      Conv1D(filters: 2, kernel: 6)
      Conv1D(filters: 3, kernel: 1)
    },
    Case("dense", .vector(11)) { Dense(7) },
    Case("dense without bias", .vector(8)) { Dense(3, bias: false) },
    Case("batch norm of sequences", sequence(6, 11)) { BatchNorm() },
    Case("batch norm of vectors", .vector(9), examples: 7) { BatchNorm() },
    Case("leaky rectifier", sequence(6, 11)) { LeakyReLU(0.1) },
    Case("rectifier of vectors", .vector(19)) { ReLU() },
    Case("pool 2", sequence(8, 5)) { MaxPool1D(2) },
    Case("pool 2 with a rest", sequence(9, 8)) { MaxPool1D(2) },
    Case("pool 3 with a rest", sequence(11, 3)) { MaxPool1D(3) },
    Case("pool 4 with a rest", sequence(15, 6)) { MaxPool1D(4) },
    Case("pool 5 with a rest", sequence(14, 10)) { MaxPool1D(5) },
    Case("average over time", sequence(7, 10)) { GlobalAveragePool1D() },
    Case("dropout", sequence(7, 5)) { Dropout(0.4) },
    Case("dropout of vectors", .vector(21)) { Dropout(0.2) },
    Case("flatten", sequence(5, 3)) { Flatten() },
    Case("stride 2", sequence(9, 3)) { Conv1D(filters: 5, kernel: 5, stride: 2) },
    Case("stride 3, even kernel", sequence(10, 2)) { Conv1D(filters: 3, kernel: 4, stride: 3) },
    Case("stride beyond the example", sequence(4, 2)) { Conv1D(filters: 3, kernel: 3, stride: 7) },
    Case("dilation 2", sequence(9, 3)) { Conv1D(filters: 5, kernel: 3, dilation: 2) },
    Case("dilation 3, even kernel", sequence(9, 3)) {
      Conv1D(filters: 2, kernel: 4, dilation: 3, bias: false)
    },
    Case("2 groups", sequence(7, 4)) { Conv1D(filters: 6, kernel: 3, groups: 2) },
    Case("depthwise", sequence(7, 5)) { Conv1D(filters: 5, kernel: 3, groups: 5) },
    Case("depthwise, stride and dilation", sequence(11, 6)) {
      Conv1D(filters: 6, kernel: 4, stride: 2, dilation: 2, groups: 6, bias: false)
    },
    Case("depthwise with a multiplier", sequence(7, 3)) {
      Conv1D(filters: 6, kernel: 3, groups: 3)
    },
    Case("stride, dilation and groups", sequence(12, 4)) {
      Conv1D(filters: 8, kernel: 3, stride: 2, dilation: 2, groups: 4)
    },
    Case("average of 2", sequence(8, 5)) { AveragePool1D(2) },
    Case("overlapping windows", sequence(11, 3)) { StridedMaxPool1D(3, stride: 2) },
    Case("overlapping windows beyond the ends", sequence(10, 5)) {
      StridedMaxPool1D(3, stride: 2, before: 1, after: 1)
    },
    Case("windows with gaps", sequence(11, 2)) { StridedMaxPool1D(2, stride: 3, after: 1) },
    Case("cropped ends", sequence(9, 3)) { Crop1D(before: 2, after: 3) },
    Case("average of 3 with a rest", sequence(11, 3)) { AveragePool1D(3) },
    Case("GELU", sequence(7, 5)) { GELU() },
    Case("GELU by tanh", sequence(7, 5)) { GELU(approximate: .tanh) },
    Case("SiLU", sequence(7, 5)) { SiLU() },
    Case("sigmoid", .vector(21)) { Sigmoid() },
    Case("hyperbolic tangent", sequence(7, 5)) { Tanh() },
    Case("layer norm of sequences", sequence(4, 21)) { LayerNorm() },
    Case("layer norm of vectors", .vector(9)) { LayerNorm() },
    Case("squeeze and excitation", sequence(6, 7)) { SqueezeExcitation(reduction: 2) },
    Case("attention over time", sequence(6, 5)) { AttentionPool1D(4) },
    Case("self-attention", sequence(5, 4)) { SelfAttention(heads: 2) },
    Case("GRU", sequence(5, 3)) { GRU(4) },
    Case("GRU, sequences, both ways", sequence(5, 3)) {
      GRU(4, bidirectional: true, returnsSequences: true)
    },
    Case("LSTM", sequence(5, 3)) { LSTM(4) },
    Case("LSTM, sequences, both ways", sequence(5, 3)) {
      LSTM(4, bidirectional: true, returnsSequences: true)
    },
    Case("GRU of one sample", sequence(1, 3)) { GRU(4, bidirectional: true) },
  ]

  static let chains: [Case] = [
    Case("all four, fused", sequence(11, 10)) {
      BatchNorm()
      LeakyReLU(0.1)
      MaxPool1D(2)
      Dropout(0.3)
    },
    Case("all four, pool 3", sequence(11, 3)) {
      BatchNorm()
      ReLU()
      MaxPool1D(3)
      Dropout(0.3)
    },
    Case("norm and pool", sequence(9, 4)) {
      BatchNorm()
      MaxPool1D(4)
    },
    Case("rectifier and pool", sequence(9, 4)) {
      LeakyReLU(0.3)
      MaxPool1D(2)
    },
    Case("dropout before norm", sequence(6, 9)) {
      Dropout(0.3)
      BatchNorm()
    },
    Case("pool before rectifier before norm", sequence(13, 5)) {
      MaxPool1D(2)
      LeakyReLU(0.2)
      BatchNorm()
    },
    Case("two of each", sequence(12, 3)) {
      BatchNorm()
      BatchNorm()
      LeakyReLU(0.5)
      LeakyReLU(0.1)
      MaxPool1D(2)
      MaxPool1D(2)
      Dropout(0.2)
      Dropout(0.2)
    },
    Case("convolution, norm, rectifier, pool", sequence(12, 2)) {
      Conv1D(filters: 9, kernel: 5, bias: false)
      BatchNorm()
      LeakyReLU(0.1)
      MaxPool1D(2)
      Conv1D(filters: 4, kernel: 3)
    },
    Case("down to logits", sequence(11, 2)) {
      Conv1D(filters: 6, kernel: 3)
      BatchNorm()
      LeakyReLU(0.1)
      MaxPool1D(2)
      Flatten()
      Dense(6)
      BatchNorm()
      LeakyReLU(0.1)
      Dense(4)
    },
    Case("strided, between others", sequence(13, 3)) {
      Conv1D(filters: 6, kernel: 3)
      GELU()
      Conv1D(filters: 6, kernel: 5, stride: 2, groups: 2)
      BatchNorm()
      SiLU()
      Dropout(0.2)
      Conv1D(filters: 4, kernel: 3, dilation: 2)
      AveragePool1D(2)
      Conv1D(filters: 3, kernel: 3)
    },
    Case("average after convolution", sequence(8, 3)) {
      Conv1D(filters: 5, kernel: 3)
      GlobalAveragePool1D()
      Dense(3)
    },
  ]

  static let residuals: [Case] = [
    Case("identity", sequence(7, 3)) {
      Residual {
        Conv1D(filters: 4, kernel: 3)
        LeakyReLU(0.1)
        Conv1D(filters: 3, kernel: 5)
      }
    },
    Case("projection", sequence(7, 3)) {
      Residual {
        Conv1D(filters: 5, kernel: 3)
        LeakyReLU(0.1)
      }
    },
    Case("nested", sequence(6, 3)) {
      Conv1D(filters: 3, kernel: 3)
      Residual {
        Conv1D(filters: 4, kernel: 3)
        Residual {
          LeakyReLU(0.1)
          Conv1D(filters: 4, kernel: 1)
        }
      }
    },
    Case("branch that starts with a norm", sequence(6, 5)) {
      Conv1D(filters: 5, kernel: 3)
      BatchNorm()
      LeakyReLU(0.1)
      Residual {
        BatchNorm()
        LeakyReLU(0.1)
        Conv1D(filters: 5, kernel: 3)
      }
      BatchNorm()
      LeakyReLU(0.1)
      MaxPool1D(2)
    },
    Case("branch that is only a rectifier", sequence(6, 5)) {
      Residual { LeakyReLU(0.1) }
    },
    Case("empty branch", sequence(6, 5)) {
      Conv1D(filters: 3, kernel: 3)
      Residual {}
    },
    Case("twice in a row", sequence(6, 5)) {
      Residual {
        Conv1D(filters: 5, kernel: 3)
        Dropout(0.3)
      }
      Residual {
        Conv1D(filters: 7, kernel: 2)
        LeakyReLU(0.1)
      }
      GlobalAveragePool1D()
    },
    Case("average of a shared map", sequence(6, 4)) {
      Residual {
        Residual { Conv1D(filters: 4, kernel: 3) }
      }
      Flatten()
    },
  ]

  /// A map that a layer shares with others gets the sum of their gradients.
  static let shared: [Case] = [
    Case("dilated branch", sequence(9, 3)) {
      Residual {
        Conv1D(filters: 3, kernel: 3, dilation: 2)
        GELU()
      }
    },
    Case("depthwise branch", sequence(9, 4)) {
      Residual { Conv1D(filters: 4, kernel: 3, groups: 4) }
    },
    Case("activation alone", sequence(6, 4)) { Residual { SiLU() } },
    Case("squeezed branch", sequence(8, 4)) {
      Residual {
        Conv1D(filters: 4, kernel: 3)
        SqueezeExcitation(reduction: 2)
      }
      LayerNorm()
      AttentionPool1D(3)
    },
    Case("recurrent branch", sequence(6, 4)) {
      Residual { GRU(2, bidirectional: true, returnsSequences: true) }
      Residual { LSTM(4, returnsSequences: true) }
      Conv1D(filters: 3, kernel: 3)
      GRU(3)
      Dense(2)
    },
    Case("attending branch", sequence(6, 4)) {
      Residual { SelfAttention(heads: 1) }
      Residual {
        LayerNorm()
        SelfAttention(heads: 4)
      }
    },
    Case("norm alone", sequence(6, 4)) { Residual { LayerNorm() } },
    Case("average of a branch", sequence(8, 4)) {
      Residual { Residual { Conv1D(filters: 4, kernel: 3, groups: 2) } }
      AveragePool1D(2)
    },
  ]

  @Test(arguments: layers + chains + residuals + shared)
  func equalsCentralDifferences(_ example: Case) throws {
    let check = GradientCheck(
      try LayerRun(example.layers, input: example.input, examples: example.examples))
    #expect(check.inputError < GradientCheck.tolerance)
    #expect(check.parameterError < GradientCheck.tolerance)
    #expect(check.kinkShare < 0.1)
  }

  @Test(arguments: layers)
  func checkFindsAWrongFactor(_ example: Case) throws {
    let run = try LayerRun(example.layers, input: example.input, examples: example.examples)
    let check = GradientCheck(run) { result in
      for index in result.inputGradient.indices { result.inputGradient[index] *= 1.02 }
      for index in result.parameterGradients.indices { result.parameterGradients[index] *= 1.02 }
    }
    #expect(check.inputError > GradientCheck.tolerance)
    #expect(run.parameters.isEmpty || check.parameterError > GradientCheck.tolerance)
  }

  @Test func checkFindsOneWrongNumber() throws {
    let run = try LayerRun(
      [Conv1D(filters: 5, kernel: 3)], input: .sequence(samples: 9, channels: 3), examples: 3)
    #expect(GradientCheck(run) { $0.inputGradient[4] += 0.2 }.inputError > GradientCheck.tolerance)
    let nan = GradientCheck(run) { $0.parameterGradients[1] = .nan }
    #expect(nan.parameterError == .infinity)
  }
}
