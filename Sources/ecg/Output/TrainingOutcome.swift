import ECGBeats
import ECGClassifier
import NeuralNetwork

/// What `train --json` prints.
struct TrainingOutcome: Encodable {
  /// The model's path.
  let model: String
  let version: String
  let task: String
  let classes: [String]
  let recipe: Recipe
  let seed: UInt64
  let synthetic: Bool
  let dataFingerprint: String
  let history: TrainingHistory

  init(_ classifier: HeartbeatClassifier, path: String) {
    model = path
    version = classifier.version
    task = classifier.task.name
    classes = classifier.task.classes.map(\.symbol)
    recipe = classifier.recipe
    seed = classifier.seed
    synthetic = classifier.isSynthetic
    dataFingerprint = classifier.dataFingerprint
    history = classifier.history
  }
}

extension TrainingHistory {
  /// How training ended, in a sentence.
  var summary: String {
    let reason = stopReason.map { ": \($0)" } ?? ""
    let kept = bestEpoch.map { " The weights are those of epoch \($0)." } ?? ""
    return "Training ended after epoch \(epochs.count)\(reason).\(kept)"
  }
}
