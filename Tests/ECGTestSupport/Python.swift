import Foundation
import Testing

/// The Python that `ECG_PYTHON` names, for comparison with what others wrote.
package enum Python {
  /// The interpreter, or nil where the variable is unset.
  package static let path = ProcessInfo.processInfo.environment["ECG_PYTHON"]

  /// Whether the interpreter can import `module`.
  package static func has(_ module: String) -> Bool {
    guard path != nil else { return false }
    return (try? status("import \(module)", [])) == 0
  }

  /// What `program` prints.
  package static func run(_ program: String, _ arguments: [String] = []) throws -> String {
    let (process, output) = try start(program, arguments)
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(program)")
    return text
  }

  private static func status(_ program: String, _ arguments: [String]) throws -> Int32 {
    let (process, output) = try start(program, arguments)
    _ = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus
  }

  private static func start(_ program: String, _ arguments: [String]) throws -> (Process, Pipe) {
    let process = Process()
    process.executableURL = URL(filePath: try #require(path))
    process.arguments = ["-c", program] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    return (process, output)
  }
}
