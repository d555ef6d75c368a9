import ECGDatasets
import ECGClassifier
import Foundation
import ECGNeuralNetwork

/// What `train --json` and `ensemble --json` print.
struct TrainingOutcome: Encodable {
  /// One network.
  struct Member: Encodable {
    let seed: UInt64
    let history: TrainingHistory
  }

  /// The model's path.
  let model: String
  let version: String
  let task: String
  let classes: [String]
  let recipe: Recipe
  let seed: UInt64
  let synthetic: Bool
  let dataFingerprint: String
  let members: [Member]
  /// Which beats it was trained on, and which of them were set apart.
  let trainedBeats: TrainedBeats?
  let temperature: Double
  /// What decides between two classes; nil where the most probable class does.
  let threshold: Double?
  /// How long reading and training took; nil where networks were put together.
  let seconds: Double?
  let threads: Int
  /// The system and its processors, in words.
  let machine: String

  init(_ classifier: HeartbeatClassifier, path: String, seconds: Double?, threads: Int) {
    model = path
    version = classifier.version
    task = classifier.task.name
    classes = classifier.task.classes.map(\.symbol)
    recipe = classifier.recipe
    seed = classifier.seed
    synthetic = classifier.isSynthetic
    dataFingerprint = classifier.dataFingerprint
    trainedBeats = classifier.trainedBeats
    temperature = classifier.calibration.temperature
    threshold = classifier.threshold?.probability
    members = classifier.members.map { Member(seed: $0.seed, history: $0.history) }
    self.seconds = seconds.map { ($0 * 10).rounded() / 10 }
    self.threads = threads
    machine = Machine.description
  }
}

extension HeartbeatClassifier {
  /// How the training of each network ended, in a line, and how the whole was calibrated.
  var trainingSummary: String {
    if recipe.isForeign { return "Trained elsewhere; its probabilities are left as they are." }
    let lines = members.map { member in
      (members.count > 1 ? "Seed \(member.seed): " : "") + member.history.summary
    }
    let temperature = String(format: "%.4f", calibration.temperature)
    let bound =
      calibration.isAtBound
      ? ", as far as is looked for, which is suspicious: the network is sure where it is wrong" : ""
    let calibrated =
      calibration == .none
      ? "The probabilities are left as they are (temperature 1)."
      : "Calibrated on the validation beats: temperature \(temperature)\(bound)."
    let apart =
      trainedBeats.map { ["Set apart for validation: \($0.validationText(task))."] } ?? []
    return (lines + apart + [calibrated] + (decision.map { ["Decision: \($0)."] } ?? []))
      .joined(separator: "\n")
  }
}

extension TrainingHistory {
  /// How training ended, in a sentence.
  fileprivate var summary: String {
    let reason = stopReason.map { ": \($0)" } ?? ""
    let kept = bestEpoch.map { " The weights are those of epoch \($0)." } ?? ""
    return "Training ended after epoch \(epochs.count)\(reason).\(kept)"
  }
}
