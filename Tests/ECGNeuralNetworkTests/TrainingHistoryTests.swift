import ECGNeuralNetwork
import Testing

/// What a training's history says.
@Suite struct TrainingHistoryTests {
  @Test func theKeptEpochIsTheBestOrTheLast() {
    var history = TrainingHistory()
    #expect(history.keptEpoch == nil)
    history.epochs = [0.5, 0.9, 0.7].enumerated().map { index, score in
      .init(
        number: index + 1, loss: 1, accuracy: 0.5, validationMacroF1: score, learningRate: 0.001)
    }
    #expect(history.keptEpoch?.validationMacroF1 == 0.7)
    history.bestEpoch = 2
    #expect(history.keptEpoch?.validationMacroF1 == 0.9)
    // As of a history whose first epochs were not kept.
    history.epochs.removeFirst(2)
    #expect(history.keptEpoch?.number == 3)
  }
}
