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
  /// How long reading and training took.
  let seconds: Double
  let threads: Int
  /// The system and its processors, in words.
  let machine: String

  init(_ classifier: HeartbeatClassifier, path: String, seconds: Double, threads: Int) {
    model = path
    version = classifier.version
    task = classifier.task.name
    classes = classifier.task.classes.map(\.symbol)
    recipe = classifier.recipe
    seed = classifier.seed
    synthetic = classifier.isSynthetic
    dataFingerprint = classifier.dataFingerprint
    history = classifier.history
    self.seconds = (seconds * 10).rounded() / 10
    self.threads = threads
    machine = Machine.description
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
