import Foundation

extension Evaluation {
  /// Refuses what cannot be scored.
  static func check(labels: [Int], probabilities: [Float], classes count: Int) throws {
    guard !labels.isEmpty else { throw EvaluationError.noBeats }
    let (expected, overflow) = labels.count.multipliedReportingOverflow(by: count)
    guard !overflow, probabilities.count == expected else {
      throw EvaluationError.shape(
        labels: labels.count, classes: count, probabilities: probabilities.count)
    }
    if let beat = labels.firstIndex(where: { !(0..<count).contains($0) }) {
      throw EvaluationError.label(labels[beat], beat: beat, classes: count)
    }
    if let position = probabilities.firstIndex(where: { !$0.isFinite }) {
      throw EvaluationError.notFinite(beat: position / count, class: position % count)
    }
  }

  /// The mean negative logarithm of the true class's probability.
  static func logLoss(labels: [Int], probabilities: [Float], classes count: Int) -> Double {
    let tiny = Double.ulpOfOne
    let sum = labels.indices.reduce(0.0) { sum, beat in
      let probability = Double(probabilities[beat * count + labels[beat]])
      return sum - log(min(max(probability, tiny), 1 - tiny))
    }
    return sum / Double(labels.count)
  }

  /// The mean over the beats of the squared distance between probabilities and truth.
  static func brierScore(labels: [Int], probabilities: [Float], classes count: Int) -> Double {
    var sum = 0.0
    for (beat, label) in labels.enumerated() {
      for index in 0..<count {
        let distance = Double(probabilities[beat * count + index]) - (index == label ? 1 : 0)
        sum += distance * distance
      }
    }
    return sum / Double(labels.count)
  }
}
