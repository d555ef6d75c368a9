import ECGDatasets
import ECGText
import Foundation

/// Finds the words of ``EvaluationSummary`` for one confusion matrix.
struct SummaryWording {
  private static let easyFrom = 0.95
  private static let hardBelow = 0.90
  /// The number of beats below which a class's own number is told, because its scores are unsteady.
  private static let fewBeats = 50

  private let matrix: ConfusionMatrix
  private let scores: ConfusionScores
  private let symbols: [String]
  /// The classes that occur among the labels.
  private let present: [Int]

  init(_ matrix: ConfusionMatrix) {
    let scores = ConfusionScores(matrix.counts)
    self.matrix = matrix
    self.scores = scores
    symbols = matrix.classes.map(\.symbol)
    present = scores.supports.indices.filter { scores.supports[$0] > 0 }
  }

  private var isPerfect: Bool { matrix.correct == matrix.beats }

  /// How many beats are right.
  var overall: [String] {
    let beats = matrix.beats
    guard beats > 0 else { return ["There are no beats."] }
    guard !isPerfect else {
      return [
        (beats == 1 ? "The only beat is" : "All \(beats) beats are") + " classified correctly."
      ]
    }
    let share = (100 * ratio(matrix.correct, beats)).percent(decimals: 2)
    return ["\(matrix.correct) of \(counted(beats)) (\(share)) are classified correctly."]
  }

  /// The easy classes.
  var easyClasses: [String] {
    let easy = present.filter { scores.f1[$0] >= Self.easyFrom }
    guard !isPerfect, !easy.isEmpty else { return [] }
    let verb = easy.count == 1 ? "is" : "are"
    let values = easy.map { decimal(scores.f1[$0]) }.listed("and")
    return ["\(easy.map { symbols[$0] }.listed("and")) \(verb) easy (F1 \(values))."]
  }

  /// A sentence for each class that is not easy, the hardest first.
  var otherClasses: [String] {
    present.filter { scores.f1[$0] < Self.easyFrom }
      .sorted { (scores.f1[$0], $0) < (scores.f1[$1], $1) }
      .map(sentence)
  }

  /// The classes nothing can be said about.
  var absentClasses: [String] {
    let absent = symbols.indices.filter { !present.contains($0) }
    guard !present.isEmpty, !absent.isEmpty else { return [] }
    if present.count == 1 {
      let only = symbols[present[0]]
      return ["Every beat is labelled \(only), so how well the classes are told apart is unknown."]
    }
    let names = absent.map { symbols[$0] }.listed("or")
    let called = matrix.predictedCounts
    let wrong = absent.filter { called[$0] > 0 }
    guard !wrong.isEmpty else { return ["No beat is labelled \(names)."] }
    let mistakes = wrong.map { "\(counted(called[$0])) called \(symbols[$0])" }.listed("and")
    return ["No beat is labelled \(names), yet there are \(mistakes)."]
  }
}

extension SummaryWording {
  private func sentence(_ index: Int) -> String {
    let f1 = scores.f1[index]
    let verb = f1 < Self.hardBelow ? "is hard" : "lies in between"
    let support = scores.supports[index]
    let few = support < Self.fewBeats ? ", \(counted(support))" : ""
    let reasons = (missed(index) + wronglyCalled(index)).joined(separator: "; ")
    return "\(symbols[index]) \(verb) (F1 \(decimal(f1))\(few)): \(reasons)."
  }

  /// What the class's beats are taken for.
  private func missed(_ index: Int) -> [String] {
    let mistakes = mostFrequent(in: matrix.counts[index], but: index)
    guard let first = mistakes.first else { return [] }
    let support = scores.supports[index]
    let none = scores.recall[index] == 0 ? "none of its beats is recognised, " : ""
    let subject = none.isEmpty ? "of its beats are taken for" : "are taken for"
    return [
      "\(none)\(percent(first, of: support)) \(subject) \(symbols[first.class])"
        + mistakes.dropFirst().map { " and \(percent($0, of: support)) for \(symbols[$0.class])" }
        .joined()
    ]
  }

  /// What the beats called by the class really are; told where that is the greater of its troubles.
  private func wronglyCalled(_ index: Int) -> [String] {
    guard scores.precision[index] < scores.recall[index] else { return [] }
    let mistakes = mostFrequent(in: matrix.counts.map { $0[index] }, but: index)
    let called = matrix.predictedCounts[index]
    let shares = mistakes.map { "\(percent($0, of: called)) are \(symbols[$0.class])" }
    return ["of the beats called \(symbols[index]), \(shares.joined(separator: " and "))"]
  }

  private typealias Mistake = (class: Int, count: Int)

  /// The two most frequent mistakes; the second only if it is at least half as frequent.
  private func mostFrequent(in counts: [Int], but index: Int) -> [Mistake] {
    let mistakes = counts.indices.filter { $0 != index && counts[$0] > 0 }
      .map { Mistake(class: $0, count: counts[$0]) }
      .sorted { ($1.count, $0.class) < ($0.count, $1.class) }
    guard let first = mistakes.first else { return [] }
    return mistakes.prefix(2).filter { 2 * $0.count >= first.count }
  }

  private func percent(_ mistake: Mistake, of whole: Int) -> String {
    (100 * ratio(mistake.count, whole)).percent(decimals: 0)
  }

  private func decimal(_ score: Double) -> String { String(format: "%.2f", score) }

  private func counted(_ beats: Int) -> String { beats == 1 ? "1 beat" : "\(beats) beats" }
}
