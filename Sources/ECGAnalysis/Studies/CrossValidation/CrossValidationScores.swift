public import ECGDatasets
public import ECGEvaluation
import ECGSignals
import ECGText
import Foundation

/// What a ``BeatCrossValidation`` gives: the scores of each fold, their mean and spread, and those
/// of all beats together.
public struct CrossValidationScores: Sendable {
  /// One fold.
  public struct Fold: Sendable {
    /// Which dealing of the beats it is of, counted from 1.
    public let `repeat`: Int
    /// Which fold of them it is, counted from 1.
    public let number: Int
    /// How long the training took, in seconds.
    public let seconds: Double
    /// How often beats of each class were taken for each class.
    public let matrix: ConfusionMatrix
    /// The same for each record or patient, by name; empty where beats were dealt one by one.
    public let heldOut: [String: ConfusionMatrix]

    package init(
      repeat: Int, number: Int, seconds: Double, matrix: ConfusionMatrix,
      heldOut: [String: ConfusionMatrix]
    ) {
      (self.repeat, self.number, self.seconds) = (`repeat`, number, seconds)
      (self.matrix, self.heldOut) = (matrix, heldOut)
    }

    /// The fold in words.
    var words: String {
      let held = heldOut.isEmpty ? "" : ", \(heldOut.count) held out"
      let score = ScoreText.cell(CountScore.macroF1.value(of: matrix))
      let scope = matrix.meanScope.map { " \($0)" } ?? ""
      return "\(matrix.beats.grouped) beats\(held): macro F1 \(score)\(scope), "
        + String(format: "%.0f s", seconds)
    }
  }

  /// One score under one division.
  public struct Score: Sendable {
    /// Which score.
    public let score: CountScore
    /// Its mean over the folds; nil where no fold has it.
    public let mean: Double?
    /// Its standard deviation over the folds; nil for fewer than two.
    public let deviation: Double?
    /// The score of the counts of all folds together; nil where it is not defined.
    public let pooled: Double?
    /// Its 95 % interval, from drawing what is held together: beats, records or patients.
    public let interval: Interval?
  }

  /// The scores where beats were dealt out in one way.
  public struct Line: Sendable {
    /// What was held together.
    public let division: FoldDivision
    /// The folds, repeat after repeat.
    public let folds: [Fold]
    /// The scores, in the order they are shown.
    public let scores: [Score]

    package init(
      division: FoldDivision, folds: [Fold], task: BeatTask, repeats: Int, seed: UInt64
    ) {
      (self.division, self.folds) = (division, folds)
      let none = ConfusionMatrix(
        classes: task.classes, counts: task.classes.map { _ in task.classes.map { _ in 0 } })
      let total = ConfusionMatrix.sum(folds.map(\.matrix)) ?? none
      let heldOut = Dictionary(grouping: folds.flatMap { $0.heldOut.map { $0 } }, by: \.key)
        .sorted { $0.key < $1.key }
        .compactMap { ConfusionMatrix.sum($0.value.map(\.value)) }
      let draws =
        heldOut.isEmpty
        ? CountDraws(beatsOf: total, count: total.beats / max(repeats, 1), seed: seed)
        : CountDraws(groups: heldOut, seed: seed)
      scores = CountScore.all(of: task).map { score in
        let values = folds.compactMap { score.value(of: $0.matrix) }
        let pooled = score.value(of: total)
        return Score(
          score: score, mean: values.mean, deviation: values.sampleDeviation, pooled: pooled,
          interval: pooled == nil ? nil : draws.interval(of: score))
      }
    }

    /// How often beats of each class were taken for each class, all folds together;
    /// nil without folds.
    var pooled: ConfusionMatrix? { ConfusionMatrix.sum(folds.map(\.matrix)) }

    /// What the pooled macro-F1 is taken over, where that is not all classes.
    var meanScope: String? { pooled?.meanScope }

    /// The pooled macro-F1.
    var macroF1: Double? { scores.first { $0.score.key == CountScore.macroF1.key }?.pooled }
  }

  /// The task.
  public let task: BeatTask
  /// The name of the recipe.
  public let recipe: String
  /// How many folds there are.
  public let folds: Int
  /// How often beats were dealt out.
  public let repeats: Int
  /// The seed of folds, trainings and draws.
  public let seed: UInt64
  /// `N`, the number of beats.
  public let beats: Int
  /// Whether the beats are made up.
  public let isSynthetic: Bool
  /// The scores, one way of dealing after the other.
  public let lines: [Line]
}

// MARK: - Texts

extension CrossValidationScores {
  /// What must be known of the scores, in sentences.
  public var remarks: [String] {
    var sentences: [String] = []
    if isSynthetic { sentences.append("The beats are synthetic.") }
    if let leakage { sentences.append(leakage) }
    let drawn = lines.map(\.division.rawValue).map {
      lines.count == 1 ? "\($0)s" : "\($0)s where split by \($0)"
    }
    sentences.append(
      "\"pooled\" is the score of all folds' beats together, with its 95 % interval from drawing "
        + "\(drawn.joined(separator: ", ")); ± is the standard deviation over the folds.")
    if lines.contains(where: { $0.division != .beat }) {
      sentences.append(
        "A fold without beats of a class, of which none is taken for it, has no F1 of it, and its macro F1 is over the "
          + "others.")
    }
    return sentences
  }

