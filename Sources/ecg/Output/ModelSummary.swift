import ECGDatasets
import ECGClassifier
import ECGText
import Foundation
import ECGNeuralNetwork

/// What `model-info` shows of a model.
struct ModelSummary: Encodable {
  let version: String
  let task: String
  let classes: [String]
  let samplesPerBeat: Int
  /// The parameters of one network.
  let parameters: Int
  /// The size of the file.
  let bytes: Int
  /// Whether the model was trained on made-up beats.
  let synthetic: Bool
  let dataFingerprint: String
  let recipe: Recipe
  let seed: UInt64
  let architecture: Sequential
  let members: [TrainingOutcome.Member]
  let temperature: Double
  /// What decides between two classes; nil where the most probable class does.
  let threshold: Double?
  private let layers: String
  private let training: String
  private let decision: String?
  private let beatTask: BeatTask
  /// Which beats it was trained on; nil where the file does not say.
  let trainedBeats: TrainedBeats?

  private enum CodingKeys: CodingKey {
    case version, task, classes, samplesPerBeat, parameters, bytes, synthetic, dataFingerprint
    case recipe, seed, architecture, members, temperature, threshold, trainedBeats
  }

  init(_ model: HeartbeatClassifier, bytes: Int) throws {
    version = model.version
    task = model.task.name
    classes = model.task.classes.map(\.symbol)
    samplesPerBeat = model.samplesPerBeat
    parameters = model.members[0].network.parameters.count
    self.bytes = bytes
    synthetic = model.isSynthetic
    dataFingerprint = model.dataFingerprint
    recipe = model.recipe
    seed = model.seed
    architecture = model.members[0].network.architecture
    members = model.members.map { .init(seed: $0.seed, history: $0.history) }
    temperature = model.calibration.temperature
    threshold = model.threshold?.probability
    training = model.trainingSummary
    decision = model.decision
    beatTask = model.task
    trainedBeats = model.trainedBeats
    layers = try architecture.summary()
  }

  /// The summary for the terminal.
  var text: String {
    var facts: [(name: String, value: String)] = [
      ("Task", "\(task): \(classes.joined(separator: ", "))"),
      ("Beats", "\(samplesPerBeat) samples"),
      ("File", "\(bytes.grouped) bytes, written by version \(version)"),
      ("Trained on", dataFingerprint + (synthetic ? " (synthetic beats)" : "")),
      ("Networks", "\(members.count)"),
      (members.count > 1 ? "Seeds" : "Seed", members.map { "\($0.seed)" }.joined(separator: ", ")),
    ]
    if let decision { facts.append(("Decision", decision)) }
    if let trainedBeats {
      facts += trainedBeats.facts(beatTask).map { ($0.name, $0.value) }
    }
    facts += recipe.facts.map { ($0.name, $0.value) }
    return """
      \(layers)

      \(TextTable(facts: facts))

      \(training)
      """
  }
}
