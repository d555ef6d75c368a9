import ECGAnalysis
import ECGDatasets
import ECGClassifier
import ECGFiles
import Foundation
import ECGNeuralNetwork
import ECGReports

/// A training run that leaves a model, and a checkpoint on the way there.
struct TrainingSession {
  /// Where the model goes.
  let modelPath: String
  /// The checkpoint to go on from, if any.
  let resumeFrom: String?
  /// Whether `--resume` takes the checkpoint's path, which a person then needs to be told.
  let namesCheckpoint: Bool
  let recipe: Recipe
  /// What networks begin with.
  let transfer: TransferOptions
  /// How many networks to train.
  let members: Int
  let compute: ComputeOptions
  /// What shows how it goes, beside the terminal.
  let follow: FollowOptions
  /// Where the page is that shows how it goes, if one is wanted.
  let pagePath: String
  let overwrite: Bool
  let console: Console
  /// The processes that share the work; nil where this one works alone.
  var team: Team?

  /// Whether this process writes what comes of it.
  private var writes: Bool { team?.speaks != false }

  /// Where checkpoints go: beside the model.
  static func checkpointPath(of modelPath: String) -> String {
    stem(of: modelPath) + ".checkpoint.safetensors"
  }

  /// Where the page goes that shows how the training of a model goes, beside the model.
  static func pagePath(of modelPath: String) -> String {
    stem(of: modelPath) + ".watch.html"
  }

  private static func stem(of modelPath: String) -> String {
    modelPath.hasSuffix(".safetensors") ? String(modelPath.dropLast(12)) : modelPath
  }

  private var checkpointPath: String { TrainingSession.checkpointPath(of: modelPath) }

  /// Looks at the files of the session before any work is done.
  ///
  /// - Throws: `FileError` where the model cannot be written, the checkpoint to go on from is not
  ///   there, or one is there that nobody asked to go on from.
  func check() throws {
    if writes { try checkOutput() }
    if let resumeFrom, !FileManager.default.fileExists(atPath: resumeFrom) {
      throw FileError(
        .noInput, path: resumeFrom, "there is no checkpoint to go on from",
        remedy: "Leave out --resume to begin anew")
    }
  }

  private func checkOutput() throws {
    try OutputPlan(overwrite: overwrite).check(files: [modelPath])
    if follow.watch {
      try OutputPlan(overwrite: overwrite || resumeFrom != nil).check(files: [pagePath])
    }
    let isResumed =
      resumeFrom.map { URL(filePath: $0).standardizedFileURL }
      == URL(filePath: checkpointPath).standardizedFileURL
    if !overwrite, !isResumed, FileManager.default.fileExists(atPath: checkpointPath) {
      throw FileError(
        .cannotWrite, path: checkpointPath,
        "the checkpoint of an unfinished training exists already",
        remedy: "Pass --resume\(namesCheckpoint ? " \(checkpointPath)" : "") to go on from it, or "
          + "--force to begin anew")
    }
  }

  /// Trains, saves the model and removes the checkpoint.
  ///
  /// - Throws: ``Interrupted`` where the person ends it; the checkpoint is then kept.
  func run(on training: TrainingBeats) throws -> HeartbeatClassifier {
    let beats = training.beats
    if let resumeFrom {
      console.note("Going on from \(resumeFrom).")
      if let difference = try ClassifierTraining.differenceOfKernels(ofCheckpoint: resumeFrom) {
        console.warn(difference + ".")
      }
    } else if writes {
      try? FileManager.default.removeItem(atPath: checkpointPath)
    }
    try team?.tell(console, products: recipe.training.products)
    let source = try transfer.source
    if let source { console.note("Begins with \(source.transfer.title).") }
    if case .inMemory = training, let remark = recipe.split(of: beats).remark {
      console.warn(remark)
    }
    let monitor = TrainingMonitor(
      recipe: recipe, seed: compute.seed, members: members,
      beats: training.trainingCount(validationShare: recipe.validationShare), console: console)
    let follower = try TrainingFollower(
      writes ? follow : nil, pagePath: pagePath, recipe: recipe, seed: compute.seed,
      members: members, isSynthetic: beats.isSynthetic,
      resumes: resumeFrom != nil, overwrite: overwrite)
    do {
      var trainer = ClassifierTraining(
        recipe: recipe, seed: compute.seed, members: members, threads: compute.threads,
        source: source)
      trainer.group = team?.processes
      let model = try TransferOptions.checking(transfer.from) {
        try cooperating {
          try trainer.train(
            on: training, checkpointPath: writes ? checkpointPath : nil, resumeFrom: resumeFrom,
            observer: follower.following(monitor.observer),
            onMember: {
              monitor.begin(member: $0)
              follower.begin(member: $0)
            })
        }
      }
      ProgressBar.clear()
      guard writes else { return model }
      try follower.end(.finished)
      try model.save(to: modelPath, overwrite: overwrite)
      try? FileManager.default.removeItem(atPath: checkpointPath)
      return model
    } catch is TrainingCancelled {
      try? follower.end(.ended("interrupted"))
      throw Interrupted(advice: advice)
    } catch {
      try? follower.end(.ended("an error ended it"))
      throw error
    }
  }

  /// Runs work that ends by itself when it is interrupted, or for which others wait.
  private func cooperating<Result>(_ work: () throws -> Result) rethrows -> Result {
    guard team != nil else { return try Interruption.cooperating(work) }
    return try Interruption.cooperating(orSaying: { Interrupted(advice: advice) }, work)
  }

  /// What a person who ended the training can do.
  private var advice: String {
    let kept = [checkpointPath, resumeFrom].compactMap { $0 }
      .first { FileManager.default.fileExists(atPath: $0) }
    guard let kept else { return "No epoch was finished, so there is nothing to go on from" }
    let command = ResumeCommand(
      arguments: CommandLine.arguments, checkpoint: namesCheckpoint ? kept : nil, keepsForce: true)
    return "The checkpoint \(kept) is kept. Go on with:\n  \(command.text)\n"
  }
}

extension ClassifierTraining {
  /// Trains on beats wherever they are.
  fileprivate func train(
    on beats: TrainingBeats, checkpointPath: String?, resumeFrom: String?,
    observer: TrainingObserver, onMember: @escaping (Int) -> Void
  ) throws -> HeartbeatClassifier {
    switch beats {
    case .inMemory(let beats):
      try train(
        on: beats, checkpointPath: checkpointPath, resumeFrom: resumeFrom, observer: observer,
        onMember: onMember)
    case .inFiles(let shards):
      try train(
        on: shards, checkpointPath: checkpointPath, resumeFrom: resumeFrom, observer: observer,
        onMember: onMember)
    }
  }
}
