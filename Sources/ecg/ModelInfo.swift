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
      Layers, recipe, seed, data and training history, of the pretrained model for beats where none is \
      named; of a model for recordings its trees, recipe, seed and records. \
      With --card, a model card in Markdown instead, from the model's scores in --metrics.

      \(Wording.disclaimer)
      """)

  @Argument(
    help: "The model's file, instead of the pretrained model.",
    completion: .file(extensions: ["safetensors"]))
  var model: String?

  @Flag(help: "Where no file is named: the pretrained model for recordings.")
  var recordings = false

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
    guard !recordings || model == nil && !card else {
      throw ValidationError("--recordings is for the pretrained model, and goes without --card")
    }
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

  /// The command that trains a model anew. MODEL is the model's own file, SOURCE that of the
  /// one it began with.
  private static func training(of model: HeartbeatClassifier) -> String {
    var words = ["ecg train --data DIR"]
    if model.task != .arrhythmia { words.append("--task \(model.task.name)") }
    words.append("--recipe \(recipe(of: model)) --seed \(model.seed)")
    if let transfer = model.recipe.transfer {
      words.append("--from SOURCE --freeze \(transfer.freezing.rawValue)")
    }
    if model.members.count > 1 { words.append("--members \(model.members.count)") }
    return (words + ["--output model.safetensors"]).joined(separator: " ")
  }

  /// What names the recipe of a model: its name, or the model, where it is of a file or
  /// something was set in it.
  private static func recipe(of model: HeartbeatClassifier) -> String {
    model.recipe.isOfCatalogue ? model.recipe.name : "MODEL"
  }

  /// The model for recordings that is asked for, with the bytes of its file; nil for one for beats.
  private var recordingModel: (model: RecordingClassifier, bytes: Int)? {
    get throws {
      if recordings {
        return (try .pretrained(), RecordingClassifier.pretrainedFile.count)
      }
      // The error for a card of such a model is that of reading it as one for beats.
      guard let model, !card, try FileKind.of(path: model) == .recordingModel else { return nil }
      return (try .load(path: model), ModelSource.size(model))
    }
  }

  func run() throws {
    let console = jsonOption.console
    if let recording = try recordingModel {
      let summary = RecordingModelSummary(recording.model, bytes: recording.bytes)
      try console.answer(summary, text: summary.text)
      return
    }
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
    } else {
      try console.answer(summary, text: summary.text)
    }
  }
}
