public import ECGNeuralNetwork

/// The network that all benchmarks run: 18.3 MFLOP a beat forward.
public enum BenchmarkNetwork {
  /// The samples of a beat.
  public static let samples = 187
  /// The classes it tells apart.
  public static let classes = 5

  /// Its layers.
  public static let architecture = Sequential(input: .sequence(samples: samples, channels: 1)) {
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
    Dense(classes)
  }

  /// A small network, for what takes long because there are many beats: 0.6 MFLOP a beat forward.
  public static let small = Sequential(input: .sequence(samples: samples, channels: 1)) {
    for (filters, kernel) in [(16, 7), (32, 5), (32, 3)] {
      Conv1D(filters: filters, kernel: kernel)
      BatchNorm()
      LeakyReLU(0.1)
      MaxPool1D(2)
    }
    Flatten()
    Dense(classes)
  }

  /// It with random weights.
  ///
  /// - Throws: `NetworkError`.
  public static func network() throws -> Network { try Network(architecture, seed: 1) }
}
