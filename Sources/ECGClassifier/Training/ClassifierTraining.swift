public import ECGParallel
public import ECGDatasets
import ECGFiles
public import ECGNeuralNetwork
import ECGText
import Foundation

/// Makes a classifier from labelled beats by a recipe.
public struct ClassifierTraining: Sendable {
  /// The recipe, with what networks begin with.
  public let recipe: Recipe
  /// Decides the first weights, the order of the beats and dropout.
  public let seed: UInt64
  /// How many networks are trained, one after the other, with the seeds from `seed` on.
  public let members: Int
  /// The threads that share the work; the result does not depend on it.
  public let threads: Int
  /// The processes that train the same classifier on the same beats with this one; nil where it is
  /// alone. The result does not depend on them.
  package var group: (any ProcessGroup)?
  private let source: TransferSource?

  /// Creates a training.
  ///
  /// - Parameters:
  ///   - recipe: how to train.
  ///   - seed: what all that is left to chance follows from.
  ///   - members: how many networks to train, whose probabilities are averaged.
  ///   - threads: how many threads share the work. The result does not depend on it.
  ///   - source: the classifier whose convolutions come along; nil for random weights.
  public init(
    recipe: Recipe, seed: UInt64, members: Int = 1, threads: Int = ThreadCount.allCores,
    source: TransferSource? = nil
  ) {
    var recipe = recipe
    recipe.transfer = source?.transfer
    self.recipe = recipe
    self.source = source
    self.seed = seed
    self.members = members
    self.threads = threads
  }

  /// Trains a classifier.
  ///
  /// A part of the beats, `recipe.validationShare` of each class, is set apart to choose the epoch
  /// and the learning rate, by patient where the patients are known; the scaler is fitted to the
  /// rest alone, or comes along with the classifier that networks begin with. Where there are
  /// several networks, each is the one that its own seed alone gives. In the end the classifier is
  /// calibrated on the part that was set apart, and for two classes a threshold is chosen by it,
  /// unless it has fewer than five patients of a class.
  ///
  /// - Parameters:
  ///   - dataset: labelled beats.
  ///   - checkpointPath: where to leave a checkpoint after each epoch, replacing the one before;
  ///     nil for none. It is for the caller to remove it in the end.
  ///   - resumeFrom: the checkpoint to go on from. It must be of the same recipe, seed, number of
  ///     networks, beats and patients.
  ///   - observer: what to call on the way.
  ///   - onMember: called before the training of each network, with its index, counted from 0.
  /// - Throws: `FileError` for beats that cannot be trained on and for checkpoints,
  ///   ``TransferError`` where the classifier to begin with does not fit the recipe, `NetworkError`
  ///   where the recipe makes no sense for them, there is to be no network, or training diverges,
  ///   `TrainingCancelled`, and what the observer throws.
  public func train(
    on dataset: BeatDataset, checkpointPath: String? = nil, resumeFrom: String? = nil,
    observer: TrainingObserver = .init(), onMember: ((Int) -> Void)? = nil
  ) throws -> HeartbeatClassifier {
    try check(dataset)
    return try train(
      BeatsInMemory(dataset, recipe.split(of: dataset)), checkpointPath, resumeFrom, observer,
      onMember)
  }

  /// Trains a classifier on beats that are left in files, in memory that does not grow with their
  /// number.
  ///
  /// A part of them is set apart by class, no more than some hundred thousand. Unless the recipe
  /// says how, the order of the others is drawn as a `BlockShuffle` has it.
  ///
  /// - Parameters:
  ///   - shards: the beats.
  ///   - checkpointPath: where to leave a checkpoint after each epoch; nil for none.
  ///   - resumeFrom: the checkpoint to go on from.
  ///   - observer: what to call on the way.
  ///   - onMember: called before the training of each network, with its index, counted from 0.
  /// - Throws: as where they are in memory.
  public func train(
    on shards: BeatShards, checkpointPath: String? = nil, resumeFrom: String? = nil,
    observer: TrainingObserver = .init(), onMember: ((Int) -> Void)? = nil
  ) throws -> HeartbeatClassifier {
    try check(shards.beats, classCounts: shards.classCounts)
    let split = try ShardedSplit(
      shards, validationShare: recipe.validationShare, seed: recipe.splitSeed)
    return try train(
      BeatsInFiles(shards, split), checkpointPath, resumeFrom, observer, onMember)
  }

