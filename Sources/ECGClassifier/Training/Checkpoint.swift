import ECGFiles
import ECGSafetensors
import ECGNeuralNetwork
import ECGText
import Foundation

/// A training run between two epochs, as a safetensors file.
enum Checkpoint {
  /// What a run must have in common with a checkpoint to go on from it.
  struct Origin: Sendable {
    let recipe: Recipe
    let architecture: Sequential
    let seed: UInt64
    let members: Int
    let dataFingerprint: String
    /// Which beats are set apart: the patients decide, of whom the beats'
    /// fingerprint does not tell.
    let splitFingerprint: String
  }

  /// How far a run is.
  struct Progress {
    /// The networks whose training is over.
    var finished: [HeartbeatClassifier.Member] = []
    /// The network in training between two epochs; nil before the first.
    var running: TrainingState?
  }

  private static let formatVersion = "2"

  /// Writes a checkpoint in the place of the one before.
  ///
  /// - Parameters:
  ///   - state: the network in training.
  ///   - finished: the networks before it.
  static func save(
    _ state: TrainingState, after finished: [HeartbeatClassifier.Member], of origin: Origin,
    to path: String
  ) throws {
    func vector(_ values: [Float]) -> Safetensors.Tensor {
      .init(shape: [values.count], values: values)
    }
    var (tensors, metadata) = try MemberCoding.encode(finished)
    tensors["moments.first"] = vector(state.firstMoments)
    tensors["moments.second"] = vector(state.secondMoments)
    for (name, tensor) in state.network.tensors { tensors["current." + name] = tensor }
    for (name, tensor) in state.average?.tensors ?? [:] { tensors["average." + name] = tensor }
    for (name, tensor) in state.best?.tensors ?? [:] { tensors["best." + name] = tensor }
    let run = [
      "format": FileKind.checkpoint.rawValue, "formatVersion": formatVersion,
      "version": Version.current,
      "architecture": try JSONEncoder.sorted().text(of: origin.architecture),
      "recipe": try JSONEncoder.sorted().text(of: origin.recipe), "seed": "\(origin.seed)",
      "memberCount": "\(origin.members)", "dataFingerprint": origin.dataFingerprint,
      "splitFingerprint": origin.splitFingerprint,
      "kernels": try ArithmeticKernels.description(of: origin.recipe.training.products),
      "history": try JSONEncoder.sorted().text(of: state.history),
      "progress": try JSONEncoder.sorted().text(of: state.progress),
    ]
    metadata.merge(run) { _, run in run }
    try OutputFile.write(
      try Safetensors(tensors: tensors, metadata: metadata).encoded(), continuing: path)
  }

  /// Reads a checkpoint to go on from.
  ///
  /// - Throws: `FileError` where it cannot be read, is damaged, or is of another recipe, seed or
  ///   number of networks, or of other beats.
  static func load(path: String, of origin: Origin) throws -> Progress {
    let file = try MetadataFile(path: path)
    try file.check(.checkpoint, version: formatVersion)
    try match(file, origin)
    func network(_ prefix: String) throws -> Network {
      try file.network(origin.architecture, tensors: file.tensors(under: prefix))
    }
    func moments(_ name: String) -> [Float] {
      file.content.tensors["moments." + name]?.values ?? []
    }
    let finished = try MemberCoding.decode(from: file, architecture: origin.architecture)
    try file.expect(
      finished.count < origin.members
        && finished.enumerated().allSatisfy { $1.seed == origin.seed &+ UInt64($0) },
      "its finished networks are not those of the run")
    do {
      let running = try TrainingState(
        network: try network("current."),
        average: file.tensors(under: "average.").isEmpty ? nil : try network("average."),
        best: file.tensors(under: "best.").isEmpty ? nil : try network("best."),
        firstMoments: moments("first"), secondMoments: moments("second"),
        history: file.value(TrainingHistory.self, "history"),
        progress: file.value(TrainingState.Progress.self, "progress"))
      return Progress(finished: finished, running: running)
    } catch let error as NetworkError {
      throw file.damaged(error.problem)
    }
  }

  /// The kernels that a checkpoint was computed by, and those that its recipe has here, in words; nil
  /// where it does not say.
  ///
  /// - Throws: `FileError` where it cannot be read or is none; `BLASError` where nothing can be
  ///   computed here.
  static func kernels(ofFile path: String) throws -> (there: String, here: String)? {
    let file = try MetadataFile(path: path)
    try file.check(.checkpoint, version: formatVersion)
    guard let there = file.content.metadata["kernels"] else { return nil }
    let products = try file.value(Recipe.self, "recipe").training.products
    return (there, try ArithmeticKernels.description(of: products))
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
    let members = try file.text("memberCount")
    guard members == "\(origin.members)" else {
      throw refuse("expected \(origin.members) networks, found \(members)")
    }
    let recipe = try file.value(Recipe.self, "recipe")
    guard recipe == origin.recipe else {
      throw refuse(
        recipe.name == origin.recipe.name
          ? "recipe \(recipe.name) was begun with other options"
          : "expected recipe \(origin.recipe.name), found \(recipe.name)")
    }
    guard try file.text("architecture") == JSONEncoder.sorted().text(of: origin.architecture) else {
      throw refuse("its network has other layers")
    }
    let fingerprint = try file.text("dataFingerprint")
    guard fingerprint == origin.dataFingerprint else {
      throw refuse("expected beats \(origin.dataFingerprint), found \(fingerprint)")
    }
    // Older checkpoints do not say.
    let split = file.content.metadata["splitFingerprint"]
    guard split == nil || split == origin.splitFingerprint else {
      throw refuse("other beats were set apart for validation, since they were of other patients")
    }
  }
}
