import FoundationEssentials
import ECGFiles
import ECGSafetensors

/// What a file of this program holds.
package enum FileKind: String, CaseIterable {
  case beatModel = "swift-ecg heartbeat classifier"
  case recordingModel = "swift-ecg recording classifier"
  case checkpoint = "swift-ecg training checkpoint"

  /// What a file holds, by its header alone; nil where it holds something else.
  ///
  /// - Throws: `FileError` where it cannot be read.
  package static func of(path: String) throws -> FileKind? {
    let header = try InputFile.read(path: path).withUnsafeBytes {
      try? SafetensorsHeader.read($0, longest: .max).header
    }
    return header?.metadata?["format"].flatMap(FileKind.init)
  }

  /// What it is called.
  var title: String {
    switch self {
    case .beatModel: "model for beats"
    case .recordingModel: "model for recordings"
    case .checkpoint: "checkpoint"
    }
  }

  /// How one is had.
  var remedy: Remedy {
    switch self {
    case .beatModel: "Make one by \(.trainingBeatModel)"
    case .recordingModel: "Make one by \(.trainingRecordingModel)"
    case .checkpoint: "Name one that \(.trainingBeatModel) left, MODEL.checkpoint.safetensors"
    }
  }
}
