public import ECGParallel
public import ECGDatasets
public import ECGClassifier
public import ECGEvaluation
import ECGFiles
import ECGNeuralNetwork
import ECGText
import Foundation

/// Cross-validation over patients: networks from scratch, with frozen and with fine-tuned
/// convolutions of another, and beside it the same over beats.
public struct PatientFoldStudy: Sendable {
  /// The recipe of all networks.
  public var recipe: Recipe
  /// The model whose convolutions come along.
  public var model: HeartbeatClassifier
  /// What that model is called in words, such as its path.
  public var modelName: String
  /// The parts that patients are dealt to.
  public var folds: Int
  /// Decides the parts and what is drawn.
  public var seed: UInt64
  /// The threads that share the work.
  public var threads: Int
  /// Told how far it is.
  public var report: StudyReport
  /// The processes to which the trainings are dealt out in turn; nil where this one works alone.
  package var group: (any ProcessGroup)?

  /// The parts that patients are dealt to where nothing else is asked for.
  public static let defaultFolds = 5

  /// Prepares a study.
  public init(
    recipe: Recipe, model: HeartbeatClassifier, modelName: String, folds: Int = defaultFolds,
    seed: UInt64 = 1, threads: Int = ThreadCount.allCores, report: StudyReport = StudyReport()
  ) {
    (self.recipe, self.model, self.modelName, self.folds) = (recipe, model, modelName, folds)
    (self.seed, self.threads, self.report) = (seed, threads, report)
  }

  /// Trains and scores all.
  ///
  /// - Parameters:
  ///   - beats: labelled beats with their patients.
  ///   - path: where they came from, for messages.
  /// - Throws: `FileError` where the beats are not of two classes, or patients are not known or
  ///   fewer than folds; `TransferError` where the model does not fit; `NetworkError`.
  public func scores(of beats: BeatDataset, from path: String) throws -> PatientFoldScores {
    guard beats.task.isBinary else {
      throw FileError(
        .badData, path: path,
        "expected beats of two classes, one of which is looked for in a patient, found those of "
          + "\(beats.task.classes.count)",
        remedy: "Name beats of the task \(BeatTask.infarction.name)")
    }
    let frozen = try TransferSource(model, freezing: .convolutions)
    let tuned = try TransferSource(model, freezing: .none)
    let byPatient = try patientFolds(of: beats, from: path)
    let byBeat = try BeatFolds(beats, by: .beat, count: folds, seed: seed, from: path)
    let sources: [(PatientFoldScores.Start, TransferSource?)] = [
      (.scratch, nil), (.frozen, frozen), (.fineTuned, tuned),
    ]
    let plans = [(FoldDivision.patient, byPatient), (.beat, byBeat)].flatMap {
      division, dealt in
      sources.map { start, source in
        Plan(
          division: division, start: start, dealt: dealt,
          training: ClassifierTraining(recipe: recipe, seed: seed, threads: threads, source: source)
        )
      }
    }
    let found = try dealtOut(plans.count * folds) { try answers(plans[$0 / folds], $0 % folds) }
    let lines = plans.enumerated().map { number, plan in
      PatientFoldScores.Line(
        division: plan.division, start: plan.start,
        scores: scores(
          of: plan, answers: Array(found[number * folds..<(number + 1) * folds]),
          origins: beats.origins ?? []))
    }
    return PatientFoldScores(
      task: beats.task, folds: folds, recipe: recipe.name, seed: seed,
      source: """
        convolutions of \(modelName) (recipe \(frozen.transfer.recipe), seed \(frozen.transfer.seed))
        """, lines: lines)
  }

  private func patientFolds(
    of beats: BeatDataset, from path: String
  ) throws -> BeatFolds {
    // A record is no patient here: those of PTB have several.
    guard let origins = beats.origins, origins.allSatisfy({ $0.patient != nil }) else {
      throw FileError(
        .badData, path: path, "expected beats whose patients are known, found beats without",
        remedy: "Name the folder of the PTB records, or of files that \(.preparingPTB) wrote")
    }
    return try BeatFolds(beats, by: .patient, count: folds, seed: seed, from: path)
  }

  /// Networks of one kind, one for each fold.
  private struct Plan {
    let division: FoldDivision
    let start: PatientFoldScores.Start
    let dealt: BeatFolds
    let training: ClassifierTraining

    var title: String { "split by \(division.rawValue), \(start.rawValue)" }
  }

  /// What a network says of the beats that it has not seen.
  private struct Answers: Codable {
    /// The probability of the class that is looked for, beat by beat.
    let probabilities: [Float]
    let threshold: Double
  }

  /// Pieces of work in turn by all processes, and what comes of all of them.
  ///
  /// The first process takes the first piece: it alone is heard.
  private func dealtOut(_ count: Int, _ work: (Int) throws -> Answers) throws -> [Answers] {
    guard let group else { return try (0..<count).map(work) }
    let own = try stride(from: group.rank, to: count, by: group.count).map(work)
    // Decimal numbers of JSON are read back as the same binary ones.
    let said = try group.all(JSONEncoder.sorted().text(of: own))
    let all = try said.map { try JSONDecoder().decode([Answers].self, from: Data($0.utf8)) }
    return (0..<count).map { all[$0 % group.count][$0 / group.count] }
  }

  private func answers(_ plan: Plan, _ number: Int) throws -> Answers {
    let fold = plan.dealt.folds[number]
    if number == 0 { report.note("Training \(folds) networks: \(plan.title).") }
    let model = try train(
      plan.training, on: plan.dealt.beats.selecting(fold.training),
      "\(plan.title), fold \(number + 1) of \(folds)")
    let found = try model.probabilities(
      of: plan.dealt.beats.values.selecting(fold.test), threads: threads)
    let classes = plan.dealt.beats.task.classes.count
    return Answers(
      probabilities: fold.test.indices.map { found[classes * $0 + BeatTask.positiveLabel] },
      threshold: model.threshold?.probability ?? 0.5)
  }

  /// The scores of networks, each on the beats it has not seen.
  private func scores(
    of plan: Plan, answers: [Answers], origins: [BeatOrigin]
  ) -> PatientScores {
    let beats = plan.dealt.beats
    var probabilities = [Float](repeating: 0, count: beats.count)
    var thresholds = [Double](repeating: 0.5, count: beats.count)
    for (fold, answers) in zip(plan.dealt.folds, answers) {
      for (position, beat) in fold.test.enumerated() {
        probabilities[beat] = answers.probabilities[position]
        thresholds[beat] = answers.threshold
      }
    }
    return PatientScores(
      patients: origins.map(\.patientOrRecord), labels: beats.labels, probabilities: probabilities,
      thresholds: thresholds, seed: seed)
  }

  private func train(
    _ training: ClassifierTraining, on beats: BeatDataset, _ title: String
  ) throws -> HeartbeatClassifier {
    defer { report.end() }
    if let remark = training.recipe.split(of: beats).remark { report.note("\(title): \(remark)") }
    return try training.train(
      on: beats, observer: report.observer(title, epochs: training.recipe.epochs))
  }
}
