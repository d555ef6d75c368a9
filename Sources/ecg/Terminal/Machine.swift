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
    return [
      process.operatingSystemVersionString, architecture,
      "\(process.activeProcessorCount) processors" + (processor.map { " (\($0))" } ?? ""),
    ].joined(separator: ", ")
  }

  /// What the processor calls itself, where it says so.
  private static var processor: String? {
    #if canImport(Darwin)
      var size = 0
      guard sysctlbyname("machdep.cpu.brand_string", nil, &size, nil, 0) == 0 else { return nil }
      var bytes = [UInt8](repeating: 0, count: size)
      guard sysctlbyname("machdep.cpu.brand_string", &bytes, &size, nil, 0) == 0 else { return nil }
      return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    #else
      let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
      return lines.split(separator: "\n").first { $0.hasPrefix("model name") }?
        .split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
    #endif
  }
}
