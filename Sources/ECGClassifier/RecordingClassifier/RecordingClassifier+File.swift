import ECGBeats
import ECGRecordings
public import Foundation
import NeuralNetwork

/// A classifier's file is a safetensors file, as that of ``HeartbeatClassifier`` is: its networks'
/// weights as tensors, all else in its metadata. The same training gives the same bytes.
extension RecordingClassifier {
  static let format = "swift-ecg recording classifier"
  /// Goes up when a file of before can no longer be read.
  private static let formatVersion = "1"

  /// Writes the classifier to a file, whole or not at all.
  ///
  /// - Throws: `FileError` where it cannot be written.
  public func save(to path: String, overwrite: Bool = false) throws {
    try OutputFile.write(try encoded(), to: path, overwrite: overwrite)
  }

  /// The file's bytes.
  public func encoded() throws -> Data {
    let metadata = [
      "format": Self.format, "formatVersion": Self.formatVersion, "version": version,
      "recipe": try MetadataCoding.encode(recipe),
      "architecture": try MetadataCoding.encode(recipe.architecture),
      "members": "\(networks.count)", "records": records.joined(separator: ","),
      "seed": "\(seed)",
    ]
    return try Safetensors(tensors: MemberCoding.tensors(of: networks), metadata: metadata)
      .encoded()
  }

  /// Reads a classifier from a file.
  ///
  /// - Throws: `FileError` where the file cannot be read, is damaged, is something else or was
  ///   written by a later version.
  public static func load(path: String) throws -> RecordingClassifier {
    try read(MetadataFile(path: path))
  }

  static func read(_ file: MetadataFile) throws -> RecordingClassifier {
    try file.check(format: format, version: formatVersion, as: "model for recordings")
    let recipe = try file.value(RecordingRecipe.self, "recipe")
    let architecture = try file.value(Sequential.self, "architecture")
    let members = try file.parsed("members") { text in
      Int(text).flatMap { (1...1000).contains($0) ? $0 : nil }
    }
    let networks = try (0..<members).map { try MemberCoding.network($0, of: file, architecture) }
    try file.expect(
      file.content.tensors.count == networks.reduce(0) { $0 + $1.tensors.count },
      "it has tensors of no network")
    for network in networks {
      try file.expect(
        network.inputShape.count == recipe.exampleSize
          && network.classCount == BeatTask.arrhythmia.classes.count,
        "its networks do not fit the beats they are for")
    }
    return RecordingClassifier(
      recipe: recipe, networks: networks,
      records: try file.text("records").split(separator: ",").map(String.init),
      seed: try file.parsed("seed", as: UInt64.init), version: try file.text("version"))
  }
}
