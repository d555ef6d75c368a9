import ECGClassifier
import Foundation

/// The model that a person named, or the pretrained one.
enum ModelSource {
  /// Reads the model at `path`; without one, the pretrained model, and says so.
  ///
  /// - Throws: `FileError`.
  static func load(_ path: String?, console: Console) throws -> HeartbeatClassifier {
    if let path { return try HeartbeatClassifier.load(path: path) }
    let model = try HeartbeatClassifier.pretrained()
    console.note(
      "Model: the pretrained one (recipe \(model.recipe.name), seed \(model.seed)).")
    return model
  }

  /// The bytes of the file of a model that was loaded.
  static func size(_ path: String?) -> Int {
    guard let path else { return HeartbeatClassifier.pretrainedFile.count }
    return (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
  }
}
