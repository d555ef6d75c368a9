import ECGBoostedTrees
import ECGClassifier
import ECGDatasets
import ECGSignals
import ECGText
import Foundation

/// What `model-info` shows of a model for recordings.
struct RecordingModelSummary: Encodable {
  let version: String
  let task: String
  let classes: [String]
  /// The size of the file.
  let bytes: Int
  let forests: Int
  /// The trees of all forests.
  let trees: Int
  let recipe: RecordingRecipe
  let seed: UInt64
  /// The names of the records that it was trained on.
  let records: [String]

  init(_ model: RecordingClassifier, bytes: Int) {
    version = model.version
    task = model.task.name
    classes = model.task.classes.map(\.symbol)
    self.bytes = bytes
    forests = model.forestCount
    trees = model.treeCount
    recipe = model.recipe
    seed = model.seed
    records = model.records
  }

  /// The summary for the terminal.
  var text: String {
    let facts: [(name: String, value: String)] = [
      ("Task", "\(task): \(classes.joined(separator: ", "))"),
      ("Sees", String(recipe.context.title.trimmingPrefix("and "))),
      ("File", "\(bytes.grouped) bytes, written by version \(version)"),
      (
        "Trees",
        "\(trees.grouped) in \(forests.counted("forest")), \(recipe.trees.rounds) "
          + "rounds of \(recipe.trees.leaves) leaves at a learning rate of \(recipe.trees.learningRate)"
      ),
      (
        "Augmented",
        "\(recipe.augmentedRecords) records from each, which weigh \(recipe.augmentedWeight), and "
          + "\(recipe.augmentedRunRecords) with ventricular runs, which weigh \(recipe.augmentedRunWeight)"
      ),
      ("Seed", "\(seed)"),
      (
        "Trained on",
        "\(records.count.counted("record")): \(records.joined(separator: ", "))"
      ),
    ]
    return TextTable(facts: facts).description
  }
}
