import ECGFiles
import Foundation
import Synchronization

/// Runs a program on bytes held in memory.
///
/// By Foundation's `Process`: swift-subprocess would add 23 s of CPU to the first build (release
/// 1.0.2 with swift-system, on the machine that takes 50 s for it).
enum ChildProcess {
  /// What a program left behind.
  struct Outcome {
    /// The exit status; for a program that a signal ended, the signal's number.
    let status: Int32
    /// Whether the program ended by itself with status 0.
    let succeeded: Bool
    /// Everything it wrote to standard output.
    let output: Data
    /// Everything it wrote to standard error.
    let errors: Data
  }

  /// Runs `executable` with `input` on its standard input and waits for its end.
  ///
  /// Input, output and errors each move on a thread of their own: a pipe holds 64 KiB, so a program
  /// that is fed and read in turns may wait for its reader while its reader waits for it.
  ///
  /// - Throws: Foundation's error where the program cannot be started, as nowhere on iOS.
  static func run(_ executable: URL, arguments: [String], input: Data) throws -> Outcome {
    #if os(macOS) || os(Linux)
      let process = Process()
      process.executableURL = executable
      process.arguments = arguments
      let (inputPipe, outputPipe, errorPipe) = (Pipe(), Pipe(), Pipe())
      process.standardInput = inputPipe
      process.standardOutput = outputPipe
      process.standardError = errorPipe
      try process.run()

      let feeding = DispatchSemaphore(value: 0)
      Thread.detachNewThread {
        feed(input, to: inputPipe.fileHandleForWriting)
        feeding.signal()
      }
      let errors = Collected()
      let complaining = DispatchSemaphore(value: 0)
      Thread.detachNewThread {
        errors.data.withLock { $0 = readAll(errorPipe.fileHandleForReading) }
        complaining.signal()
      }
      let output = readAll(outputPipe.fileHandleForReading)
      complaining.wait()
      feeding.wait()
      process.waitUntilExit()
      return Outcome(
        status: process.terminationStatus,
        succeeded: process.terminationReason == .exit && process.terminationStatus == 0,
        output: output, errors: errors.data.withLock { $0 })
    #else
      throw CocoaError(.featureUnsupported)
    #endif
  }

  /// Bytes that one thread collects for another.
  private final class Collected: Sendable {
    let data = Mutex(Data())
  }

  private static func readAll(_ handle: FileHandle) -> Data {
    (try? handle.readToEnd()) ?? Data()
  }

  /// Writes `input` and closes the pipe. A program that stops reading says why in its exit status,
  /// so a broken pipe is not an error here, and its signal must not end this process: it is blocked
  /// on this thread, which is about to end.
  private static func feed(_ input: Data, to handle: FileHandle) {
    let descriptor = handle.fileDescriptor
    Platform.ignoreBrokenPipe(descriptor)
    input.withUnsafeBytes { bytes in
      var rest = bytes
      _ = writeAll(&rest, to: descriptor)
    }
    try? handle.close()
  }
}
