import ECGClassifier
import ECGDatasets
import ECGNeuralNetwork
import ECGRandom

/// Classifiers with random weights, which have all that a trained one may have.
enum UntrainedClassifier {
  static let samples = 40

  /// Every layer that a network may have, even kernels and residual blocks that change the number
  /// of channels among them.
  static let architecture = Sequential(input: .beats(samples: samples)) {
    Conv1D(filters: 6, kernel: 5)
    BatchNorm(epsilon: 1e-3)
    LeakyReLU(0.1)
    Dropout(0.2)
    MaxPool1D(3)
    Residual {
      Conv1D(filters: 8, kernel: 4, bias: false)
      BatchNorm()
      ReLU()
      Conv1D(filters: 8, kernel: 3, bias: false)
    }
    Residual {
      Conv1D(filters: 8, kernel: 2)
      BatchNorm()
    }
    LeakyReLU(0.3)
    Flatten()
    Dense(7, bias: false)
    BatchNorm()
    ReLU()
    Dense(5)
  }

  /// Layers that came later: steps, gaps and groups of convolutions, means, smooth activations,
  /// normalisation by sample, factors for channels.
  static let later = Sequential(input: .beats(samples: samples)) {
    Conv1D(filters: 6, kernel: 4, stride: 2)
    GELU()
    Conv1D(filters: 6, kernel: 3, dilation: 3, groups: 3)
    LayerNorm()
    SiLU()
    Residual {
      Conv1D(filters: 6, kernel: 2, dilation: 3, bias: false)
      GELU(approximate: .tanh)
      SqueezeExcitation(reduction: 2)
    }
    StridedMaxPool1D(3, stride: 1, before: 1, after: 2)
    Crop1D(before: 1, after: 1)
    AveragePool1D(3)
    Conv1D(filters: 8, kernel: 5, stride: 2)
    Tanh()
    Flatten()
    LayerNorm()
    Dense(6)
    Sigmoid()
    Dense(5)
  }

  /// The same in small, without a flattening.
  static let averaging = Sequential(input: .beats(samples: samples)) {
    Conv1D(filters: 6, kernel: 7)
    ReLU()
    GlobalAveragePool1D()
    Dense(5)
  }

  /// A small network for each layer that is several operators elsewhere, by the layer's name.
  static let small: [(name: String, architecture: Sequential)] = [
    ("GRU", network { GRU(4) }),
    ("GRU, both ways", network { GRU(3, bidirectional: true) }),
    ("GRU, sequences", sequences { GRU(4, returnsSequences: true) }),
    (
      "GRU, sequences, both ways", sequences { GRU(3, bidirectional: true, returnsSequences: true) }
    ),
    ("LSTM", network { LSTM(4) }),
    ("LSTM, both ways", network { LSTM(3, bidirectional: true) }),
    ("LSTM, sequences", sequences { LSTM(4, returnsSequences: true) }),
    (
      "LSTM, sequences, both ways",
      sequences { LSTM(3, bidirectional: true, returnsSequences: true) }
    ),
    ("attention", sequences { SelfAttention(heads: 2) }),
    (
      "attention, one head, normalised",
      sequences {
        Residual {
          LayerNorm(); SelfAttention(heads: 1)
        }
      }
    ),
    ("attention pooling", network { AttentionPool1D(3) }),
    (
      "normalisation of sequences and vectors",
      network {
        LayerNorm(); Flatten(); LayerNorm()
      }
    ),
    (
      "batch normalisation of a vector",
      network {
        Flatten(); Dense(6); BatchNorm()
      }
    ),
    ("squeeze and excitation", sequences { SqueezeExcitation(reduction: 2) }),
    ("GELU", sequences { GELU() }),
    ("GELU by tanh", sequences { GELU(approximate: .tanh) }),
    ("SiLU", sequences { SiLU() }),
    ("dilation", sequences { Conv1D(filters: 4, kernel: 4, dilation: 3) }),
    ("groups", sequences { Conv1D(filters: 6, kernel: 3, groups: 3) }),
    ("stride", sequences { Conv1D(filters: 4, kernel: 4, stride: 3) }),
    ("a pooling that overlaps", sequences { StridedMaxPool1D(4, stride: 2, before: 1, after: 3) }),
    ("means of neighbours", sequences { AveragePool1D(3) }),
    ("cropping", sequences { Crop1D(before: 2, after: 1) }),
    ("a shortcut that widens", sequences { Residual { Conv1D(filters: 8, kernel: 3) } }),
  ]

  /// A convolution of 6 channels, ten samples of it, the layers, and five classes.
  private static func network(@LayerBuilder _ layers: () -> [any Layer]) -> Sequential {
    let layers = layers()
    return Sequential(input: .beats(samples: samples)) {
      Conv1D(filters: 6, kernel: 5)
      MaxPool1D(4)
      layers
      Dense(5)
    }
  }

  /// The same for layers that give a sequence.
  private static func sequences(@LayerBuilder _ layers: () -> [any Layer]) -> Sequential {
    let layers = layers()
    return network {
      layers
      Flatten()
    }
  }

  static func classifier(
    _ architecture: Sequential = architecture, scaling: Scaler.Kind = .none, members: Int = 1,
    temperature: Double = 1.3
  ) throws -> HeartbeatClassifier {
    var generator = SeededGenerator(seed: 11)
    func numbers(_ count: Int, _ range: ClosedRange<Double>) -> [Double] {
      (0..<count).map { _ in generator.uniform(in: range) }
    }
    let count = scaling == .standard ? samples : 0
    let scaler = Scaler(
      scaling, samplesPerBeat: samples, mean: numbers(count, -3...3),
      scale: numbers(count, 0.5...2))
    guard let scaler else { throw CombinationFailed() }
    return HeartbeatClassifier(
      task: .arrhythmia, scaler: scaler,
      members: try (0..<members).map { member in
        let network = try Network(architecture, seed: UInt64(member))
        return .init(
          network: try network.with(
            parameters: network.parameters.map { $0 + Float(numbers(1, -0.1...0.1)[0]) },
            // Means from a layer's first half, variances from its second: all must be above 0.
            statistics: numbers(network.statistics.count, 0.3...1.5).map(Float.init)),
          history: TrainingHistory(), seed: UInt64(member))
      },
      calibration: TemperatureScaling(temperature: temperature), recipe: .fast,
      dataFingerprint: "made up", isSynthetic: true)
  }

  private struct CombinationFailed: Error {}

  /// Beats, of which one is constant and one far from 0.
  static let beats: [Float] = {
    var generator = SeededGenerator(seed: 5)
    let random = (0..<6 * samples).map { _ in Float(generator.uniform(in: -1...1)) }
    return random + Array(repeating: 0.7, count: samples) + random.prefix(samples).map { $0 + 1000 }
  }()
}
