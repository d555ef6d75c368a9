import ECGNeuralNetwork
import Testing

@Suite struct PredictorTests {
  private let examples = BumpProblem.examples(37, seed: 4)

  @Test func probabilitiesAreProbabilities() throws {
    let probabilities = try BumpProblem.network().probabilities(of: examples.values)
    #expect(probabilities.count == 37 * 3)
    for example in 0..<37 {
      let row = probabilities[3 * example..<3 * example + 3]
      #expect(row.allSatisfy { $0 > 0 && $0 < 1 })
      #expect(abs(row.reduce(0, +) - 1) < 1e-6)
    }
  }

  @Test(arguments: [2, 3, 8])
  func threadsDoNotChangeTheResult(_ threads: Int) throws {
    let network = try BumpProblem.network()
    #expect(
      try network.probabilities(of: examples.values, threads: threads)
        == network.probabilities(of: examples.values))
  }

  @Test func examplesAloneGiveWhatTheyGiveTogether() throws {
    let predictor = Predictor(try BumpProblem.network())
    let together = try predictor.probabilities(of: examples.values)
    for example in 0..<examples.count {
      let alone = try predictor.probabilities(
        of: Array(examples.values[24 * example..<24 * example + 24]))
      for (class_, probability) in alone.enumerated() {
        #expect(abs(probability - together[3 * example + class_]) < 1e-6)
      }
    }
  }

  @Test func noExamplesGiveNoProbabilities() throws {
    #expect(try BumpProblem.network().probabilities(of: []).isEmpty)
    #expect(try BumpProblem.network().probabilities(of: [], threads: 2).isEmpty)
  }

  @Test func partsOfAnExampleAreRefused() throws {
    let error = #expect(throws: NetworkError.self) {
      try BumpProblem.network().probabilities(of: [1, 2, 3])
    }
    #expect(
      error?.description == "Network: expected examples (N, 24, 1) of 24 numbers, found 3 numbers")
  }

  @Test func aNetworkWithoutParametersRuns() throws {
    let network = try Network(
      Sequential(input: .sequence(samples: 2, channels: 2)) { GlobalAveragePool1D() }, seed: 1)
    #expect(try Predictor(network).logits(of: [1, 2, 3, 6]) == [2, 4])
  }

  @Test func largeLogitsDoNotOverflow() throws {
    let network = try Network(
      Sequential(input: .sequence(samples: 1, channels: 2)) { Flatten() }, seed: 1)
    #expect(try network.probabilities(of: [1000, -1000]) == [1, 0])
  }
}
