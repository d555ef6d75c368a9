public import ECGNeuralNetwork
import ECGText

/// A residual network for beats: a convolution, stages of residual blocks with a pooling before
/// each, and dense layers on all that is left.
///
/// A block is convolution, normalisation, activation, dropout, convolution and normalisation, added
/// to what came in (He et al. 2016, "Deep Residual Learning for Image Recognition").
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

extension ResidualNetwork {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let channels = 1...Limits.channels
    filters = try container.decode([Int].self, forKey: .filters)
    blocks = try container.decode(.blocks, in: 0...LayerCatalogue.mostLayers)
    let stages = max(0, filters.count - 1)
    try container.check(
      stages * max(1, blocks) <= LayerCatalogue.mostLayers, .blocks,
      "\(blocks) in \(stages) stages",
      "\(LayerCatalogue.mostLayers) in all at the most")
    for filters in filters {
      try container.check(
        channels.contains(filters), .filters, filters, "from 1 to \(channels.upperBound)")
    }
    firstKernel = try container.decode(.firstKernel, in: 1...Limits.kernel)
    kernel = try container.decode(.kernel, in: 1...Limits.kernel)
    hidden = try container.decode(.hidden, in: channels)
    dropout = try container.decode(Float.self, forKey: .dropout)
    denseDropout = try container.decode(Float.self, forKey: .denseDropout)
  }
}
