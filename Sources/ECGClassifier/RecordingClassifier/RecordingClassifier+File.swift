import ECGBoostedTrees
import ECGSignals
import ECGDatasets
import ECGFiles
import ECGText
public import Foundation
import ECGSafetensors

/// A classifier's file is a safetensors file, as that of ``HeartbeatClassifier`` is: its trees as
/// tensors, all else in its metadata. The same training gives the same bytes.
extension RecordingClassifier {
  /// Goes up when older files can no longer be read.
  private static let formatVersion = "4"

  /// What the names of a forest's tensors begin with.
  private static func prefix(_ side: BeatSide, _ member: Int) -> String {
    "\(side.rawValue).\(member)."
  }

  /// Writes the classifier to a file, whole or not at all.
  ///
  /// - Throws: `FileError` where it cannot be written.
  public func save(to path: String, overwrite: Bool = false) throws {
    try OutputFile.write(try encoded(), to: path, overwrite: overwrite)
  }

  /// The file's bytes.
  public func encoded() throws -> Data {
    var tensors: [String: Safetensors.Tensor] = [:]
    for (side, forests) in forests {
      for (member, forest) in forests.enumerated() {
        for (name, tensor) in ForestCoding.tensors(of: forest) {
          tensors["\(Self.prefix(side, member))\(name)"] = tensor
        }
      }
    }
    let metadata = [
      "format": FileKind.recordingModel.rawValue, "formatVersion": Self.formatVersion,
      "version": version,
      "recipe": try JSONEncoder.sorted().text(of: recipe),
      "heads": try JSONEncoder.sorted().text(
        of:
          Dictionary(uniqueKeysWithValues: heads.map { ($0.key.rawValue, $0.value) })),
      "records": try JSONEncoder.sorted().text(of: records), "seed": "\(seed)",
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
    try file.check(.recordingModel, version: formatVersion)
    let recipe = try file.value(RecordingRecipe.self, "recipe")
    let classes = BeatTask.arrhythmia.classes.count
    try file.expect(recipe.makesSense, "its recipe makes no sense")
    var forests: [BeatSide: [BoostedTrees]] = [:]
    for side in recipe.sides {
      forests[side] = try (0..<recipe.members).map { member in
        let forest = try ForestCoding.forest(
          file.tensors(under: prefix(side, member)), of: file)
        try file.expect(
          forest.featureCount == BeatFeatures.count && forest.classCount == classes,
          "its trees do not fit the beats they are for")
        return forest
      }
    }
    try file.expect(
      file.content.tensors.count
        == recipe.sides.count * recipe.members * ForestCoding.names.count,
      "it has tensors of no forest")
    var heads: [BeatContext: ContextHead] = [:]
    for (name, head) in try file.value([String: ContextHead].self, "heads") {
      try file.expect(head.isValid, "what it says of the context \(name) makes no sense")
      if let context = BeatContext(rawValue: name) { heads[context] = head }
    }
    try file.expect(
      Set(heads.keys) == Set(recipe.contexts), "what it says of contexts is not what its trees see")
    return RecordingClassifier(
      recipe: recipe, forests: forests, heads: heads,
      records: try file.value([String].self, "records"),
      seed: try file.parsed("seed", as: UInt64.init), version: try file.text("version"))
  }
}
