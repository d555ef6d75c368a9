@_spi(Benchmarking) import ECGNeuralNetwork
import Testing

/// Each way to compute a convolution against the plain sum in double precision.
@Suite struct ConvolutionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let algorithm: String
    let kernel: Int
    let samples: Int
    let channels: Int
    let filters: Int
    var examples = 3

    var testDescription: String {
      "\(algorithm): \(examples) × \(samples) × \(channels) → \(filters), kernel \(kernel)"
    }

    var layer: Conv1D { Conv1D(filters: filters, kernel: kernel) }
    var input: Shape { .sequence(samples: samples, channels: channels) }

    func run() throws -> LayerRun { try LayerRun([layer], input: input, examples: examples) }
  }

  static let cases: [Case] = [
    // Every number of taps, with whole tiles, with a rest, and with one tile alone.
    .init(algorithm: "MinimalFiltering", kernel: 3, samples: 12, channels: 16, filters: 16),
    .init(algorithm: "MinimalFiltering", kernel: 4, samples: 11, channels: 16, filters: 24),
    .init(algorithm: "MinimalFiltering", kernel: 5, samples: 9, channels: 20, filters: 16),
    .init(algorithm: "MinimalFiltering", kernel: 6, samples: 7, channels: 17, filters: 19),
    .init(algorithm: "MinimalFiltering", kernel: 7, samples: 2, channels: 16, filters: 16),
    .init(algorithm: "MinimalFiltering", kernel: 3, samples: 6, channels: 31, filters: 33),
    // The benchmark network's, with more examples than are transformed together.
    .init(
      algorithm: "MinimalFiltering", kernel: 5, samples: 93, channels: 64, filters: 128, examples: 7
    ),
    .init(
      algorithm: "MinimalFiltering", kernel: 3, samples: 46, channels: 128, filters: 256,
      examples: 8),
    .init(algorithm: "Direct", kernel: 5, samples: 187, channels: 1, filters: 64),
    .init(algorithm: "Direct", kernel: 7, samples: 10, channels: 1, filters: 5),
    .init(algorithm: "Direct", kernel: 3, samples: 9, channels: 3, filters: 7, examples: 1),
    .init(algorithm: "Direct", kernel: 9, samples: 3, channels: 1, filters: 16),
    .init(algorithm: "Sliding", kernel: 1, samples: 46, channels: 32, filters: 48),
    .init(algorithm: "Sliding", kernel: 9, samples: 20, channels: 16, filters: 16),
    .init(algorithm: "Sliding", kernel: 5, samples: 20, channels: 8, filters: 32),
    .init(algorithm: "Sliding", kernel: 7, samples: 1, channels: 16, filters: 16),
    .init(algorithm: "Sliding", kernel: 5, samples: 9, channels: 2, filters: 16),
    .init(
      algorithm: "MinimalFiltering", kernel: 5, samples: 23, channels: 16, filters: 16, examples: 1),
  ]

  @Test(arguments: cases)
  func takesTheFastestWay(_ test: Case) throws {
    let network = try Network(
      Sequential(input: test.input) {
        test.layer
        Flatten()
        Dense(2)
      }, seed: 1)
    let operation = try OperationProbe(network, examples: 1).operations[0]
    #expect(operation.name.hasPrefix("\(test.algorithm)Convolution "))
    #expect(operation.flops == 2 * test.samples * test.kernel * test.channels * test.filters)
  }

  @Test(arguments: cases)
  func agreesWithThePlainSum(_ test: Case) throws {
    let run = try test.run()
    let (input, weights) = (run.randomInput(), run.randomOutputGradient())
    let found = run(input, outputGradient: weights)
    let expected = PlainConvolution(
      test, input: input, parameters: run.parameters, outputGradient: weights)
    for (found, expected) in [
      (found.output, expected.output), (found.inputGradient, expected.inputGradient),
      (found.parameterGradients, expected.parameterGradients),
    ] {
      let error = Self.error(found, expected)
      #expect(error.overall < 2e-6)
      #expect(error.largest < 1e-5)
    }
  }

  /// Without gradients an operation keeps less at hand.
  @Test(arguments: cases)
  func forwardAloneGivesTheSame(_ test: Case) throws {
    let run = try test.run()
    let input = run.randomInput()
    #expect(
      run(input).output == run(input, outputGradient: run.randomOutputGradient()).output)
  }

  /// Inference multiplies with packed weights where that is faster; here on every processor.
  @Test(arguments: cases)
  func packedWeightsAgreeWithThePlainSum(_ test: Case) throws {
    var run = try test.run()
    run.packsWeights = true
    let input = run.randomInput()
    let found = run(input, training: false).output
    let expected = PlainConvolution(
      test, input: input, parameters: run.parameters, outputGradient: run.randomOutputGradient())
    let error = Self.error(found, expected.output)
    #expect(error.overall < 2e-6)
    #expect(error.largest < 1e-5)
    // There is no other way back than that of training.
    let weights = run.randomOutputGradient()
    #expect(
      run(input, outputGradient: weights).parameterGradients
        == (try test.run())(input, outputGradient: weights).parameterGradients)
  }

  /// With packed weights an example gives the same bits in any company.
  @Test(arguments: cases.filter { $0.examples > 1 })
  func packedExamplesGiveTheSameAlone(_ test: Case) throws {
    var run = try test.run()
    run.packsWeights = true
    let input = run.randomInput()
    let together = run(input, training: false).output
    var one = try LayerRun([test.layer], input: test.input, examples: 1)
    one.packsWeights = true
    let alone = (0..<test.examples).flatMap { example in
      let size = input.count / test.examples
      return one(Array(input[example * size..<(example + 1) * size]), training: false).output
    }
    #expect(alone == together)
  }

  /// A branch beside a convolution leaves a gradient that the convolution's is added to.
  @Test func addsToAGradientThatIsThere() throws {
    let layer = Conv1D(filters: 16, kernel: 3)
    let shape = Shape.sequence(samples: 46, channels: 16)
    let plain = try LayerRun([layer], input: shape, examples: 40)
    let residual = try LayerRun([Residual { layer }], input: shape, examples: 40)
    let (input, weights) = (plain.randomInput(), plain.randomOutputGradient())
    let alone = plain(input, outputGradient: weights).inputGradient
    let both = residual(input, outputGradient: weights).inputGradient
    for index in both.indices {
      #expect(abs(both[index] - (alone[index] + weights[index])) < 1e-4)
    }
  }

  /// Minimal filtering lets rows cancel one another out, which leaves rounding errors of the size
  /// of the largest. None of it may reach from one example to the next.
  @Test(arguments: cases.filter { $0.examples > 1 })
  func examplesDoNotTouchTheirNeighbours(_ test: Case) throws {
    let run = try test.run()
    var (input, weights) = (run.randomInput(), run.randomOutputGradient())
    let before = run(input, outputGradient: weights)
    let (size, resultSize) = (input.count / test.examples, weights.count / test.examples)
    for index in 0..<size { input[size + index] = 1e12 }
    for index in 0..<resultSize { weights[resultSize + index] = 1e12 }
    let after = run(input, outputGradient: weights)
    for example in 0..<test.examples where example != 1 {
      let (output, gradient) = (
        example * resultSize..<(example + 1) * resultSize, example * size..<(example + 1) * size
      )
      #expect(after.output[output] == before.output[output])
      #expect(after.inputGradient[gradient] == before.inputGradient[gradient])
    }
  }

  /// The root mean square of the differences, relative to that of what was expected, and the
  /// largest of each.
  private static func error(
    _ found: [Float], _ expected: [Double]
  ) -> (overall: Double, largest: Double) {
    guard found.count == expected.count else { return (.infinity, .infinity) }
    let differences = zip(found, expected).map { Double($0.0) - $0.1 }
    func sum(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }
    func largest(_ values: [Double]) -> Double { values.reduce(0) { max($0, abs($1)) } }
    return (
      (sum(differences) / sum(expected)).squareRoot(), largest(differences) / largest(expected)
    )
  }
}

