public import ECGBeats
import ECGRecordings
public import NeuralNetwork

/// Makes a classifier from labelled beats by a recipe.
public struct ClassifierTraining: Sendable {
  /// The recipe.
  public let recipe: Recipe
  /// Decides the split, the first weights, the order of the beats and dropout.
  public let seed: UInt64
  /// The threads that share the work; the result does not depend on it.
  public let threads: Int

  /// Creates a training.
  public init(recipe: Recipe, seed: UInt64, threads: Int = 1) {
    self.recipe = recipe
    self.seed = seed
    self.threads = threads
  }

  /// Trains a classifier.
  ///
  /// A part of the beats, `recipe.validationShare` of each class, is set apart to choose the epoch
  /// and the learning rate; the scaler is fitted to the rest alone.
  ///
  /// - Parameters:
  ///   - dataset: labelled beats.
  ///   - checkpointPath: where to leave a checkpoint after each epoch, replacing the one before; nil
  ///     for none. It is for the caller to remove it in the end.
  ///   - resumeFrom: the checkpoint to go on from. It must be of the same recipe, seed and beats.
  ///   - observer: what to call on the way.
  /// - Throws: `FileError` for beats that cannot be trained on and for checkpoints, `NetworkError` where
  ///   the recipe makes no sense for them or training diverges,
  ///   `TrainingCancelled`, and what the observer throws.
  public func train(
    on dataset: BeatDataset, checkpointPath: String? = nil, resumeFrom: String? = nil,
    observer: TrainingObserver = .init()
  ) throws -> HeartbeatClassifier {
    try check(dataset)
    let split = StratifiedSplit(
      labels: dataset.labels, validationShare: recipe.validationShare, seed: seed)
    let trainingPart = dataset.selecting(split.training)
    let scaler = Scaler(recipe.scaling, fittedTo: trainingPart)
    var configuration = recipe.training
    configuration.seed = seed
    configuration.loss.classWeights = recipe.classWeighting
      .weights(counts: trainingPart.classCounts).map(Float.init)
    let fingerprint = dataset.fingerprint
    let network = try Network(
      recipe.architecture(task: dataset.task, samplesPerBeat: dataset.samplesPerBeat), seed: seed)
    let origin = Checkpoint.Origin(
      recipe: recipe, architecture: network.architecture, seed: seed, dataFingerprint: fingerprint)
    let start = try resumeFrom.map { try Checkpoint.load(path: $0, of: origin) }
    let state = try Trainer(configuration, threads: threads).train(
      network, on: examples(trainingPart, scaler),
      validation: split.validation.isEmpty
        ? nil : examples(dataset.selecting(split.validation), scaler),
      from: start, observer: saving(observer, origin: origin, to: checkpointPath))
    return HeartbeatClassifier(
      task: dataset.task, scaler: scaler, network: state.result, recipe: recipe,
      history: state.history, seed: seed, dataFingerprint: fingerprint,
      isSynthetic: dataset.isSynthetic)
  }

  private func check(_ dataset: BeatDataset) throws {
    func refuse(_ problem: String) -> FileError {
      FileError(
        .badData, path: "\(dataset.source)", problem,
        remedy: "Train on labelled beats of two classes or more")
    }
    guard dataset.count > 0 else { throw refuse("expected beats, found none") }
    guard dataset.isLabelled else {
      throw refuse("expected a class with every beat, found \(dataset.count) beats without")
    }
    let present = dataset.task.classes.indices.filter { dataset.classCounts[$0] > 0 }
    guard present.count > 1 else {
      let symbols = present.map { dataset.task.classes[$0].symbol }.joined()
      throw refuse("expected beats of two classes at least, found \(symbols) alone")
    }
  }

  /// Beats as examples, scaled each time one is wanted: no copy of them is made.
  private func examples(_ dataset: BeatDataset, _ scaler: Scaler) -> Examples {
    let values = dataset.values
    return Examples(labels: dataset.labels, size: dataset.samplesPerBeat) { index, target in
      values.copyBeat(index, to: target)
      scaler.apply(toBeat: target)
    }
  }

  /// The observer with a checkpoint written before it hears of an epoch.
  private func saving(
    _ observer: TrainingObserver, origin: Checkpoint.Origin, to path: String?
  ) -> TrainingObserver {
    guard let path else { return observer }
    var saving = observer
    let onEpoch = observer.onEpoch
    saving.onEpoch = { state in
      try Checkpoint.save(state, of: origin, to: path)
      try onEpoch?(state)
    }
    return saving
  }
}
