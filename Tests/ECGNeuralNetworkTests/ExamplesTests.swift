import ECGNeuralNetwork
import Testing

/// Examples that a function gives against the same ones in an array.
@Suite struct ExamplesTests {
  @Test func numbersThatMakeNoWholeExamplesAreNone() {
    #expect(Examples(values: [1, 2, 3], labels: [0, 1]).values.isEmpty)
  }

  @Test(arguments: [1, 2]) func aChoiceTrainsAsItsCopyDoes(threads: Int) throws {
    let all = BumpProblem.examples(60, seed: 1)
    let values = all.values
    let chosen = (0..<48).map { $0 * 7 % 60 }
    let view = Examples(labels: chosen.map { all.labels[$0] }, size: 24) { index, target in
      for sample in 0..<24 { target[sample] = values[chosen[index] * 24 + sample] * 2 }
    }
    let copy = Examples(
      values: chosen.flatMap { values[$0 * 24..<($0 + 1) * 24].map { $0 * 2 } },
      labels: view.labels)
    #expect(view.values == copy.values && view.count == 48)
    let configuration = TrainingConfiguration(epochs: 2, batchSize: 16, shards: 2)
    let states = try [view, copy].map {
      try Trainer(configuration, threads: threads)
        .train(BumpProblem.network(), on: $0, validation: $0)
    }
    #expect(states[0].network.parameters == states[1].network.parameters)
    #expect(states[0].history == states[1].history)
  }
}
