import ECGNeuralNetwork
import Testing

/// Pooling against a plain loop, with channels that fill vectors and others, and samples left over.
@Suite struct MaxPoolTests {
  @Test(arguments: [1, 2, 3, 4, 5, 6, 11], [1, 3, 8, 17, 64])
  func equalsAPlainLoop(size: Int, channels: Int) throws {
    for samples in size * 3..<size * 4 {
      let run = try LayerRun(
        [MaxPool1D(size)], input: .sequence(samples: samples, channels: channels), examples: 3)
      let pooled = samples / size
      #expect(run.outputShape == .sequence(samples: pooled, channels: channels))
      let input = run.randomInput()
      let outputGradient = run.randomOutputGradient()
      let result = run(input, outputGradient: outputGradient)
      var output = [Float](repeating: 0, count: outputGradient.count)
      var gradient = [Float](repeating: 0, count: input.count)
      for example in 0..<3 {
        for position in 0..<pooled {
          for channel in 0..<channels {
            let first = (example * samples + position * size) * channels + channel
            var largest = first
            for sample in 1..<max(size, 1) where input[first + sample * channels] > input[largest] {
              largest = first + sample * channels
            }
            let target = (example * pooled + position) * channels + channel
            output[target] = input[largest]
            gradient[largest] += outputGradient[target]
          }
        }
      }
      #expect(result.output == output, "\(samples) samples")
      #expect(result.inputGradient == gradient, "\(samples) samples")
      #expect(run(input, training: false).output == output, "\(samples) samples, inference")
    }
  }

  /// The largest of equal numbers is one of them: its gradient arrives once.
  @Test(arguments: [2, 3, 4, 5]) func equalNumbersShareOneGradient(size: Int) throws {
    let run = try LayerRun(
      [MaxPool1D(size)], input: .sequence(samples: 2 * size + 1, channels: 5), examples: 2)
    let input = [Float](repeating: 0.5, count: 2 * (2 * size + 1) * 5)
    let ones = [Float](repeating: 1, count: 2 * 2 * 5)
    let result = run(input, outputGradient: ones)
    #expect(result.output == ones.map { $0 * 0.5 })
    #expect(result.inputGradient.reduce(0, +) == Float(ones.count))
    #expect(result.inputGradient.allSatisfy { $0 == 0 || $0 == 1 })
  }
}
