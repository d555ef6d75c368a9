import ECGNeuralNetwork

extension StudyReport {
  /// What a training calls that is part of a study.
  ///
  /// - Parameters:
  ///   - title: what is trained, in words.
  ///   - epochs: passes over the beats, at the most.
  ///   - onEpoch: called with the training so far; an error ends it.
  func observer(
    _ title: String, epochs: Int,
    onEpoch: (@Sendable (TrainingHistory) throws -> Void)? = nil
  ) -> TrainingObserver {
    var observer = TrainingObserver()
    observer.onStep = { epoch, _, _ in
      progress(
        "Training, \(title)", Double(epoch - 1) / Double(epochs), "epoch \(epoch)/\(epochs)")
    }
    observer.onEpoch = { try onEpoch?($0.history) }
    observer.isCancelled = isCancelled
    return observer
  }
}
