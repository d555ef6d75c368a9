import ECGDatasets
public import ECGEvaluation
import ECGFiles

/// Runs that were scored on the same beats, each beside the first.
public struct RunComparison: Encodable, Sendable {
  /// One run.
  public struct Entry: Encodable, Sendable {
    /// What it is called.
    public let name: String
    /// Its scores with their intervals.
    public let metrics: MetricValues
    /// The mean F1 of the classes.
    public let macroF1: Double
    /// The symbols of the classes that ``macroF1`` is over: those that beats are of or taken for.
    public let macroClasses: [String]
    /// How it differs from the first; nil for the first.
    public let pair: PairedComparison?
    /// The p-value of McNemar's test against the first, corrected for the number of runs (Holm,
    /// Scandinavian Journal of Statistics 6, 1979); nil for the first.
    public let correctedPValue: Double?
    /// The intervals of the scores that a pair compares, by their keys.
    package let intervals: [String: Interval]

    private enum CodingKeys: CodingKey {
      case name, metrics, macroF1, macroClasses, pair, correctedPValue
    }
  }

  /// The runs, the one that the others are compared with first.
  public let runs: [Entry]
  /// `N`, the number of beats.
  public let beats: Int
  /// Whether the beats are made up.
  public let isSynthetic: Bool
  /// What the macro-F1 of the runs is over, in a sentence; nil where it is over all classes.
  public let macroScope: String?

  private enum CodingKeys: String, CodingKey { case runs, beats, isSynthetic = "synthetic" }

  /// Compares runs.
  ///
  /// - Parameters:
  ///   - runs: two or more, each with its predictions.
  ///   - resamples: how often beats are drawn for an interval.
  ///   - seed: the seed of the draws.
  /// - Throws: `FileError` where one is not of the same beats, or its predictions were not kept;
  ///   `EvaluationError`.
  /// - Precondition: there is a run.
  public init(_ runs: [StoredRun], resamples: Int = Interval.defaultResamples, seed: UInt64) throws
  {
    let predictions = try runs.map { try $0.predictions }
    for (run, found) in zip(runs, predictions)
    where found.fingerprint != predictions[0].fingerprint {
      throw FileError(
        .badData, path: run.path,
        "expected a run that was scored on the beats of \(runs[0].path), found one on others",
        remedy: """
          Score both models on the same data; where it has no test part, the seed decides which beats are set \
          apart
          """)
    }
    let evaluations = try predictions.map { try $0.evaluation }
    let pairs = try evaluations.dropFirst().map {
      try PairedComparison(evaluations[0], $0, resamples: resamples, seed: seed)
    }
    let corrected = Self.holm(pairs.map(\.mcNemar.pValue))
    beats = evaluations[0].labels.count
    isSynthetic = runs.contains(where: \.isSynthetic)
    macroScope =
      MacroScope(
        evaluations.map(\.confusionMatrix.macroClasses), of: evaluations[0].task.classes.count
      ).sentence
    let isNamed = Set(runs.map(\.name)).count == runs.count
    self.runs = runs.indices.map { index in
      let evaluation = evaluations[index]
      let intervals = BootstrapIntervals(
        evaluation.confusionMatrix, resamples: resamples, seed: seed)
      return Entry(
        name: isNamed ? runs[index].name : runs[index].path,
        metrics: MetricValues(evaluation, intervals: intervals),
        macroF1: evaluation.f1.macro, macroClasses: evaluation.confusionMatrix.macroClasses,
        pair: index > 0 ? pairs[index - 1] : nil,
        correctedPValue: index > 0 ? corrected[index - 1] : nil,
        intervals: PairedComparison.intervals(of: evaluation, intervals))
    }
  }

  /// Holm's correction: the smallest p-value counts for all tests, the next for one fewer, and none
  /// for less than one before it.
  static func holm(_ values: [Double]) -> [Double] {
    var corrected = values
    var largest = 0.0
    for (rank, index) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
      largest = max(largest, min(1, values[index] * Double(values.count - rank)))
      corrected[index] = largest
    }
    return corrected
  }
}
