import ECGBeats
import ECGClassifier

extension RecordingTraining {
  /// Trains and shows how far it is.
  ///
  /// - Parameter title: what is being done.
  func train(on records: [LabelledRecording], titled title: String) throws -> RecordingClassifier {
    let bar = ProgressBar(title)
    defer { ProgressBar.clear() }
    return try train(on: records) { bar.show($0) }
  }
}
