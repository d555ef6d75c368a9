import ECGDatasets
import ArgumentParser
import ECGClassifier
import ECGReports
import Foundation

/// `ecg model-info`.
struct ModelInfo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model-info",
    abstract: "Shows what a model is and how it came about.",
    discussion: """
      Layers, recipe, seed, data and training history, of the pretrained model where none is named. \
      With --card, a model card in Markdown instead, from the model's scores in --metrics.

      \(Wording.disclaimer)
      """)

  @Argument(
    help: "The model's file, instead of the pretrained model.",
    completion: .file(extensions: ["safetensors"]))
  var model: String?

  @Flag(help: "Print a model card in Markdown.")
  var card = false

  @Option(
    help: "For --card: the metrics.json that \"ecg evaluate --output\" wrote for the model.",
    completion: .file(extensions: ["json"]))
  var metrics: String?

  @Option(
    help: "For --card: what \"ecg train --json\" printed for the model.",
    completion: .file(extensions: ["json"]))
  var training: String?

  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    guard card == (metrics != nil) else {
      throw ValidationError("--card and --metrics go together: a card without scores is none")
    }
    guard card || training == nil else {
      throw ValidationError("--training goes with --card")
    }
    guard !card || !jsonOption.json else {
      throw ValidationError("--card and --json are two forms of output; choose one")
    }
  }

  /// The command that trains a model anew.
  private static func training(of model: HeartbeatClassifier) -> String {
    var words = ["ecg train --data DIR"]
    if model.task != .arrhythmia { words.append("--task \(model.task.name)") }
    words.append("--recipe \(model.recipe.name) --seed \(model.seed)")
    if let transfer = model.recipe.transfer {
      words.append("--from MODEL --freeze \(transfer.freezing.rawValue)")
    }
    if model.members.count > 1 { words.append("--members \(model.members.count)") }
    return (words + ["--output model.safetensors"]).joined(separator: " ")
  }

  func run() throws {
    let console = jsonOption.console
    let classifier = try ModelSource.load(model)
    ModelSource.tell(classifier, from: model, console)
    let summary = try ModelSummary(classifier, bytes: ModelSource.size(model))
    if let metrics {
      let card = ModelCard(
        title: model == nil ? "The pretrained heartbeat classifier" : "A heartbeat classifier",
        of: classifier, bytes: summary.bytes,
        metrics: try .init(path: metrics, of: classifier),
        training: try training.map { try .init(path: $0, of: classifier) },
        retraining: model == nil
          ? "scripts/train-pretrained --check --data DIR"
          : Self.training(of: classifier))
      try console.say(try card.markdown().trimmingCharacters(in: .newlines))
    } else if jsonOption.json {
      try console.printJSON(summary)
    } else {
      try console.say(summary.text)
    }
  }
}
