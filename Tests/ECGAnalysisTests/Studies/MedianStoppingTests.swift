import ECGAnalysis
import ECGNeuralNetwork
import Testing

/// Which trainings are given up, by their validation scores alone.
@Suite struct MedianStoppingTests {
  private func history(_ scores: [Double]) -> TrainingHistory {
    var history = TrainingHistory()
    history.epochs = scores.enumerated().map { index, score in
      TrainingHistory.Epoch(
        number: index + 1, loss: 1, accuracy: 0.5, validationLoss: 1, validationAccuracy: 0.5,
        validationMacroF1: score, learningRate: 1e-3)
    }
    return history
  }

  private var rule: MedianStopping {
    var rule = MedianStopping()
    for _ in 0..<4 { rule.add(history(Array(repeating: 0.8, count: 12))) }
    return rule
  }

  @Test func whatIsCompleteIsNotGivenUp() {
    #expect(rule.reason(toEnd: history([0.1, 0.1, 0.1]), of: 3) == nil)
    #expect(rule.reason(toEnd: history([0.1, 0.1]), of: 3) != nil)
  }

  /// Its own epochs decide, whatever the others have.
  @Test func theFirstQuarterIsThatOfTheTrainingItself() {
    #expect(rule.reason(toEnd: history([0.1, 0.1]), of: 12) == nil)
    #expect(rule.reason(toEnd: history([0.1, 0.1, 0.1]), of: 12) != nil)
    #expect(rule.reason(toEnd: history([0.1, 0.1, 0.1]), of: 40) == nil)
    #expect(rule.reason(toEnd: history(Array(repeating: 0.1, count: 10)), of: 40) != nil)
  }

  @Test func whatIsNoWorseThanTheMedianGoesOn() {
    #expect(rule.reason(toEnd: history([0.1, 0.8, 0.1]), of: 12) == nil)
    var short = MedianStopping()
    for _ in 0..<3 { short.add(history([0.8, 0.8])) }
    #expect(short.reason(toEnd: history([0.1]), of: 2) == nil)
  }
}
