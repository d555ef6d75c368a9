import Foundation

/// The machine a command runs on.
enum Machine {
  /// The system and its processors, in words.
  static var description: String {
    #if arch(x86_64)
      let architecture = "x86-64"
    #elseif arch(arm64)
      let architecture = "arm64"
    #else
      let architecture = "other architecture"
    #endif
    let process = ProcessInfo.processInfo
    return
      "\(process.operatingSystemVersionString), \(architecture), \(process.activeProcessorCount) processors"
  }
}
