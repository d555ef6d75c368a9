public import ECGBeats
import ECGRecordings

extension Recipe {
  /// The beats to train on and those set apart to choose epoch, learning rate and temperature by.
  func split(of dataset: BeatDataset) -> StratifiedSplit {
    StratifiedSplit(
      labels: dataset.labels, validationShare: validationShare, seed: splitSeed)
  }
}

extension HeartbeatClassifier {
  /// The classifier with its calibration fitted to the validation part of the beats it was trained on,
  /// as training leaves it.
  ///
  /// - Parameters:
  ///   - dataset: the beats that the training was given.
  ///   - threads: how many threads share the work. The result does not depend on it.
  /// - Throws: `FileError` where these are other beats.
  public func calibrated(
    onBeatsOfTraining dataset: BeatDataset, threads: Int = 1
  ) throws -> HeartbeatClassifier {
    let fingerprint = dataset.fingerprint
    guard fingerprint == dataFingerprint else {
      throw FileError(
        .badData, path: "\(dataset.source)",
        "expected the beats the model was trained on, \(dataFingerprint), found \(fingerprint)",
        remedy: "Name the beats that the training was given")
    }
    return try calibrated(
      onValidationPart: dataset.selecting(recipe.split(of: dataset).validation), threads: threads)
  }

  /// The classifier with its calibration fitted to labelled beats it was not trained on; without
  /// calibration where there are none.
  func calibrated(
    onValidationPart beats: BeatDataset, threads: Int
  ) throws -> HeartbeatClassifier {
    var logProbabilities: [Double] = []
    try forEachPart(of: beats.values, threads: threads) { logProbabilities += $0 }
    return HeartbeatClassifier(
      task: task, scaler: scaler, members: members,
      calibration: TemperatureScaling(fittedTo: logProbabilities, labels: beats.labels),
      recipe: recipe, dataFingerprint: dataFingerprint, isSynthetic: isSynthetic, version: version)
  }
}
