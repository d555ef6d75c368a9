import ECGClassifier
import Foundation

/// The model that a person named, or the pretrained one.
enum ModelSource {
  /// Reads the model at `path`, or the pretrained model where there is no path.
  ///
  /// - Throws: `FileError`.
  static func load(_ path: String?) throws -> HeartbeatClassifier {
    try path.map { try HeartbeatClassifier.load(path: $0) } ?? HeartbeatClassifier.pretrained()
  }

  /// Reads the model for recordings at `path`, or the pretrained one where there is no path.
  ///
  /// - Throws: `FileError`.
  static func loadForRecordings(_ path: String?) throws -> RecordingClassifier {
    try path.map { try RecordingClassifier.load(path: $0) } ?? RecordingClassifier.pretrained()
  }

  /// Says which model it is where none was named; for when what it is to be used on has been read.
  static func tell(_ model: HeartbeatClassifier, from path: String?, _ console: Console) {
    guard path == nil else { return }
    // Nobody can tell from beats at 100 Hz that they are not of a heart that is faster.
    let beats = model.samplingRate.map {
      ", for beats of \(model.samplesPerBeat) samples at \(String(format: "%g", $0)) Hz, from an R peak on"
    }
    console.note(
      "Model: the pretrained one (recipe \(model.recipe.name), seed \(model.seed))\(beats ?? "").")
  }

  /// The bytes of the file of a model that was loaded.
  static func size(_ path: String?) -> Int {
    guard let path else { return HeartbeatClassifier.pretrainedFile.count }
    return (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
  }
}
