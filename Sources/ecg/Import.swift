import ArgumentParser
import ECGClassifier
import ECGDatasets
import ECGExchange
import ECGFiles
import ECGNeuralNetwork
import ECGText

/// `ecg import`.
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Takes a network that another tool trained, from an ONNX file.",
    discussion: """
      For 1-D convolutional, residual and recurrent networks for single beats of one lead, as Keras (tf2onnx) \
      and PyTorch (torch.onnx) export them; what cannot be taken is named. The model can then be evaluated, compared and \
      used as one that was trained here. What the file does not say has to be said: the classes in the order \
      of its outputs, and how beats were scaled before they entered the network.

      \(Wording.disclaimer)
      """)

  @Argument(help: "The ONNX file.", completion: .file(extensions: ["onnx"]))
  var file: String

  @Option(help: "The classes in the order of the outputs, such as N,S,V,F,Q.")
  var classes: String

  @Option(
    help: """
      How beats are scaled before they enter the network: none (as they stand in the files), or per-beat \
      (each to mean 0 and standard deviation 1).
      """)
  var scaling: String

  @Option(parsing: .unconditional, help: "The samples of a beat, for a file that leaves them open.")
  var samples: Int?

  @Option(
    help: "The file to write the model to: MODEL.safetensors.",
    completion: .file(extensions: ["safetensors"]))
  var output: String

  @OptionGroup var overwriteOption: OverwriteOption
  @OptionGroup var jsonOption: JSONOption

  private var symbols: [String] {
    let given = classes.split(separator: ",", omittingEmptySubsequences: false).map {
      $0.trimmingPrefix { $0 == " " }.description
    }
    // In small letters they are the same classes.
    let known = BeatTask.all.map { $0.classes.map(\.symbol) }
      .first { Set($0) == Set(given.map { $0.uppercased() }) }
    return known == nil ? given : given.map { $0.uppercased() }
  }

  func validate() throws {
    guard symbols.count > 1, Set(symbols).count == symbols.count,
      symbols.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isLetter || $0.isNumber } })
    else {
      throw ValidationError(
        "--classes: expected two or more different names of letters and digits, found \(classes)")
    }
    guard let kind = Scaler.Kind(rawValue: scaling), kind != .standard else {
      throw ValidationError("--scaling: expected none or per-beat, found \(scaling)")
    }
    try Self.check(samples, "--samples", in: 1...100_000)
  }

  func run() throws {
    let console = jsonOption.console
    try OutputPlan(overwrite: overwriteOption.overwrite).check(files: [output])
    let settings = ONNXImport(
      classes: symbols, scaling: Scaler.Kind(rawValue: scaling) ?? .none, samples: samples)
    let model = try settings.classifier(InputFile.read(path: file), path: file)
    try model.save(to: output, overwrite: overwriteOption.overwrite)
    let summary = try ModelSummary(model, bytes: ModelSource.size(output))
    try console.answer(
      summary,
      text: """
        \(try model.members[0].network.architecture.summary())

        \(summary.parameters.grouped) parameters written to \(output).
        """)
  }
}
