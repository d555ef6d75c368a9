import ArgumentParser
import ECGAnalysis
import ECGClassifier
import ECGFiles

/// `ecg ensemble`.
struct Ensemble: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Combines trained models into one that averages their probabilities.",
    discussion: """
      The models must be of one recipe, trained on the same beats with different seeds. Those of \
      seeds that run on, such as 1 to 5, give the file that "ecg train --seed 1 --members 5" gives, \
      bit for bit. The beats they were trained on are needed to calibrate the new model.

      \(Wording.disclaimer)
      """)

  @Argument(help: "The models' files.", completion: .file(extensions: ["safetensors"]))
  var models: [String]

  @OptionGroup var dataOptions: DataOptions

  @Option(
    help: "The file to write the model to: MODEL.safetensors.",
    completion: .file(extensions: ["safetensors"]))
  var output: String

  @OptionGroup var threadsOption: ThreadsOption
  @OptionGroup var overwriteOption: OverwriteOption
  @OptionGroup var jsonOption: JSONOption

  func validate() throws {
    guard models.count > 1 else {
      throw ValidationError("expected two models or more, found \(models.joined())")
    }
  }

  func run() throws {
    let console = jsonOption.console
    try OutputPlan(overwrite: overwriteOption.overwrite).check(files: [output])
    let combined = try combined(models.map(HeartbeatClassifier.load))
    let beats = try dataOptions.source(
      for: combined.task, length: .ofModel(combined.samplesPerBeat),
      threads: threadsOption.threads, console: console
    ).trainingMaterial()
    Remarks(on: combined).tell(console)
    let model =
      switch beats {
      case .inMemory(let beats):
        try combined.calibrated(onBeatsOfTraining: beats, threads: threadsOption.threads)
      case .inFiles(let shards):
        try combined.calibrated(onBeatsOfTraining: shards, threads: threadsOption.threads)
      }
    try model.save(to: output, overwrite: overwriteOption.overwrite)
    try console.answer(
      TrainingOutcome(model, path: output, seconds: nil, threads: threadsOption.threads),
      text: "\(model.members.count) networks written to \(output).")
  }

  private func combined(_ parts: [HeartbeatClassifier]) throws -> HeartbeatClassifier {
    do {
      return try HeartbeatClassifier(combining: parts)
    } catch let error as CombinationError {
      throw FileError(
        .badData, path: models[error.index], "\(error) (the first model is \(models[0]))",
        remedy: "Put models together that one recipe made of the same beats with different seeds")
    }
  }
}
