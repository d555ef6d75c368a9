public import ECGNeuralNetwork

/// The architectures that recipes train.
public enum BeatNetwork: Codable, Equatable, Sendable {
  /// A plain stack of convolutions with dense layers on top, as the notebooks of the field have it.
  case plain
  /// Residual blocks between poolings, few channels, dense layers on top.
  case residual(ResidualNetwork)
  /// Layers that are listed one by one, as in a recipe's file.
  case layers(BeatLayers)

  /// The layers for beats of `samplesPerBeat` samples and `classes` classes.
  public func architecture(samplesPerBeat: Int, classes: Int) -> Sequential {
    switch self {
    case .plain: plain(samplesPerBeat, classes)
    case .residual(let network):
      network.architecture(samplesPerBeat: samplesPerBeat, classes: classes)
    case .layers(let layers):
      layers.architecture(samplesPerBeat: samplesPerBeat, classes: classes)
    }
  }

  private func plain(_ samples: Int, _ classes: Int) -> Sequential {
    Sequential(input: .beats(samples: samples)) {
      for (filters, kernel) in [(32, 7), (64, 5), (128, 3), (128, 3)] {
        Conv1D(filters: filters, kernel: kernel, bias: false)
        BatchNorm()
        LeakyReLU(0.1)
        MaxPool1D(2)
        Dropout(0.1)
      }
      Flatten()
      Dense(128, bias: false, initializer: .heNormal)
      BatchNorm()
      LeakyReLU(0.1)
      Dropout(0.3)
      Dense(classes)
    }
  }
}

extension Shape {
  /// Beats of one channel: `(N, samples, 1)`.
  public static func beats(samples: Int) -> Shape { .sequence(samples: samples, channels: 1) }
}
