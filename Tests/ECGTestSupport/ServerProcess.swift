package import Foundation

/// The command `ecg-server` as a process of its own, as a person would start it.
///
/// A class, since it owns a process, which ends with it.
package final class ServerProcess {
  /// How a process ended.
  package struct Outcome {
    package let status: Int32
    package let output: String
    package let errors: String
  }

  /// The server did not begin to listen.
  package struct NotListening: Error {
    /// What it said.
    package let log: String
  }

  private let process: Process
  /// What it logs.
  private let errors: FileHandle
  /// What it has logged, as far as that was looked at.
  package private(set) var log = ""
  /// The port it listens to.
  package private(set) var port = 0
  /// Where its page is.
  package var address: String { "http://127.0.0.1:\(port)/" }

  /// The program.
  package static let program = builtProgram("ecg-server")

  private static func process(
    _ arguments: [String], _ environment: [String: String], of program: URL = program
  ) -> Process {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    return process
  }

  /// Starts the server and waits until it listens.
  ///
  /// - Parameters:
  ///   - arguments: those of the command: by default a free port, and few words.
  ///   - environment: what is set beside what the tests have.
  ///   - program: the program; another copy of it than that beside the tests.
  /// - Throws: ``NotListening``.
  package init(
    _ arguments: [String] = ["--port", "0", "--log-level", "notice"],
    environment: [String: String] = [:], program: URL = ServerProcess.program
  ) throws {
    process = Self.process(arguments, environment, of: program)
    let file = try namelessFile()
    errors = file.reading
    process.standardError = file.writing
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    while port == 0 {
      let isRunning = process.isRunning
      try readLog()
      if let found = log.firstMatch(of: /url=\S*:(\d+)"?\n/) { port = Int(found.1) ?? 0 }
      guard port > 0 || isRunning else { throw NotListening(log: log) }
      if port == 0 { Thread.sleep(forTimeInterval: 0.005) }
    }
  }

  private func readLog() throws {
    log += String(decoding: try errors.readToEnd() ?? Data(), as: UTF8.self)
  }

  deinit { if process.isRunning { process.terminate() } }

  /// Sends a signal.
  package func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// The memory it has in use, in bytes; nil where the system does not tell.
  package var memory: Int? {
    let path = "/proc/\(process.processIdentifier)/status"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8),
      let line = text.firstMatch(of: /VmRSS:\s+(\d+) kB/), let kilobytes = Int(line.1)
    else { return nil }
    return kilobytes << 10
  }

  /// Tells it to end and waits until it has.
  package func end() -> (status: Int32, log: String) {
    process.terminate()
    process.waitUntilExit()
    try? readLog()
    return (process.terminationStatus, log)
  }

  /// Runs the command to its end.
  package static func run(_ arguments: [String]) throws -> Outcome {
    let process = process(arguments, [:])
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    let complained = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: String(decoding: said, as: UTF8.self),
      errors: String(decoding: complained, as: UTF8.self))
  }
}
