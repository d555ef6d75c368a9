import ECGDatasets
import ECGRandom

/// Two classifiers that were scored on the same beats: how much they differ, and how much of that chance may be.
///
/// Beats are drawn with replacement, and both are scored on the draw: what makes a draw easy or hard is the same
/// for both and goes out of the difference (the paired bootstrap; percentiles as in ``BootstrapIntervals``).
/// Beats are taken as independent, which those of one patient are not.
public struct PairedComparison: Encodable, Sendable {
  /// By how much a score of the second is above that of the first.
  public struct Difference: Encodable, Equatable, Sendable {
    /// What the score is called in JSON and CSV, such as `accuracy`, `macroF1`, or `f1 S` for that of a class.
    public let key: String
    /// What it is called in text.
    public let name: String
    /// The score of the first; nil where it is not defined.
    public let first: Double?
    /// The score of the second; nil where it is not defined.
    public let second: Double?
    /// The interval of the difference; nil where the counts alone do not decide the score.
    public let interval: Interval?

    /// The second minus the first; nil where either is not defined.
    public var value: Double? {
      guard let first, let second else { return nil }
      return second - first
    }

    /// Whether the interval leaves out 0.
    public var isClear: Bool { interval.map { !$0.contains(0) } ?? false }

    private enum CodingKeys: CodingKey { case key, name, first, second, difference, interval }

    /// Encodes the fields and the difference; what is not defined as null.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(key, forKey: .key)
      try container.encode(name, forKey: .name)
      try container.encode(first, forKey: .first)
      try container.encode(second, forKey: .second)
      try container.encode(value, forKey: .difference)
      try container.encode(interval, forKey: .interval)
    }
  }

  /// `N`, the number of beats.
  public let beats: Int
  /// Whether they are right equally often.
  public let mcNemar: McNemarTest
  /// The differences of all scores, in the order they are shown.
  public let differences: [Difference]
  /// The share of the resamples' differences that an interval holds.
  public let level: Double
  /// How often the beats were drawn.
  public let resamples: Int
  /// The seed of the draws.
  public let seed: UInt64

  /// Compares two evaluations.
  ///
  /// - Parameters:
  ///   - first: what is compared with.
  ///   - second: what is compared.
  ///   - resamples: how often the beats are drawn.
  ///   - level: the share of the resamples' differences that an interval holds.
  ///   - seed: the seed of the draws.
  /// - Throws: ``EvaluationError`` where they are not of the same beats.
  /// - Precondition: at least one resample; a level between 0 and 1.
  public init(
    _ first: Evaluation, _ second: Evaluation, resamples: Int = 1000, level: Double = 0.95,
    seed: UInt64
  ) throws {
    precondition(resamples > 0 && (0...1).contains(level))
    guard first.task == second.task, first.labels == second.labels else {
      throw EvaluationError.otherBeats
    }
    beats = first.labels.count
    (self.level, self.resamples, self.seed) = (level, resamples, seed)
    var alone = (first: 0, second: 0)
    for (label, pair) in zip(first.labels, zip(first.predictions, second.predictions)) {
      if label == pair.0, label != pair.1 { alone.first += 1 }
      if label != pair.0, label == pair.1 { alone.second += 1 }
    }
    mcNemar = McNemarTest(firstOnly: alone.first, secondOnly: alone.second)

    let cells = PairCells(first, second)
    var generator = SeededGenerator(seed: seed)
    let draws = (0..<resamples).map { _ in cells.resample(using: &generator) }
    differences = Score.all(of: first.task).map { score in
      let values = draws.compactMap { draw -> Double? in
        guard let one = score.ofCounts?(draw.first), let other = score.ofCounts?(draw.second)
        else { return nil }
        return other - one
      }
      return Difference(
        key: score.key, name: score.name, first: score.of(first), second: score.of(second),
        interval: values.isEmpty ? nil : Interval(middle: level, of: values))
    }
  }

  /// The intervals of one evaluation's own scores, by ``Difference/key``; those that have one.
  ///
  /// - Parameters:
  ///   - evaluation: the evaluation.
  ///   - intervals: its intervals.
  package static func intervals(
    of evaluation: Evaluation, _ intervals: BootstrapIntervals
  ) -> [String: Interval] {
    let metrics = MetricValues(evaluation, intervals: intervals)
    var byKey = Dictionary(
      uniqueKeysWithValues: Metric.all.map { ($0.key, metrics[$0].interval) })
    byKey["macroF1"] = intervals.f1.macro
    for (scores, bounds) in zip(evaluation.classes, intervals.classes) {
      byKey["f1 \(scores.symbol)"] = bounds.f1
    }
    return byKey.compactMapValues(\.self)
  }

  /// A score that is compared.
  private struct Score {
    let key: String
    let name: String
    /// The score of an evaluation; nil where it is not defined.
    let of: (Evaluation) -> Double?
    /// The same from the counts, where they decide it.
    var ofCounts: ((ConfusionMatrix) -> Double?)?

    static func all(of task: BeatTask) -> [Score] {
      var scores = Metric.all.map { metric in
        var score = Score(key: metric.key, name: metric.name, of: { metric.value(of: $0) })
        if case .counts(let formula) = metric.formula { score.ofCounts = formula }
        return score
      }
      scores.insert(
        Score(
          key: "macroF1", name: "macro F1", of: { $0.f1.macro },
          ofCounts: { ConfusionScores($0.counts).averagedF1.macro }), at: 1)
      for (index, one) in task.classes.enumerated() {
        scores.insert(
          Score(
            key: "f1 \(one.symbol)", name: "F1 of \(one.symbol)", of: { $0.classes[index].f1 },
            ofCounts: { ConfusionScores($0.counts).f1[index] }), at: 2 + index)
      }
      return scores
    }
  }
}

/// Beats by what they are and what either classifier takes them for, which both scores depend on alone.
private struct PairCells {
  private let classes: [BeatTask.Class]
  /// A beat's cell is (label · K + first) · K + second.
  private let sampler: CellSampler

  init(_ first: Evaluation, _ second: Evaluation) {
    classes = first.task.classes
    let count = classes.count
    sampler = CellSampler(
      cells: first.labels.indices.map {
        UInt32(
          (first.labels[$0] * count + first.predictions[$0]) * count + second.predictions[$0])
      }, of: count * count * count)
  }

  /// Counts as many draws as there are beats, for either classifier.
  func resample(using generator: inout SeededGenerator) -> (
    first: ConfusionMatrix, second: ConfusionMatrix
  ) {
    let count = classes.count
    let none = [[Int]](repeating: [Int](repeating: 0, count: count), count: count)
    var (first, second) = (none, none)
    for (cell, beats) in sampler.resample(using: &generator).enumerated() where beats > 0 {
      first[cell / (count * count)][cell / count % count] += beats
      second[cell / (count * count)][cell % count] += beats
    }
    return (
      ConfusionMatrix(classes: classes, counts: first),
      ConfusionMatrix(classes: classes, counts: second)
    )
  }
}
