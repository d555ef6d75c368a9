public import ECGParallel
import ECGRandom

/// Trains networks.
///
/// A batch is dealt into shards; workers compute the shards' gradients, each shard alone with its
/// own batch-norm statistics, and the gradients are added in the order of the shards. So the result
/// follows from the seed, whatever the number of threads.
public struct Trainer: Sendable {
  /// How training goes.
  public let configuration: TrainingConfiguration
  /// The threads that share the work; the result does not depend on it.
  public let threads: Int
  /// Changes training examples at random, where asked for.
  public let augmentation: TrainingObserver.Augmentation?
  /// The processes that train the same network on the same examples with this one; nil where it is
  /// alone. The result does not depend on them.
  package var group: (any ProcessGroup)?

  /// How many times as large as usual a sample is that no learning rate makes up for: what
  /// amplifiers and converters give differs by less.
  private static let outOfProportion: Float = 10_000

  /// Creates a trainer.
  public init(
    _ configuration: TrainingConfiguration, threads: Int = ThreadCount.allCores,
    augmentation: TrainingObserver.Augmentation? = nil
  ) {
    self.configuration = configuration
    self.threads = threads
    self.augmentation = augmentation
  }

  /// Trains `network`.
  ///
  /// - Parameters:
  ///   - network: the network to begin with.
  ///   - training: the examples to learn from.
  ///   - validation: the examples that early stopping and plateaus watch.
  ///   - state: where to go on from, or nil to begin.
  ///   - observer: what to call on the way.
  /// - Returns: the state after the last epoch; its ``TrainingState/result`` is the
  ///   trained network.
  /// - Throws: ``NetworkError`` where data or configuration do not fit the network, ``BLASError``
  ///   where matrices cannot be multiplied, ``TrainingCancelled``, and what the observer throws.
  public func train(
    _ network: Network, on training: Examples, validation: Examples? = nil,
    from state: TrainingState? = nil, observer: TrainingObserver = .init()
  ) throws -> TrainingState {
    try configuration.check(classes: network.classCount)
    try configuration.trunk?.check(for: network)
    try training.check(for: network, as: "Training data")
    try validation?.check(for: network, as: "Validation data")
    try configuration.checkMonitors(hasValidation: validation != nil)
    try state?.check(for: network)
    if let group { try configuration.check(processes: group.count) }
    try MatrixProduct.prepare(configuration.products, threads: threads)
    var state = state ?? TrainingState(network: network)
    let frozen = configuration.trunk?.frozen(of: network.graph) ?? .init()
    if configuration.averaging != nil, state.average == nil { state.average = state.network }
    let steps = TrainingSteps(
      graph: network.graph, configuration: configuration, threads: threads,
      largestBatch: largestBatch(of: training.count),
      augmentation: augmentation, group: group)
    while !state.progress.isFinished {
      let epoch = try run(
        steps, on: training, frozen: frozen, state: &state, observer: observer)
      try finish(epoch, of: training, validation: validation, state: &state)
      try observer.onEpoch?(state)
    }
    return state
  }

  /// How many examples the next batch has where so many of an epoch are left.
  ///
  /// A single example that would be left over joins the batch before: behind a dense layer it
  /// has a variance of 0 by itself, which batch norm would take into its running variance at the
  /// end of every epoch.
  private func batchSize(left: Int) -> Int {
    let size = min(configuration.batchSize, left)
    return size > 1 && left == size + 1 ? left : size
  }

  /// The examples of the largest batch of an epoch of so many.
  private func largestBatch(of count: Int) -> Int {
    let size = min(configuration.batchSize, count)
    return size > 1 && count > size && count % size == 1 ? size + 1 : size
  }

  /// One pass over the training data.
  private func run(
    _ steps: TrainingSteps, on training: Examples, frozen: Graph.Prefix,
    state: inout TrainingState, observer: TrainingObserver
  ) throws -> TrainingHistory.Epoch {
    let number = state.progress.epoch + 1
    var order = ExampleOrder(
      of: training.count, shuffle: configuration.shuffle, prepare: training.prepare,
      using: SeededGenerator(seed: configuration.seed, stream: 1, number))
    let count = Double(training.count)
    var (loss, correct, rate) = (0.0, 0, Float(0))
    var seen = 0
    while seen < training.count {
      let batch = order.batch(of: batchSize(left: training.count - seen))
      seen += batch.count
      let done =
        Double(state.progress.epoch) + Double(seen) / count
      rate =
        configuration.optimizer.learningRate * state.progress.plateauFactor
        * Float(configuration.schedule.factor(at: done, of: configuration.epochs))
      let result = try steps.step(
        batch, of: training, learningRate: rate, state: &state,
        isCancelled: group != nil && observer.isCancelled?() == true)
      try MatrixProduct.check()
      configuration.averaging?.update(&state, frozen: frozen, threads: threads)
      loss += result.loss
      correct += result.correct
      guard loss.isFinite else {
        throw diverged(in: number, on: training, isFirstStep: state.progress.step == 1)
      }
      observer.onStep?(number, seen, loss / Double(seen))
      // Processes that share a step end after the same one.
      if group == nil ? observer.isCancelled?() == true : result.cancelled > 0 {
        throw TrainingCancelled(finishedEpochs: state.progress.epoch)
      }
    }
    return TrainingHistory.Epoch(
      number: number, loss: loss / count, accuracy: Double(correct) / count,
      learningRate: Double(rate))
  }

