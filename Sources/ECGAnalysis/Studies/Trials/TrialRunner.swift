public import ECGParallel
import ECGClassifier
import ECGDatasets
import ECGEvaluation
import ECGFiles
public import ECGNeuralNetwork
import ECGText
import Foundation
import Synchronization

/// Trains networks one after the other, each kept in a folder of its own that is there
/// whole or not at all.
///
/// What was trained before is not trained again: a study that was ended, even killed, goes on
/// where it was, within a training from its last epoch. The folders are runs, which `ecg runs`
/// lists and compares.
public struct TrialRunner: Sendable {
  /// The folder that the trials' folders are in.
  public let folder: String
  /// Whether folders of other trials may be replaced.
  public let overwrite: Bool
  /// The threads that share the work; the result does not depend on it.
  public let threads: Int
  /// The machine, in words, for `run.json`.
  public let machine: String
  /// The command, for `run.json`.
  public let command: String
  /// Told how far it is.
  public let report: StudyReport
  /// What deals the trainings out to several processes; nil where this one works alone.
  package var sharedWork: SharedWork?

  /// Prepares trainings.
  public init(
    folder: String, overwrite: Bool = false, threads: Int = ThreadCount.allCores, machine: String,
    command: String,
    report: StudyReport = StudyReport()
  ) {
    (self.folder, self.overwrite, self.threads) = (folder, overwrite, threads)
    (self.machine, self.command, self.report) = (machine, command, report)
  }

  /// The training showed no promise.
  private struct GivenUp: Error {
    let reason: String
  }

  /// How trials went that are in the folder already; nil for those that are not.
  ///
  /// - Throws: `FileError` where a folder of that name is of another trial and may not be replaced.
  public func kept(_ trial: Trial) throws -> TrialOutcome? {
    do {
      return try TrialOutcome(kept: path(of: trial), of: TrialRecord.Origin(trial))
    } catch let error as FileError {
      if overwrite { return nil }
      throw error
    }
  }

  /// Trains a network and keeps it, or finds it kept.
  ///
  /// - Parameters:
  ///   - trial: what to train.
  ///   - title: what it is called where progress is told.
  ///   - givingUp: asked after each epoch; a reason ends the training, whose folder then
  ///     has no scores.
  /// - Throws: `FileError`, `NetworkError`, `EvaluationError`, and `TrainingCancelled` where the
  ///   report says so.
  public func outcome(
    of trial: Trial, title: String,
    givingUp: (@Sendable (TrainingHistory) -> String?)? = nil
  ) throws -> TrialOutcome {
    if let kept = try kept(trial), kept.givenUp == nil || givingUp != nil {
      try tellOtherKernels(of: kept, trial, title)
      return kept
    }
    let began = hiddenPath(of: trial)
    do {
      try FileManager.default.createDirectory(atPath: began, withIntermediateDirectories: true)
    } catch {
      throw FileError(
        .cannotWrite, path: began, "the folder of a trial cannot be made",
        remedy: "Check its permissions, or choose another folder")
    }
    let clock = TrialClock(folder: began)
    let history = Mutex(TrainingHistory())
    var givenUp: String?
    var model: HeartbeatClassifier?
    do {
      model = try train(trial, title, in: began, clock) { reached in
        history.withLock { $0 = reached }
        try clock.keep()
        if let reason = givingUp?(reached) { throw GivenUp(reason: reason) }
      }
    } catch let error as GivenUp {
      givenUp = error.reason
    }
    let record = TrialRecord(
      origin: TrialRecord.Origin(trial),
      history: model?.members[0].history ?? history.withLock(\.self), givenUp: givenUp,
      seconds: clock.seconds,
      kernels: try ArithmeticKernels.description(of: trial.recipe.training.products))
    let evaluation = try model.map { try score($0, trial, record, in: began) }
    try write(record, to: "\(began)/\(RunFile.trial)")
    clock.remove()
    try finish(trial)
    return TrialOutcome(path: path(of: trial), record: record, evaluation: evaluation)
  }

