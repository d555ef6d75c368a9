import ECGDatasets
import ECGRandom

/// Two classifiers that were scored on the same beats: how much they differ, and how much of
/// that chance may be.
///
/// Beats are drawn with replacement, and both are scored on the draw: what makes a draw easy or
/// hard is the same for both and goes out of the difference (the paired bootstrap; percentiles as
/// in ``BootstrapIntervals``). Beats are taken as independent, which those of one patient are not.
public struct PairedComparison: Encodable, Sendable {
  /// By how much a score of the second is above that of the first.
  public struct Difference: Encodable, Equatable, Sendable {
    /// What the score is called in JSON and CSV, such as `accuracy`, `macroF1`, or `f1 S` for
    /// that of a class.
    public let key: String
    /// What it is called in text.
    public let name: String
    /// The score of the first; nil where it is not defined.
    public let first: Double?
    /// The score of the second; nil where it is not defined.
    public let second: Double?
    /// The interval of the difference; nil where it is not defined, or the counts alone do not
    /// decide the score.
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
    _ first: Evaluation, _ second: Evaluation, resamples: Int = Interval.defaultResamples,
    level: Double = Interval.defaultLevel, seed: UInt64
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
    differences = Self.scores(of: first.task).map { score in
      let (one, other) = (score.value(of: first), score.value(of: second))
      return Difference(
        key: score.key, name: score.name, first: one, second: other,
        interval: Interval(
          of: one.flatMap { one in other.map { $0 - one } },
          draws: draws.map { draw in
            guard
              let one = score.value(
                ofCounts: draw.first, drawnFrom: first.confusionMatrix),
              let other = score.value(
                ofCounts: draw.second, drawnFrom: second.confusionMatrix)
            else { return nil }
            return other - one
          }, level: level))
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
    byKey[Metric.macroF1.key] = intervals.f1.macro
    for (score, bounds) in zip(Metric.f1(ofClassesOf: evaluation.task), intervals.classes) {
      byKey[score.key] = bounds.f1
    }
    return byKey.compactMapValues(\.self)
  }

  /// What is compared: after the accuracy the F1, of all classes and of each, then
  /// what else there is.
  private static func scores(of task: BeatTask) -> [Metric] {
    let f1 = [.macroF1] + Metric.f1(ofClassesOf: task)
    return Metric.all.prefix(1) + f1 + Metric.all.dropFirst()
  }
}

/// Beats by what they are and what either classifier takes them for, which both scores
/// depend on alone.
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
