public import ECGParallel
public import ECGDatasets
import ECGFiles
import Foundation

extension Recipe {
  /// The beats to train on and those set apart to choose epoch, learning rate, temperature and threshold
  /// by: other patients where the patients are known, otherwise beats of every class.
  package func split(of dataset: BeatDataset) -> (training: [Int], validation: [Int]) {
    if let split = patientSplit(of: dataset) { return (split.training, split.validation) }
    let split = StratifiedSplit(
      labels: dataset.labels, validationShare: validationShare, seed: splitSeed)
    return (split.training, split.validation)
  }

  /// The split by patient; nil where patients are not known, or too few for every class to be trained on.
  private func patientSplit(of dataset: BeatDataset) -> RecordSplit? {
    guard let origins = dataset.origins, origins.allSatisfy({ $0.patient != nil }),
      let split = RecordSplit(dataset, validationShare: validationShare, seed: splitSeed),
      Set(split.training.map { dataset.labels[$0] }) == Set(dataset.labels)
    else { return nil }
    return split
  }
}

extension HeartbeatClassifier {
  /// What decides between two classes, in words; nil for more classes.
  public var decision: String? {
    guard task.isBinary else { return nil }
    let symbol = task.classes[1].symbol
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

  /// The classifier with its calibration, and for two classes its threshold, fitted to the validation part
  /// of the beats it was trained on, as training leaves it.
  ///
  /// - Parameters:
  ///   - dataset: the beats that the training was given.
  ///   - threads: how many threads share the work. The result does not depend on it.
  /// - Throws: `FileError` where these are other beats.
  public func calibrated(
    onBeatsOfTraining dataset: BeatDataset, threads: Int = ThreadCount.allCores
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

  /// The patients of a class below which nothing is fitted to their beats: what two or three hearts say of
  /// probabilities does not hold for others.
  private static let fewestPatients = 5

  /// Whether something can be fitted to beats: they are of enough patients, as far as these are known.
  private func allowFitting(_ beats: BeatDataset) -> Bool {
    guard let origins = beats.origins, origins.allSatisfy({ $0.patient != nil }) else {
      return true
    }
    return task.classes.indices.allSatisfy { label in
      let patients = zip(origins, beats.labels).filter { $0.1 == label }.map(\.0.person)
      return Set(patients).count >= Self.fewestPatients
    }
  }

  /// The classifier with its calibration and threshold fitted to labelled beats it was not trained on;
  /// without them where there are none, or those of too few patients.
  func calibrated(
    onValidationPart beats: BeatDataset, threads: Int
  ) throws -> HeartbeatClassifier {
    guard allowFitting(beats) else {
      return HeartbeatClassifier(
        task: task, scaler: scaler, members: members, recipe: recipe,
        dataFingerprint: dataFingerprint, isSynthetic: isSynthetic, version: version)
    }
    var logProbabilities: [Double] = []
    try forEachPart(of: beats.values, threads: threads, asInTraining: true) {
      logProbabilities += $0
    }
    let calibration = TemperatureScaling(fittedTo: logProbabilities, labels: beats.labels)
    var threshold: DecisionThreshold?
    if task.isBinary {
      var probabilities: [Float] = []
      calibration.apply(to: &logProbabilities, classes: 2, appendingTo: &probabilities)
      let ofSecond = beats.labels.indices.map { probabilities[2 * $0 + 1] }
      threshold = DecisionThreshold(fittedTo: ofSecond, labels: beats.labels)
    }
    return HeartbeatClassifier(
      task: task, scaler: scaler, members: members, calibration: calibration, threshold: threshold,
      recipe: recipe, dataFingerprint: dataFingerprint, isSynthetic: isSynthetic, version: version)
  }
}