  // MARK: - Training

  private func train(
    _ trial: Trial, _ title: String, in folder: String, _ clock: TrialClock,
    onEpoch: @escaping @Sendable (TrainingHistory) throws -> Void
  ) throws -> HeartbeatClassifier {
    let training = ClassifierTraining(recipe: trial.recipe, seed: trial.seed, threads: threads)
    let checkpoint = checkpointPath(in: folder)
    let observer = report.observer(title, epochs: trial.recipe.epochs, onEpoch: onEpoch)
    if let remark = trial.recipe.split(of: trial.training).remark {
      report.note("\(title): \(remark)")
    }
    defer { report.end() }
    func train(from start: String?) throws -> HeartbeatClassifier {
      try training.train(
        on: trial.training, checkpointPath: checkpoint, resumeFrom: start, observer: observer)
    }
    guard FileManager.default.fileExists(atPath: checkpoint) else {
      clock.restart()
      return try train(from: nil)
    }
    do {
      if let difference = try ClassifierTraining.differenceOfKernels(ofCheckpoint: checkpoint) {
        report.note("\(title): \(difference).")
      }
      return try train(from: checkpoint)
    } catch let error as FileError where error.path == checkpoint && error.kind == .badData {
      // That of another trial, or of another version of the program.
      clock.restart()
      return try train(from: nil)
    }
  }

  /// Says that a network that is found kept was trained on a processor that rounds otherwise, as
  /// are the others here.
  private func tellOtherKernels(
    of kept: TrialOutcome, _ trial: Trial, _ title: String
  ) throws {
    guard let there = kept.kernels else { return }
    let here = try ArithmeticKernels.description(of: trial.recipe.training.products)
    guard there != here else { return }
    report.note(
      "\(title): trained by other kernels (\(there)) than are here (\(here)): trained here it would agree only "
        + "approximately.")
  }

  private func checkpointPath(in folder: String) -> String { "\(folder)/\(RunFile.checkpoint)" }

  // MARK: - Files

  func path(of trial: Trial) -> String { "\(folder)/\(trial.name)" }

  /// Where a trial is until it is whole.
  private func hiddenPath(of trial: Trial) -> String { "\(folder)/.\(trial.name).unfinished" }

  /// Scores a model and writes all that a run has.
  private func score(
    _ model: HeartbeatClassifier, _ trial: Trial, _ record: TrialRecord, in folder: String
  ) throws -> Evaluation {
    let scored = try ScoredModel(
      model, on: trial.scoredBeats, part: trial.part, seed: trial.seed, threads: threads)
    let data = "\(trial.training.source)"
    try model.save(to: "\(folder)/\(RunFile.model)", overwrite: true)
    try scored.writeRun(
      scored.metrics(data: data),
      RunRecord(
        of: model, data: data, scoredBeats: record.origin.scoredBeats, date: .now,
        seconds: record.seconds, threads: threads, machine: machine, command: command),
      to: folder, overwrite: true)
    return scored.evaluation
  }

  private func write(_ value: some Encodable, to path: String) throws {
    try OutputFile.write(
      try JSONEncoder.sorted(isPretty: true).text(of: value) + "\n", to: path, overwrite: true)
  }

  /// Has the folder appear under its name.
  private func finish(_ trial: Trial) throws {
    let (path, hidden) = (path(of: trial), hiddenPath(of: trial))
    do {
      let files = FileManager.default
      if files.fileExists(atPath: checkpointPath(in: hidden)) {
        try files.removeItem(atPath: checkpointPath(in: hidden))
      }
      // One that was given up, or that the person wants replaced.
      if files.fileExists(atPath: path) { try files.removeItem(atPath: path) }
      try files.moveItem(atPath: hidden, toPath: path)
    } catch {
      throw FileError(
        .inputOutput, path: path, "the finished trial cannot be put in its place",
        remedy: "Run the command again: what was trained is kept")
    }
  }
}