  /// How much better a split by beat looks, in a sentence; nil where there is nothing to
  /// compare it with.
  private var leakage: String? {
    guard let byBeat = lines.first(where: { $0.division == .beat })?.macroF1 else { return nil }
    let honest = lines.first { $0.division == .patient } ?? lines.first { $0.division == .record }
    guard let honest, let score = honest.macroF1 else { return nil }
    let (name, difference) = (honest.division.rawValue, byBeat - score)
    let numbers = """
      Split by beat the macro F1 is \(ScoreText.cell(byBeat)), split by \(name) \(ScoreText.cell(score))
      """
    return difference > 0
      ? """
      \(numbers): \(ScoreText.cell(difference)) of the first comes of having seen other beats of the same \
      \(name)s in training, and is not to be had on new ones.
      """
      : "\(numbers): having seen other beats of the same \(name)s in training was of no help here."
  }

  /// What was done, in a sentence.
  private var method: String {
    let turns = repeats > 1 ? ", dealt out \(repeats) times" : ""
    return
      "\(beats.grouped) beats, \(folds) folds\(turns), recipe \(recipe), seed \(seed). Each beat is scored by a network that has not seen it."
  }

  /// Every score as CSV: `by,of,metric,value,low,high`, `of` being `mean`, `sd`, `pooled`, or
  /// repeat and fold such as `1.3`.
  public var csv: String {
    var table = CommaSeparatedText(columns: ["by", "of", "metric", "value", "low", "high"])
    for line in lines {
      func add(_ what: String, _ score: CountScore, _ value: Double?, _ interval: Interval? = nil) {
        table.append(
          [line.division.rawValue, what, score.key]
            + [value, interval?.low, interval?.high].map(CommaSeparatedText.cell))
      }
      for fold in line.folds {
        for score in line.scores {
          add(
            "\(fold.repeat).\(fold.number)", score.score, score.score.value(of: fold.matrix))
        }
      }
      for score in line.scores {
        add("mean", score.score, score.mean)
        add("sd", score.score, score.deviation)
        add("pooled", score.score, score.pooled, score.interval)
      }
    }
    return table.description
  }
}

extension CrossValidationScores: CustomStringConvertible {
  /// The scores as tables, in lines without a newline at the end.
  public var description: String {
    let blocks = lines.map { line in
      let rows = line.scores.map { score in
        [
          score.score.name
            + (score.score.key == CountScore.macroF1.key
              ? line.meanScope.map { " \($0)" } ?? "" : ""),
          ScoreText.cell(score.pooled, score.interval),
          ScoreText.cell(score.mean) + score.deviation.text(" ± %.4f", else: ""),
        ]
      }
      let held =
        line.division == .beat
        ? "" : ", \(Set(line.folds.flatMap(\.heldOut.keys)).count) \(line.division.rawValue)s"
      return "Split by \(line.division.rawValue)\(held)\n"
        + TextTable(rows: [["", "pooled", "mean of folds"]] + rows).description
    }
    return ([method] + blocks + [remarks.joined(separator: "\n")]).joined(separator: "\n\n")
  }
}

extension CrossValidationScores: Encodable {
  private enum CodingKeys: CodingKey {
    case task, recipe, folds, repeats, seed, beats, synthetic, remark, lines
  }

  /// Encodes the scores, with what must be known of them.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(task.name, forKey: .task)
    try container.encode(recipe, forKey: .recipe)
    try container.encode(folds, forKey: .folds)
    try container.encode(repeats, forKey: .repeats)
    try container.encode(seed, forKey: .seed)
    try container.encode(beats, forKey: .beats)
    try container.encode(isSynthetic, forKey: .synthetic)
    try container.encode(remarks.joined(separator: " "), forKey: .remark)
    try container.encode(lines, forKey: .lines)
  }
}

extension CrossValidationScores.Line: Encodable {
  private enum CodingKeys: CodingKey { case by, macroClasses, scores, folds }

  /// Encodes the scores and the folds; `macroClasses` are those that the pooled macro-F1 is over.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(division, forKey: .by)
    try container.encode(pooled?.macroClasses ?? [], forKey: .macroClasses)
    try container.encode(scores, forKey: .scores)
    try container.encode(folds, forKey: .folds)
  }
}

extension CrossValidationScores.Score: Encodable {
  private enum CodingKeys: CodingKey { case metric, name, mean, sd, pooled, interval }

  /// Encodes the numbers, with null for what is not defined.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(score.key, forKey: .metric)
    try container.encode(score.name, forKey: .name)
    try container.encode(mean, forKey: .mean)
    try container.encode(deviation, forKey: .sd)
    try container.encode(pooled, forKey: .pooled)
    try container.encode(interval, forKey: .interval)
  }
}

extension CrossValidationScores.Fold: Encodable {
  private enum CodingKeys: String, CodingKey {
    case `repeat`, fold, heldOut, beats, seconds, macroClasses, confusionMatrix
  }

  /// Encodes who was held out and the counts, rows true and columns predicted; `macroClasses` are
  /// those that the fold's macro-F1 is over.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(self.repeat, forKey: .repeat)
    try container.encode(number, forKey: .fold)
    try container.encode(heldOut.keys.sorted(), forKey: .heldOut)
    try container.encode(matrix.beats, forKey: .beats)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(matrix.macroClasses, forKey: .macroClasses)
    try container.encode(matrix.counts, forKey: .confusionMatrix)
  }
}
