import ECGNeuralNetwork
import Testing

/// What layers refuse, and how they say so.
@Suite struct ShapeErrorTests {
  private static let sequence = Shape.sequence(samples: 8, channels: 2)

  private func message(
    _ input: Shape = sequence, @LayerBuilder _ layers: () -> [any Layer]
  ) -> String {
    let error = #expect(throws: NetworkError.self) {
      try Network(Sequential(input: input, layers), seed: 1)
    }
    return error?.description ?? ""
  }

  @Test func shapes() {
    #expect(
      message { Dense(3) }
        == "Dense: expected a vector (N, C), found a sequence (N, 8, 2); put Flatten or GlobalAveragePool1D before it"
    )
    #expect(
      message(.vector(4)) { Conv1D(filters: 2, kernel: 3) }
        == "Conv1D: expected a sequence (N, L, C), found a vector (N, 4)")
    #expect(
      message(.vector(4)) { Flatten() }
        == "Flatten: expected a sequence (N, L, C), found a vector (N, 4)")
    #expect(
      message { MaxPool1D(9) }
        == "MaxPool1D: expected at least 9 samples, found 8 in (N, 8, 2)")
    #expect(
      message { Residual { MaxPool1D(2) } }
        == "Residual: the branch must keep the samples, but turns (N, 8, 2) into (N, 4, 2)")
    #expect(
      message { Conv1D(filters: 2, kernel: 3) }
        == "Sequential: expected a vector (N, C), found a sequence (N, 8, 2); put Flatten or GlobalAveragePool1D before it"
    )
  }

  @Test func sequentials() {
    #expect(message {} == "Sequential: expected at least one layer, found none")
    #expect(
      message(.vector(0)) { Dense(2) }
        == "Sequential: expected a shape of 1 to 268435456 numbers, found (N, 0)")
    #expect(
      message(.vector(3)) { Dense(1) } == "Sequential: expected at least two outputs, found 1")
  }

  @Test func hyperParameters() {
    #expect(
      message { Conv1D(filters: 0, kernel: 3) } == "Conv1D: filters is 0, must be from 1 to 1048576"
    )
    #expect(
      message { Conv1D(filters: 1, kernel: -3) } == "Conv1D: kernel is -3, must be from 1 to 4096")
    #expect(message(.vector(3)) { Dense(-1) } == "Dense: units is -1, must be from 1 to 1048576")
    #expect(message { MaxPool1D(0) } == "MaxPool1D: size is 0, must be positive")
    #expect(message { Dropout(1) } == "Dropout: rate is 1.0, must be in 0…0.999")
    #expect(message { Dropout(.nan) } == "Dropout: rate is nan, must be in 0…0.999")
    #expect(message { LeakyReLU(-1) } == "LeakyReLU: slope is -1.0, must be in 0…1")
    #expect(
      message { BatchNorm(momentum: 2) } == "BatchNorm: momentum is 2.0, must be in 0…1")
    #expect(
      message { BatchNorm(epsilon: 0) } == "BatchNorm: epsilon is 0.0, must be positive")
  }

  @Test func convolutionsWithStrideDilationAndGroups() {
    #expect(
      message { Conv1D(filters: 2, kernel: 3, stride: 0) }
        == "Conv1D: stride is 0, must be from 1 to 4096")
    #expect(
      message { Conv1D(filters: 2, kernel: 3, dilation: -1) }
        == "Conv1D: dilation is -1, must be from 1 to 4096")
    #expect(
      message { Conv1D(filters: 2, kernel: 3, groups: 0) }
        == "Conv1D: groups is 0, must be positive")
    for (filters, groups) in [(3, 2), (6, 3)] {
      #expect(
        message { Conv1D(filters: filters, kernel: 3, groups: groups) }
          == "Conv1D: groups is \(groups), must divide the 2 channels of (N, 8, 2) and the \(filters) filters"
      )
    }
    #expect(
      message(.sequence(samples: 4, channels: 1 << 18)) {
        Conv1D(filters: 1 << 18, kernel: 64, groups: 1 << 18)
      } == "Conv1D: expected windows of at most 4194304 numbers, found 64 × 262144")
    #expect(message { AveragePool1D(0) } == "AveragePool1D: size is 0, must be positive")
    #expect(
      message { AveragePool1D(9) }
        == "AveragePool1D: expected at least 9 samples, found 8 in (N, 8, 2)")
  }

  @Test func croppingAndOverlappingWindows() {
    #expect(
      message { Crop1D(before: -1) } == "Crop1D: before is -1, must be from 0 to 268435456")
    #expect(
      message { Crop1D(before: 5, after: 3) }
        == "Crop1D: expected more than 8 samples, found 8 in (N, 8, 2)")
    #expect(
      message { StridedMaxPool1D(3, stride: 0) }
        == "StridedMaxPool1D: stride is 0, must be from 1 to 4096")
    #expect(
      message { StridedMaxPool1D(3, stride: 1, before: 3) }
        == "StridedMaxPool1D: before is 3, must be from 0 to less than the size 3")
    #expect(
      message { StridedMaxPool1D(10, stride: 1, after: 1) }
        == "StridedMaxPool1D: expected at least 9 samples, found 8 in (N, 8, 2)")
  }

  @Test func attentionAndRecurrence() {
    #expect(
      message { SqueezeExcitation() }
        == "SqueezeExcitation: reduction is 16, must be from 1 to the 2 channels of (N, 8, 2)")
    #expect(
      message { SqueezeExcitation(reduction: 0) }
        == "SqueezeExcitation: reduction is 0, must be from 1 to the 2 channels of (N, 8, 2)")
    #expect(message { LayerNorm(epsilon: 0) } == "LayerNorm: epsilon is 0.0, must be positive")
    #expect(
      message(.sequence(samples: 8, channels: 1)) { LayerNorm() }
        == "LayerNorm: expected two channels or more, found 1 in (N, 8, 1): normalised alone it would be 0"
    )
    #expect(
      message { AttentionPool1D(0) } == "AttentionPool1D: units is 0, must be from 1 to 1048576")
    #expect(message { GRU(0) } == "GRU: units is 0, must be from 1 to 524288")
    #expect(message { LSTM(.max) } == "LSTM: units is \(Int.max), must be from 1 to 524288")
    #expect(
      message { GRU(1 << 19) }
        == "GRU: expected at most 268435456 parameters, found 824640012288")
    #expect(
      message { SelfAttention(heads: 3) }
        == "SelfAttention: heads is 3, must divide the 2 channels of (N, 8, 2)")
    #expect(
      message(.sequence(samples: 2049, channels: 1)) { SelfAttention(heads: 1) }
        == "SelfAttention: expected at most 2048 samples, found 2049 in (N, 2049, 1)")
    for layer: any Layer in [
      AttentionPool1D(), SelfAttention(), SqueezeExcitation(), GRU(2), LSTM(2),
    ] {
      let name = type(of: layer).name
      #expect(
        message(.vector(4)) { layer }
          == "\(name): expected a sequence (N, L, C), found a vector (N, 4)")
    }
  }

  /// Numbers from a broken or hostile file.
  @Test func sizesBeyondAllMemory() {
    #expect(
      message { Conv1D(filters: .max, kernel: 3) }
        == "Conv1D: filters is 9223372036854775807, must be from 1 to 1048576")
    #expect(
      message { Conv1D(filters: 2, kernel: .max) }
        == "Conv1D: kernel is 9223372036854775807, must be from 1 to 4096")
    #expect(
      message { Conv1D(filters: 1 << 20, kernel: 4096) }
        == "Conv1D: expected at most 268435456 parameters, found 8590983168")
    #expect(
      message(.sequence(samples: 1 << 20, channels: 1)) { Conv1D(filters: 1 << 10, kernel: 1) }
        == "Conv1D: expected a shape of 1 to 268435456 numbers, found (N, 1048576, 1024)")
    #expect(
      message(.vector(3)) { Dense(.max) }
        == "Dense: units is 9223372036854775807, must be from 1 to 1048576")
    for input in [Shape.vector(.max), .sequence(samples: .max, channels: 3)] {
      #expect(
        message(input) { Dense(2) }
          == "Sequential: expected a shape of 1 to 268435456 numbers, found \(input)")
    }
  }
}
