import ECGDatasets
import ECGSignals
import ECGNeuralNetwork
import ECGClassifier

/// What `GET /v1/models` tells of a model.
struct ModelDescription: Encodable, Sendable {
  /// A class that it tells apart.
  struct Class: Encodable, Sendable {
    let symbol: String
    let name: String
  }

  /// Its name: what it is for, its recipe and its seed.
  let id: String
  /// What it classifies: `beats` or `recordings`.
  let classifies: String
  let task: String
  let classes: [Class]
  /// The samples of a beat that comes alone.
  let samplesPerBeat: Int?
  /// The number of networks, or of forests, whose probabilities are averaged.
  let networks: Int
  /// The parameters of one network, or the trees of all forests.
  let parameters: Int
  /// Whether it was trained on made-up beats and is of no use for real ones.
  let synthetic: Bool
  /// The version of the package that trained it.
  let version: String

  init(_ model: HeartbeatClassifier) {
    id = "beats-\(model.recipe.name)-\(model.seed)"
    classifies = "beats"
    task = model.task.name
    classes = model.task.classes.map { Class(symbol: $0.symbol, name: $0.name) }
    samplesPerBeat = model.samplesPerBeat
    networks = model.members.count
    parameters = model.members[0].network.parameters.count
    synthetic = model.isSynthetic
    version = model.version
  }

  init(_ model: RecordingClassifier) {
    id = "recordings-\(model.recipe.context.rawValue)-\(model.seed)"
    classifies = "recordings"
    task = model.task.name
    classes = model.task.classes.map { Class(symbol: $0.symbol, name: $0.name) }
    samplesPerBeat = nil
    networks = model.forestCount
    parameters = model.treeCount
    synthetic = false
    version = model.version
  }
}
