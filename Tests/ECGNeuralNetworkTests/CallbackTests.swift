import Foundation
import ECGNeuralNetwork
import Testing

@Suite struct CallbackTests {
  private let training = BumpProblem.examples(24, seed: 1)

  /// Nothing counts as an improvement after the first epoch.
  private func stalled(epochs: Int = 12) -> TrainingConfiguration {
    TrainingConfiguration(
      epochs: epochs, batchSize: 8, shards: 2, optimizer: .adam(Adam(learningRate: 0.01)))
  }

  @Test(arguments: [1, 2, 4])
  func earlyStoppingCountsItsPatience(_ patience: Int) throws {
    var configuration = stalled()
    configuration.earlyStopping = EarlyStopping(
      monitor: .loss, patience: patience, minimumDelta: 100)
    let state = try Trainer(configuration).train(BumpProblem.network(), on: training)
    #expect(state.history.epochs.count == 1 + patience)
    #expect(state.history.bestEpoch == 1)
    #expect(
      state.history.stopReason == "training loss has not improved for \(patience) epochs")
  }

  @Test func earlyStoppingRestoresTheBestWeights() throws {
    var configuration = stalled()
    configuration.earlyStopping = EarlyStopping(monitor: .loss, patience: 3, minimumDelta: 100)
    let state = try Trainer(configuration).train(BumpProblem.network(), on: training)
    let oneEpoch = try Trainer(stalled(epochs: 1)).train(BumpProblem.network(), on: training)
    #expect(state.result.parameters == oneEpoch.result.parameters)
    #expect(state.result.statistics == oneEpoch.result.statistics)
    #expect(state.network.parameters != state.result.parameters)

    configuration.earlyStopping?.restoresBestWeights = false
    let last = try Trainer(configuration).train(BumpProblem.network(), on: training)
    #expect(last.result.parameters == state.network.parameters)
  }

  @Test func earlyStoppingFollowsTheMonitor() throws {
    var configuration = stalled(epochs: 8)
    configuration.earlyStopping = EarlyStopping(monitor: .validationAccuracy, patience: 8)
    let validation = BumpProblem.examples(30, seed: 2)
    let state = try Trainer(configuration).train(
      BumpProblem.network(), on: training, validation: validation)
    let scores = state.history.epochs.compactMap(\.validationAccuracy)
    let best = try #require(scores.max())
    #expect(state.history.bestEpoch == scores.firstIndex(of: best).map { $0 + 1 })
  }

  @Test func plateausLowerTheRateDownToTheMinimum() throws {
    var configuration = stalled(epochs: 10)
    configuration.reduceOnPlateau = ReduceLROnPlateau(
      monitor: .loss, factor: 0.1, patience: 2, minimumDelta: 100, minimumLearningRate: 3e-4)
    let history = try Trainer(configuration).train(BumpProblem.network(), on: training).history
    #expect(history.learningRateDrops == [3, 5])
    let expected = [1e-2, 1e-2, 1e-2, 1e-3, 1e-3, 3e-4, 3e-4, 3e-4, 3e-4, 3e-4]
    for (epoch, rate) in zip(history.epochs, expected) {
      #expect(abs(epoch.learningRate / rate - 1) < 1e-6)
    }
  }

  @Test func plateausDoNotTouchARateThatHelps() throws {
    var configuration = stalled(epochs: 4)
    configuration.reduceOnPlateau = ReduceLROnPlateau(monitor: .loss, patience: 2)
    let history = try Trainer(configuration).train(BumpProblem.network(), on: training).history
    #expect(history.learningRateDrops.isEmpty)
  }

  /// Warm-up over 2 of 10 epochs, then half a cosine over 8 from 1 to 0.1.
  @Test func cosineGoesUpThenDown() {
    let schedule = LearningRateSchedule.cosine(warmup: 2, floor: 0.1)
    let expected = [
      0: 0, 1: 0.5, 2: 1, 4: 0.1 + 0.9 * (1 + 0.5.squareRoot()) / 2, 6: 0.55, 10: 0.1,
    ]
    for (epoch, factor) in expected {
      #expect(abs(schedule.factor(at: Double(epoch), of: 10) - factor) < 1e-12)
    }
    #expect(LearningRateSchedule.cosine(warmup: 0, floor: 0).factor(at: 0, of: 5) == 1)
    #expect(LearningRateSchedule.cosine(warmup: 5, floor: 0).factor(at: 4, of: 2) == 0.8)
    #expect(LearningRateSchedule.constant.factor(at: 7, of: 10) == 1)
  }

  /// PyTorch 2.15, whose first phase ends at step 0.3 · 21 − 1 of 20:
  ///
  ///     optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1)
  ///     schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=1, total_steps=21)
  ///     for step in range(21):
  ///         print(step, "%.9g" % schedule.get_last_lr()[0])
  ///         optimizer.step(); schedule.step() if step < 20 else None
  @Test func oneCycleIsPyTorchs() {
    let schedule = LearningRateSchedule.oneCycle(warmup: 5.3 / 20, start: 1 / 25, floor: 4e-6)
    let expected = [
      0: 0.04, 1: 0.121885271, 3: 0.618869737, 5: 0.992430677, 6: 0.994415435, 10: 0.768275115,
      15: 0.259313427, 19: 0.0113789563, 20: 4e-06,
    ]
    for (step, factor) in expected {
      #expect(abs(schedule.factor(at: Double(step) / 5, of: 4) - factor) < 1e-8)
    }
    let still = LearningRateSchedule.oneCycle(warmup: 1, start: 0.5, floor: 0)
    #expect(still.factor(at: 3, of: 3) == 1 && still.factor(at: 0, of: 3) == 0.5)
    let down = LearningRateSchedule.oneCycle(warmup: 0, start: 0.5, floor: 0.25)
    #expect(down.factor(at: 0, of: 3) == 1 && down.factor(at: 3, of: 3) == 0.25)
  }

  @Test func theScheduleReachesTheOptimiser() throws {
    var configuration = stalled(epochs: 4)
    configuration.schedule = .cosine(warmup: 0, floor: 0)
    let history = try Trainer(configuration).train(BumpProblem.network(), on: training).history
    // A step has the rate of its end, so an epoch's last step has that of the epoch's end.
    for (index, epoch) in history.epochs.enumerated() {
      let expected = 0.01 * (1 + cos(.pi * Double(index + 1) / 4)) / 2
      #expect(abs(epoch.learningRate - expected) < 1e-8)
    }
  }

  @Test func configurationAndProgressSurviveAFile() throws {
    var configuration = stalled(epochs: 3)
    configuration.schedule = .cosine(warmup: 1, floor: 0.1)
    configuration.earlyStopping = EarlyStopping(monitor: .loss)
    configuration.reduceOnPlateau = ReduceLROnPlateau(monitor: .loss)
    configuration.loss = SoftmaxCrossEntropy(classWeights: [1, 2, 3], labelSmoothing: 0.1)
    let state = try Trainer(configuration).train(BumpProblem.network(), on: training)
    #expect(try reread(configuration) == configuration)
    var other = configuration
    other.optimizer = .sgd(SGD(learningRate: 0.1, momentum: 0.8, nesterov: true, weightDecay: 0.2))
    other.loss.focusing = 2
    other.schedule = .oneCycle(warmup: 0.3, start: 0.04, floor: 0)
    #expect(try reread(other) == other)
    #expect(try reread(state.progress) == state.progress)
    #expect(try reread(state.history) == state.history)
    #expect(state.progress.epoch == 3 && state.progress.step == 9)
  }

  private func reread<Value: Codable>(_ value: Value) throws -> Value {
    try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
  }
}
