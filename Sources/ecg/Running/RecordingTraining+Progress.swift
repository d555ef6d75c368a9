import ECGBeats
import ECGClassifier
import NeuralNetwork

extension RecordingTraining {
  /// Trains and shows how far it is, network by network.
  ///
  /// - Parameter title: what is being done.
  func train(on records: [LabelledRecording], titled title: String) throws -> RecordingClassifier {
    let bar = ProgressBar(title)
    defer { ProgressBar.clear() }
    let epochs = recipe.training.epochs
    var observer = TrainingObserver()
    observer.onStep = { epoch, _, _ in
      bar.show(Double(epoch - 1) / Double(epochs), "epoch \(epoch)/\(epochs)")
    }
    return try train(on: records, observer: observer)
  }
}
