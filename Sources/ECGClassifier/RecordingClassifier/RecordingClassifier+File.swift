import BoostedTrees
import ECGBeats
import ECGRecordings
public import Foundation
import NeuralNetwork

/// A classifier's file is a safetensors file, as that of ``HeartbeatClassifier`` is: its trees as tensors,
/// all else in its metadata. The same training gives the same bytes.
extension RecordingClassifier {
  static let format = "swift-ecg recording classifier"
  /// Goes up when a file of before can no longer be read.
  private static let formatVersion = "2"

  /// Writes the classifier to a file, whole or not at all.
  ///
  /// - Throws: `FileError` where it cannot be written.
  public func save(to path: String, overwrite: Bool = false) throws {
    try OutputFile.write(try encoded(), to: path, overwrite: overwrite)
  }

  /// The file's bytes.
  public func encoded() throws -> Data {
    var tensors: [String: Safetensors.Tensor] = [:]
    for (member, forest) in forests.enumerated() {
      for (name, tensor) in ForestCoding.tensors(of: forest) {
        tensors["members.\(member).\(name)"] = tensor
      }
    }
    let metadata = [
      "format": Self.format, "formatVersion": Self.formatVersion, "version": version,
      "recipe": try MetadataCoding.encode(recipe), "members": "\(forests.count)",
      "calibrations": try MetadataCoding.encode(
        Dictionary(uniqueKeysWithValues: calibrations.map { ($0.key.rawValue, $0.value) })),
      "records": records.joined(separator: ","), "seed": "\(seed)",
    ]
    return try Safetensors(tensors: tensors, metadata: metadata).encoded()
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
    let members = try file.parsed("members") { text in
      Int(text).flatMap { (1...1000).contains($0) ? $0 : nil }
    }
    let forests = try (0..<members).map { member in
      try ForestCoding.forest(file.tensors(under: "members.\(member)."), of: file)
    }
    try file.expect(
      file.content.tensors.count == members * ForestCoding.names.count,
      "it has tensors of no forest")
    let classes = BeatTask.arrhythmia.classes.count
    for forest in forests {
      try file.expect(
        forest.featureCount == BeatFeatures.count && forest.classCount == classes,
        "its trees do not fit the beats they are for")
    }
    var calibrations: [BeatHorizon: ClassCalibration] = [:]
    for (name, calibration) in try file.value([String: ClassCalibration].self, "calibrations") {
      try file.expect(
        calibration.scale > 0 && calibration.scale.isFinite
          && calibration.biases.count == classes && calibration.biases.allSatisfy(\.isFinite),
        "its calibrations make no sense")
      if let horizon = BeatHorizon(rawValue: name) { calibrations[horizon] = calibration }
    }
    try file.expect(calibrations[recipe.horizon] != nil, "it has no calibration for its horizon")
    return RecordingClassifier(
      recipe: recipe, forests: forests, calibrations: calibrations,
      records: try file.text("records").split(separator: ",").map(String.init),
      seed: try file.parsed("seed", as: UInt64.init), version: try file.text("version"))
  }
}
