public import ECGParallel
public import ECGDatasets
import ECGFiles
import Foundation

extension HeartbeatClassifier {
  /// What decides between two classes, in words; nil for more classes.
  public var decision: String? {
    guard task.isBinary else { return nil }
    let symbol = task.classes[BeatTask.positiveLabel].symbol
    guard let threshold else {
      return """
        \(symbol) where it is the more probable of the two; the validation beats allow no better choice
        """
    }
    return """
      \(symbol) from a probability of \(String(format: "%.4f", threshold.probability)) on, where Youden's J \
      (sensitivity + specificity − 1) is largest on the validation beats
      """
  }

  /// The classifier with its calibration, and for two classes its threshold, fitted to the
  /// validation part of the beats it was trained on, as training leaves it.
  ///
  /// - Parameters:
  ///   - dataset: the beats that the training was given.
  ///   - threads: how many threads share the work. The result does not depend on it.
  /// - Throws: `FileError` where these are other beats, or of other patients than the training was
  ///   told, so that some would be set apart that it learnt from.
  public func calibrated(
    onBeatsOfTraining dataset: BeatDataset, threads: Int = ThreadCount.allCores
  ) throws -> HeartbeatClassifier {
    try calibrated(onMaterial: BeatsInMemory(dataset, recipe.split(of: dataset)), threads: threads)
  }

  /// The same where the beats are left in files, as they were in training.
  ///
  /// - Parameters:
  ///   - shards: the beats that the training was given.
  ///   - threads: how many threads share the work. The result does not depend on it.
  /// - Throws: as where they are in memory.
  public func calibrated(
    onBeatsOfTraining shards: BeatShards, threads: Int = ThreadCount.allCores
  ) throws -> HeartbeatClassifier {
    let split = try ShardedSplit(
      shards, validationShare: recipe.validationShare, seed: recipe.splitSeed)
    return try calibrated(onMaterial: BeatsInFiles(shards, split), threads: threads)
  }

  private func calibrated(
    onMaterial material: some TrainingMaterial, threads: Int
  ) throws -> HeartbeatClassifier {
    guard material.fingerprint == dataFingerprint else {
      throw FileError(
        .badData, path: "\(material.beats.source)",
        "expected the beats the model was trained on, \(dataFingerprint), found \(material.fingerprint)",
        remedy: "Name the beats that the training was given")
    }
    // Older models do not say, nor do those of beats in memory of unknown patients.
    guard splitFingerprint == nil || splitFingerprint == material.splitFingerprint else {
      let areOfPatients = trainedBeats?.patients.isEmpty == false
      throw FileError(
        .badData, path: "\(material.beats.source)",
        areOfPatients
          ? "expected the patients by which the training set beats apart, found others"
          : "expected the beats in the files of the training, which set others of them apart",
        remedy: areOfPatients
          ? "Name the beats with the patients that the training was given"
          : "Name the beats as the training was given them")
    }
    return try calibrated(onValidationPart: material.validation, threads: threads)
  }

  /// The patients of a class below which nothing is fitted to their beats: what two or three hearts
  /// say of probabilities does not hold for others.
  private static let fewestPatients = 5

  /// Whether something can be fitted to beats: they are of enough patients, as far as
  /// these are known.
  private func allowFitting(_ beats: BeatDataset) -> Bool {
    guard let origins = beats.origins, origins.allSatisfy({ $0.patient != nil }) else {
      return true
    }
    return task.classes.indices.allSatisfy { label in
      let patients = zip(origins, beats.labels).filter { $0.1 == label }.map(\.0.patientOrRecord)
      return Set(patients).count >= Self.fewestPatients
    }
  }

  /// The classifier with its calibration and threshold fitted to labelled beats it was not trained
  /// on; without them where there are none, or those of too few patients.
  func calibrated(
    onValidationPart beats: BeatDataset, threads: Int
  ) throws -> HeartbeatClassifier {
    var calibrated = self
    (calibrated.calibration, calibrated.threshold) = (.none, nil)
    guard allowFitting(beats) else { return calibrated }
    var logProbabilities: [Double] = []
    try forEachPart(of: beats.values, threads: threads, asInTraining: true) {
      logProbabilities += $0
    }
    let calibration = TemperatureScaling(fittedTo: logProbabilities, labels: beats.labels)
    calibrated.calibration = calibration
    if task.isBinary {
      var probabilities: [Float] = []
      calibration.apply(to: &logProbabilities, classes: 2, appendingTo: &probabilities)
      let ofPositive = beats.labels.indices.map { probabilities[2 * $0 + BeatTask.positiveLabel] }
      calibrated.threshold = DecisionThreshold(fittedTo: ofPositive, labels: beats.labels)
    }
    return calibrated
  }
}
