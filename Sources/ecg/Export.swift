public import ArgumentParser
import ECGClassifier
public import ECGExchange
import ECGFiles
import ECGText

/// `ecg export`.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a model for beats in the format of another tool.",
    discussion: """
      onnx: one file for ONNX Runtime and whatever else reads ONNX. Its input "beats" takes N × 1 × L \
      samples as they stand in files of beats, its output "probabilities" gives N × K; scaling, all \
      networks and the calibration are inside.

      coreml: NAME.mlpackage, an ML Program for iOS 15, macOS 12 and later, with the same input and output. \
      coremltools loads it; on Apple's runtime nobody has run it yet.

      pytorch: NAME.py, which builds the same as a module, and NAME.safetensors beside it with the weights; \
      "import NAME; model = NAME.load()".

      Without a model it is the pretrained one. Models for recordings are trees on features of whole \
      recordings, not networks, and cannot be exported.

      \(Wording.disclaimer)
      """)

  @Argument(
    help: "The model's file, instead of the pretrained model.",
    completion: .file(extensions: ["safetensors"]))
  var model: String?

  @Option(
    help: "The format: \(ExchangeFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format: ExchangeFormat

  @Option(help: "The file to write.", completion: .file())
  var output: String

  @OptionGroup var overwriteOption: OverwriteOption
  @OptionGroup var jsonOption: JSONOption

  /// What `--json` prints.
  private struct Outcome: Encodable {
    let format: String
    let files: [File]

    struct File: Encodable {
      let path: String
      let bytes: Int
    }
  }

  func run() throws {
    let console = jsonOption.console
    let files = try format.files(for: output)
    let plan = OutputPlan(overwrite: overwriteOption.overwrite)
    if format.writesFolder {
      try format.check(output: output, overwrite: overwriteOption.overwrite)
      try plan.check(folder: output)
    } else {
      try plan.check(files: files)
    }
    try Self.refuseTrees(model)
    let classifier = try ModelSource.load(model)
    ModelSource.tell(classifier, from: model, console)
    let sizes: [Int]
    do {
      sizes = try format.write(classifier, to: output, overwrite: overwriteOption.overwrite)
    } catch let error as ExportError {
      throw FileError(
        .badData, path: model ?? "the pretrained model", error.description,
        remedy: "Export a model of other layers")
    }
    let written = zip(files, sizes).map { Outcome.File(path: $0, bytes: $1) }
    try console.answer(
      Outcome(format: format.rawValue, files: written),
      text: written.map { "\($0.path): \($0.bytes.grouped) bytes" }.joined(separator: "\n"))
  }

  /// Refuses a model for recordings, with the reason.
  private static func refuseTrees(_ model: String?) throws {
    guard let model, try FileKind.of(path: model) == .recordingModel else { return }
    throw FileError(
      .badData, path: model,
      """
      expected a model for beats, found one for recordings: its trees judge what is measured in a whole \
      recording, which no graph of another tool would measure for them
      """,
      remedy: "Use it with \"ecg classify\" or the server")
  }
}

extension ExchangeFormat: ExpressibleByArgument {}
