package import Foundation

/// Runs the command `ecg` as a process of its own, as a person would.
package struct Command {
  /// How a process ended.
  package struct Outcome {
    /// The exit status; for a process that a signal ended, the signal's number.
    package let status: Int32
    /// What it wrote to standard output.
    package let output: String
    /// What it wrote to standard error.
    package let errors: String
  }

  /// The folder the command runs in, which is its home as well.
  package let folder: URL

  private let program: URL

  /// - Parameter program: the program; another copy of it than that beside the tests.
  package init(folder: URL, program: URL = Command.program) {
    (self.folder, self.program) = (folder, program)
  }

  /// The program.
  package static let program = builtProgram("ecg")

  /// Runs the command to its end.
  package func callAsFunction(_ arguments: [String]) throws -> Outcome {
    try start(arguments).wait()
  }

  /// Runs the command to its end.
  package func callAsFunction(_ arguments: String...) throws -> Outcome {
    try self(arguments)
  }

  /// Runs the command from a shell that first does as `setting` says, such as `ulimit -f 8`; `$ecg`
  /// is the command with its arguments.
  package func shell(_ script: String) throws -> Outcome {
    try start(
      ["-c", "ecg='\(program.path)'; \(script)"], of: URL(filePath: "/bin/sh")
    ).wait()
  }

  /// Starts the command and returns at once.
  package func start(_ arguments: [String]) throws -> Running {
    try start(arguments, of: program)
  }

  private func start(_ arguments: [String], of program: URL) throws -> Running {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    // No data is found by way of the environment or the home folder; the BLAS is that of the tests,
    // and so are the options of a sanitizer.
    let environment = ProcessInfo.processInfo.environment
    process.environment =
      environment
      .filter { name, _ in ["OPENBLAS_", "ASAN_", "TSAN_"].contains { name.hasPrefix($0) } }
      .merging(["PATH": environment["PATH"] ?? "", "HOME": folder.path]) { $1 }
    return try Running(process)
  }
}

/// The command while it runs.
package struct Running {
  private let process: Process
  private let output: FileHandle
  private let errors: FileHandle

  fileprivate init(_ process: Process) throws {
    self.process = process
    let files = (output: try namelessFile(), errors: try namelessFile())
    (output, errors) = (files.output.reading, files.errors.reading)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = files.output.writing
    process.standardError = files.errors.writing
    try process.run()
  }

  package var isRunning: Bool { process.isRunning }

  /// Sends a signal.
  package func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for the end.
  package func wait() throws -> Command.Outcome {
    process.waitUntilExit()
    return Command.Outcome(
      status: process.terminationStatus,
      output: String(decoding: try output.readToEnd() ?? Data(), as: UTF8.self),
      errors: String(decoding: try errors.readToEnd() ?? Data(), as: UTF8.self))
  }
}
