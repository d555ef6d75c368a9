public import ECGDatasets
import ECGSignals
import ECGText
import Foundation

/// How scores on the same beats grow with the number of beats that networks are trained on.
public struct LearningCurve: Sendable {
  /// Networks that were trained on as many beats.
  public struct Point: Encodable, Sendable {
    /// The share of the beats that there are, above 0 and up to 1.
    public let share: Double
    /// `N`, the number of beats that were trained on, those set apart in training among them.
    public let beats: Int
    /// The number of those among them that networks learnt from, without those set
    /// apart in training.
    public let trainedBeats: Int
    /// What each network scored.
    public let scores: [Scores]

    /// Takes what networks scored.
    public init(share: Double, beats: Int, trainedBeats: Int, scores: [Scores]) {
      (self.share, self.beats, self.scores) = (share, beats, scores)
      self.trainedBeats = trainedBeats
    }

    /// The mean of a score over the networks.
    func mean(_ value: (Scores) -> Double?) -> Double? {
      scores.compactMap(value).mean
    }

    /// The mean accuracy.
    public var accuracy: Double? { mean(\.accuracy) }
    /// The mean macro-F1.
    public var macroF1: Double? { mean(\.macroF1) }
    /// The bounds of the macro-F1's intervals, their mean where there are several networks.
    public var macroF1Interval: Interval? { interval(\.macroF1Interval) }
    /// The bounds of the accuracy's intervals, their mean where there are several networks.
    public var accuracyInterval: Interval? { interval(\.accuracyInterval) }

    private func interval(_ of: (Scores) -> Interval) -> Interval? {
      guard let low = mean({ of($0).low }), let high = mean({ of($0).high }) else { return nil }
      return Interval(low: low, high: high)
    }

    /// The standard deviation of the macro-F1 over the networks; nil for fewer than two.
    public var macroF1Deviation: Double? { scores.map(\.macroF1).sampleDeviation }
  }

  /// What a network scored.
  public struct Scores: Encodable, Sendable {
    /// The seed of its training and of the choice of its beats.
    public let seed: UInt64
    /// The share of beats called by their true class.
    public let accuracy: Double
    /// The 95 % interval of that, from drawing the scored beats.
    public let accuracyInterval: Interval
    /// The mean F1 of the classes.
    public let macroF1: Double
    /// The 95 % interval of that, from drawing the scored beats.
    public let macroF1Interval: Interval
    /// The symbols of the classes that the macro-F1 is over: those that beats are of or taken for.
    public let macroClasses: [String]

    /// Takes the scores of an evaluation.
    public init(_ evaluation: Evaluation, seed: UInt64) {
      let intervals = BootstrapIntervals(evaluation.confusionMatrix, seed: seed)
      self.seed = seed
      accuracy = evaluation.accuracy
      accuracyInterval = intervals.accuracy ?? Interval(low: accuracy, high: accuracy)
      macroF1 = evaluation.f1.macro
      macroF1Interval = intervals.f1.macro
      macroClasses = evaluation.confusionMatrix.macroClasses
    }
  }

  /// The task.
  public let task: BeatTask
  /// The name of the recipe.
  public let recipe: String
  /// The number of beats that were scored, the same for all.
  public let scoredBeats: Int
  /// Whether the beats are made up.
  public let isSynthetic: Bool
  /// The points, from few beats to many.
  public let points: [Point]

  /// Takes points, from few beats to many.
  public init(
    task: BeatTask, recipe: String, scoredBeats: Int, isSynthetic: Bool, points: [Point]
  ) {
    (self.task, self.recipe, self.scoredBeats) = (task, recipe, scoredBeats)
    (self.isSynthetic, self.points) = (isSynthetic, points)
  }

  /// What the last doubling of the beats or so has brought, in a sentence; nil for fewer
  /// than two points.
  public var remark: String? {
    guard points.count > 1, let last = points.last, let before = points.dropLast().last,
      let high = last.macroF1, let low = before.macroF1
    else { return nil }
    let gain = (high - low).signed(decimals: 4)
    let isClear = before.macroF1Interval.map { !$0.contains(high) } ?? false
    return """
      From \(before.beats.grouped) to \(last.beats.grouped) beats the macro F1 changes by \(gain)\
      \(isClear ? "" : ", which is within its interval").
      """
  }

  /// What the macro-F1 is over, in a sentence; nil where it is over all classes.
  private var scope: String? {
    MacroScope(points.flatMap { $0.scores.map(\.macroClasses) }, of: task.classes.count).sentence
  }

  /// Every network as CSV:
  /// `share,beats,seed,macroF1,macroF1Low,macroF1High,accuracy,accuracyLow,accuracyHigh,
  /// trainedBeats,macroClasses`.
  public var csv: String {
    var table = CommaSeparatedText(columns: [
      "share", "beats", "seed", "macroF1", "macroF1Low", "macroF1High", "accuracy", "accuracyLow",
      "accuracyHigh", "trainedBeats", "macroClasses",
    ])
    for point in points {
      for one in point.scores {
        let (f1, accuracy) = (one.macroF1Interval, one.accuracyInterval)
        let scores = [
          one.macroF1, f1.low, f1.high, one.accuracy, accuracy.low, accuracy.high,
        ]
        table.append(
          ["\(point.share)", "\(point.beats)", "\(one.seed)"] + scores.map { "\($0)" }
            + ["\(point.trainedBeats)", one.macroClasses.joined(separator: " ")])
      }
    }
    return table.description
  }
}

extension LearningCurve: CustomStringConvertible {
  /// The curve as a table, in lines without a newline at the end.
  public var description: String {
    let isRepeated = points.contains { $0.scores.count > 1 }
    let head =
      ["share", "beats", "trained on", "macro F1", "accuracy"]
      + (isRepeated ? ["sd of macro F1"] : [])
    let rows = points.map { point in
      [
        String(format: "%g", point.share), point.beats.grouped, point.trainedBeats.grouped,
        ScoreText.cell(point.macroF1, point.macroF1Interval),
        ScoreText.cell(point.accuracy, point.accuracyInterval),
      ] + (isRepeated ? [ScoreText.cell(point.macroF1Deviation)] : [])
    }
    let notes = [
      "\(scoredBeats.grouped) validation beats, the same for all\(isSynthetic ? ", synthetic" : ""); "
        + "in parentheses 95 % intervals from drawing beats.", scope, remark,
    ].compactMap(\.self)
    return TextTable(rows: [head] + rows, alignments: [.right]).description + "\n\n"
      + notes.joined(separator: "\n")
  }
}

extension LearningCurve: Encodable {
  private enum CodingKeys: CodingKey { case task, recipe, scoredBeats, synthetic, remark, points }

  /// Encodes the points, with what they come to.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(task.name, forKey: .task)
    try container.encode(recipe, forKey: .recipe)
    try container.encode(scoredBeats, forKey: .scoredBeats)
    try container.encode(isSynthetic, forKey: .synthetic)
    try container.encode(remark, forKey: .remark)
    try container.encode(points, forKey: .points)
  }
}