  private func train(
    _ material: some TrainingMaterial, _ checkpointPath: String?, _ resumeFrom: String?,
    _ observer: TrainingObserver, _ onMember: ((Int) -> Void)?
  ) throws -> HeartbeatClassifier {
    guard members > 0 else {
      throw NetworkError("ClassifierTraining", "expected a network or more, found \(members)")
    }
    let beats = material.beats
    let scaler = source?.scaler ?? Scaler(recipe.scaling, fittedTo: material.training)
    var configuration = recipe.training
    configuration.trunk = source?.trunk
    configuration.loss.classWeights = recipe.classWeighting
      .weights(counts: material.trainingCounts).map(Float.init)
    configuration.shuffle = configuration.shuffle ?? material.shuffle
    let origin = Checkpoint.Origin(
      recipe: recipe,
      architecture: recipe.architecture(task: beats.task, samplesPerBeat: beats.samplesPerBeat),
      seed: seed, members: members, dataFingerprint: material.fingerprint,
      splitFingerprint: material.splitFingerprint)
    var progress =
      try resumeFrom.map { try Checkpoint.load(path: $0, of: origin) } ?? Checkpoint.Progress()
    try group.map { try checkAgreement(in: $0, on: origin, progress) }
    // Augmentation is of beats as they come, so they are scaled after it.
    let augmentation = recipe.augmentation.map { $0.beforeScaling(scaler) }
    let training = material.examples(augmentation == nil ? scaler : nil)
    let validation = material.validation.count == 0 ? nil : material.validation.examples(scaler)
    while progress.finished.count < members {
      onMember?(progress.finished.count)
      configuration.seed = seed &+ UInt64(progress.finished.count)
      var trainer = Trainer(configuration, threads: threads, augmentation: augmentation)
      trainer.group = group
      let state = try trainer.train(
        firstNetwork(origin.architecture, seed: configuration.seed), on: training,
        validation: validation, from: progress.running,
        observer: saving(observer, after: progress.finished, of: origin, to: checkpointPath))
      progress.finished.append(
        .init(network: state.result, history: state.history, seed: configuration.seed))
      progress.running = nil
    }
    return try HeartbeatClassifier(
      task: beats.task, scaler: scaler, members: progress.finished, recipe: recipe,
      dataFingerprint: origin.dataFingerprint,
      splitFingerprint: material.isSplitTold ? origin.splitFingerprint : nil,
      sampleRange: material.otherRange, trainedBeats: material.trainedBeats,
      isSynthetic: beats.isSynthetic || source?.isSynthetic == true
    ).calibrated(onValidationPart: material.validation, threads: threads)
  }

  /// Why a run that goes on from a checkpoint will not end in the bits of one that was never
  /// interrupted: the checkpoint was computed by other kernels, which round otherwise. Nil
  /// where it was not.
  ///
  /// - Throws: `FileError` where the checkpoint cannot be read or is none; `BLASError` where
  ///   nothing can be computed here.
  public static func differenceOfKernels(ofCheckpoint path: String) throws -> String? {
    guard let (there, here) = try Checkpoint.kernels(ofFile: path), there != here else {
      return nil
    }
    return
      "the checkpoint was computed by other kernels (\(there)) than are here (\(here)): the model "
      + "will agree with that of a run without interruption only approximately"
  }

  /// Checks that all processes train the same.
  ///
  /// - Throws: `AgreedFailure` where one has other beats, another recipe or another checkpoint.
  private func checkAgreement(
    in group: any ProcessGroup, on origin: Checkpoint.Origin, _ progress: Checkpoint.Progress
  ) throws {
    try group.checkSame(
      [
        ("program", Version.current), ("recipe", try JSONEncoder.sorted().text(of: origin.recipe)),
        ("seed", "\(seed)"), ("number of networks", "\(members)"),
        ("beats", origin.dataFingerprint), ("validation part", origin.splitFingerprint),
        ("checkpoint", "\(progress.finished.count) \(progress.running?.progress.step ?? 0)"),
      ], remedy: "Start all with the same options and files, which each of them reads")
  }

  private func firstNetwork(_ architecture: Sequential, seed: UInt64) throws -> Network {
    let network = try Network(architecture, seed: seed)
    return try source?.begin(network, recipe: recipe) ?? network
  }

  private func check(_ dataset: BeatDataset) throws {
    guard dataset.isLabelled || dataset.count == 0 else {
      throw refuse(
        dataset, "expected a class with every beat, found \(dataset.count) beats without")
    }
    try check(dataset, classCounts: dataset.classCounts)
  }

  private func refuse(_ dataset: BeatDataset, _ problem: String) -> FileError {
    FileError(
      .badData, path: "\(dataset.source)", problem,
      remedy: "Train on labelled beats of two classes or more")
  }

  private func check(_ dataset: BeatDataset, classCounts: [Int]) throws {
    guard dataset.count > 0 else { throw refuse(dataset, "expected beats, found none") }
    let present = dataset.task.classes.indices.filter { classCounts[$0] > 0 }
    guard present.count > 1 else {
      let symbols = present.map { dataset.task.classes[$0].symbol }.joined()
      throw refuse(dataset, "expected beats of two classes at least, found \(symbols) alone")
    }
  }

  /// The observer with a checkpoint written before it hears of an epoch.
  private func saving(
    _ observer: TrainingObserver, after finished: [HeartbeatClassifier.Member],
    of origin: Checkpoint.Origin, to path: String?
  ) -> TrainingObserver {
    guard let path else { return observer }
    var saving = observer
    let onEpoch = observer.onEpoch
    saving.onEpoch = { state in
      try Checkpoint.save(state, after: finished, of: origin, to: path)
      try onEpoch?(state)
    }
    return saving
  }
}
