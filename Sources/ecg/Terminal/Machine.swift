import ECGFiles
import Foundation

/// The machine a command runs on.
enum Machine {
  /// The system and its processors, in words.
  static var description: String {
    let process = ProcessInfo.processInfo
    return [
      process.operatingSystemVersionString, Platform.architecture,
      "\(process.activeProcessorCount) processors" + (Platform.processor.map { " (\($0))" } ?? ""),
    ].joined(separator: ", ")
  }
}
