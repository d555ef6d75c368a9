public import ECGNeuralNetwork

/// A residual network for beats: a convolution, stages of residual blocks with a pooling before each,
/// and dense layers on all that is left.
///
/// A block is convolution, normalisation, activation, dropout, convolution and normalisation, added to
/// what came in (He et al. 2016, "Deep Residual Learning for Image Recognition").
public struct ResidualNetwork: Codable, Equatable, Sendable {
  /// The channels of the first convolution and of each stage.
  public var filters: [Int]
  /// The taps of the first convolution.
  public var firstKernel: Int
  /// The taps of the convolutions in blocks.
  public var kernel: Int
  /// The blocks in a stage.
  public var blocks: Int
  /// The width of the dense layer before the last.
  public var hidden: Int
  /// The share of activations that blocks leave out in training.
  public var dropout: Float
  /// The same before each dense layer.
  public var denseDropout: Float

  /// Creates a network of four stages with few channels.
  public init(
    filters: [Int] = [32, 32, 48, 64, 64], firstKernel: Int = 7, kernel: Int = 5, blocks: Int = 1,
    hidden: Int = 64, dropout: Float = 0.1, denseDropout: Float = 0.3
  ) {
    self.filters = filters
    self.firstKernel = firstKernel
    self.kernel = kernel
    self.blocks = blocks
    self.hidden = hidden
    self.dropout = dropout
    self.denseDropout = denseDropout
  }

  /// The layers for beats of `samplesPerBeat` samples and `classes` classes.
  public func architecture(samplesPerBeat: Int, classes: Int) -> Sequential {
    Sequential(input: .beats(samples: samplesPerBeat)) {
      for first in filters.prefix(1) {
        Conv1D(filters: first, kernel: firstKernel, bias: false)
        BatchNorm()
        LeakyReLU(0.1)
      }
      for filters in filters.dropFirst() {
        MaxPool1D(2)
        for _ in 0..<blocks {
          Residual {
            Conv1D(filters: filters, kernel: kernel, bias: false)
            BatchNorm()
            LeakyReLU(0.1)
            Dropout(dropout)
            Conv1D(filters: filters, kernel: kernel, bias: false)
            BatchNorm()
          }
          LeakyReLU(0.1)
        }
      }
      Flatten()
      Dropout(denseDropout)
      Dense(hidden, initializer: .heNormal)
      LeakyReLU(0.1)
      Dropout(denseDropout)
      Dense(classes)
    }
  }
}