/// A convolution and its gradients as their definitions have them, in double precision.
private struct PlainConvolution {
  var output: [Double] = []
  var inputGradient: [Double]
  /// Weights, then bias.
  var parameterGradients: [Double]

  init(
    _ test: ConvolutionTests.Case, input: [Float], parameters: [Float], outputGradient: [Float]
  ) {
    let (samples, channels, filters) = (test.samples, test.channels, test.filters)
    let biasStart = test.kernel * channels * filters
    inputGradient = Array(repeating: 0, count: input.count)
    parameterGradients = Array(repeating: 0, count: parameters.count)
    output = Array(repeating: 0, count: outputGradient.count)
    for row in 0..<test.examples * samples {
      for filter in 0..<filters {
        let position = row * filters + filter
        let gradient = Double(outputGradient[position])
        output[position] = Double(parameters[biasStart + filter])
        parameterGradients[biasStart + filter] += gradient
      }
      for tap in 0..<test.kernel {
        let source = row % samples + tap - (test.kernel - 1) / 2
        guard (0..<samples).contains(source) else { continue }
        for channel in 0..<channels {
          let from = (row / samples * samples + source) * channels + channel
          for filter in 0..<filters {
            let (position, weight) = (
              row * filters + filter, (tap * channels + channel) * filters + filter
            )
            let gradient = Double(outputGradient[position])
            output[position] += Double(input[from]) * Double(parameters[weight])
            inputGradient[from] += gradient * Double(parameters[weight])
            parameterGradients[weight] += gradient * Double(input[from])
          }
        }
      }
    }
  }
}