  /// What ends a training whose numbers are none any more: the data, or else the learning rate.
  private func diverged(in epoch: Int, on training: Examples, isFirstStep: Bool) -> any Error {
    let magnitudes = training.magnitudes
    let (largest, typical) = (magnitudes.max() ?? 0, magnitudes.sorted()[magnitudes.count / 2])
    // No learning rate is in the first loss yet, and none helps where squares of
    // samples are no numbers.
    let isData =
      isFirstStep || largest > Self.outOfProportion * typical
      || largest > Float.greatestFiniteMagnitude.squareRoot() / Self.outOfProportion
    let reason =
      isData
      ? ": samples or weights are out of all proportion; the largest sample is \(largest), that of half of the examples at most \(typical)"
      : "; a lower learning rate than \(configuration.optimizer.learningRate) may help"
    let error = NetworkError(
      "Training", "the loss is no longer a number in epoch \(epoch)\(reason)")
    // Sums and weights are the same in all processes.
    return group == nil ? error : AgreedFailure(error)
  }

  /// Scores the validation data and decides how to go on.
  private func finish(
    _ epoch: TrainingHistory.Epoch, of training: Examples, validation: Examples?,
    state: inout TrainingState
  ) throws {
    // The update of the last step has not been through a loss yet.
    guard state.network.parameters.allSatisfy(\.isFinite),
      state.network.statistics.allSatisfy(\.isFinite)
    else { throw diverged(in: epoch.number, on: training, isFirstStep: false) }
    var epoch = epoch
    if let validation {
      let score = try ValidationScore(
        state.current, on: validation, by: configuration.products, threads: threads, group: group)
      epoch.validationLoss = score.loss
      epoch.validationAccuracy = score.accuracy
      epoch.validationMacroF1 = score.macroF1
    }
    state.history.epochs.append(epoch)
    state.progress.epoch = epoch.number
    if let plateau = configuration.reduceOnPlateau { apply(plateau, epoch, &state) }
    if let stopping = configuration.earlyStopping { apply(stopping, epoch, &state) }
    if !state.progress.isFinished, epoch.number >= configuration.epochs {
      state.progress.isFinished = true
      state.history.stopReason = "all \(configuration.epochs) epochs are done"
    }
  }

  private func apply(
    _ plateau: ReduceLROnPlateau, _ epoch: TrainingHistory.Epoch, _ state: inout TrainingState
  ) {
    let cost = plateau.monitor.cost(of: epoch)
    if state.progress.plateau.isImproved(by: cost, minimumDelta: plateau.minimumDelta) { return }
    guard state.progress.plateau.wait >= plateau.patience else { return }
    state.progress.plateau.wait = 0
    let rate = configuration.optimizer.learningRate
    // Factors are compared, not rates, so that rounding cannot make a drop of the lowest rate.
    let lowered = max(
      plateau.minimumLearningRate / rate, state.progress.plateauFactor * plateau.factor)
    if lowered < state.progress.plateauFactor {
      state.progress.plateauFactor = lowered
      state.history.learningRateDrops.append(epoch.number)
    }
  }

  private func apply(
    _ stopping: EarlyStopping, _ epoch: TrainingHistory.Epoch, _ state: inout TrainingState
  ) {
    let cost = stopping.monitor.cost(of: epoch)
    if state.progress.stopping.isImproved(by: cost, minimumDelta: stopping.minimumDelta) {
      if stopping.restoresBestWeights {
        state.history.bestEpoch = epoch.number
        state.best = state.current
      }
    } else if state.progress.stopping.wait >= stopping.patience {
      state.progress.isFinished = true
      state.history.stopReason =
        "\(stopping.monitor.title) has not improved for \(stopping.patience) epochs"
    }
  }
}
