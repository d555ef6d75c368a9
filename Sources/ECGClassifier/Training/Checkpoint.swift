import ECGRecordings
import NeuralNetwork

/// A training run between two epochs, as a safetensors file.
enum Checkpoint {
  /// What a run must have in common with a checkpoint to go on from it.
  struct Origin: Sendable {
    let recipe: Recipe
    let architecture: Sequential
    let seed: UInt64
    let dataFingerprint: String
  }

  private static let format = "swift-ecg training checkpoint"
  private static let formatVersion = "1"

  /// Writes a checkpoint in the place of the one before.
  static func save(_ state: TrainingState, of origin: Origin, to path: String) throws {
    func vector(_ values: [Float]) -> Safetensors.Tensor {
      .init(shape: [values.count], values: values)
    }
    var tensors = [
      "moments.first": vector(state.firstMoments),
      "moments.second": vector(state.secondMoments),
    ]
    for (name, tensor) in state.network.tensors { tensors["current." + name] = tensor }
    for (name, tensor) in state.average?.tensors ?? [:] { tensors["average." + name] = tensor }
    for (name, tensor) in state.best?.tensors ?? [:] { tensors["best." + name] = tensor }
    let metadata = [
      "format": format, "formatVersion": formatVersion, "version": Version.current,
      "architecture": try MetadataCoding.encode(origin.architecture),
      "recipe": try MetadataCoding.encode(origin.recipe), "seed": "\(origin.seed)",
      "dataFingerprint": origin.dataFingerprint,
      "history": try MetadataCoding.encode(state.history),
      "progress": try MetadataCoding.encode(state.progress),
    ]
    try OutputFile.write(
      try Safetensors(tensors: tensors, metadata: metadata).encoded(), to: path, overwrite: true)
  }

  /// Reads a checkpoint to go on from.
  ///
  /// - Throws: `FileError` where it cannot be read, is damaged, or is of another recipe, seed or
  ///   other beats.
  static func load(path: String, of origin: Origin) throws -> TrainingState {
    let file = try MetadataFile(path: path)
    try file.check(format: format, version: formatVersion, as: "checkpoint")
    try match(file, origin)
    func network(_ prefix: String) throws -> Network {
      try file.network(origin.architecture, tensors: file.tensors(under: prefix))
    }
    func moments(_ name: String) -> [Float] {
      file.content.tensors["moments." + name]?.values ?? []
    }
    do {
      return try TrainingState(
        network: try network("current."),
        average: file.tensors(under: "average.").isEmpty ? nil : try network("average."),
        best: file.tensors(under: "best.").isEmpty ? nil : try network("best."),
        firstMoments: moments("first"), secondMoments: moments("second"),
        history: file.value(TrainingHistory.self, "history"),
        progress: file.value(TrainingState.Progress.self, "progress"))
    } catch let error as NetworkError {
      throw file.damaged(error.problem)
    }
  }

  private static func match(_ file: MetadataFile, _ origin: Origin) throws {
    func refuse(_ what: String) -> FileError {
      FileError(
        .badData, path: file.path, "the checkpoint is of another run: \(what)",
        remedy: "Resume with the data and options it was begun with, or begin anew without it")
    }
    let version = try file.text("version")
    guard version == Version.current else {
      throw refuse("expected version \(Version.current) of the program, found \(version)")
    }
    let seed = try file.text("seed")
    guard seed == "\(origin.seed)" else {
      throw refuse("expected seed \(origin.seed), found \(seed)")
    }
    let recipe = try file.value(Recipe.self, "recipe")
    guard recipe == origin.recipe else {
      throw refuse(
        recipe.name == origin.recipe.name
          ? "recipe \(recipe.name) was begun with other options"
          : "expected recipe \(origin.recipe.name), found \(recipe.name)")
    }
    guard try file.text("architecture") == MetadataCoding.encode(origin.architecture) else {
      throw refuse("its network has other layers")
    }
    let fingerprint = try file.text("dataFingerprint")
    guard fingerprint == origin.dataFingerprint else {
      throw refuse("expected beats \(origin.dataFingerprint), found \(fingerprint)")
    }
  }
}
