import ECGParallel
public import Foundation

/// The program gnuplot, which draws every figure.
///
/// Scripts go in and pictures come out through pipes; no shell and no files are involved.
public struct Gnuplot: Sendable {
  /// The program's path.
  public let executable: URL

  /// Creates a value for the program at `executable`.
  public init(executable: URL) {
    self.executable = executable
  }

  /// Finds gnuplot in the folders of a search path.
  ///
  /// - Parameter searchPath: folders separated by colons; nil for the environment's `PATH`.
  /// - Throws: ``GnuplotError/notInstalled``.
  public static func find(searchPath: String? = nil) throws -> Gnuplot {
    let path = searchPath ?? ProcessInfo.processInfo.environment["PATH"] ?? ""
    for folder in path.split(separator: ":") {
      let candidate = URL(filePath: String(folder)).appending(path: "gnuplot")
      if FileManager.default.isExecutableFile(atPath: candidate.path) {
        return Gnuplot(executable: candidate)
      }
    }
    throw GnuplotError.notInstalled
  }

  /// Runs a script and returns what it draws to standard output.
  ///
  /// - Throws: ``GnuplotError/failed(message:)`` with gnuplot's own words.
  public func run(_ script: String) throws -> Data {
    let outcome: ChildProcess.Outcome
    do {
      // -d ignores the user's own settings, so a figure looks the same everywhere.
      outcome = try ChildProcess.run(
        executable, arguments: ["-d", "-"], input: Data((script + "\nexit\n").utf8))
    } catch {
      throw GnuplotError.failed(message: "\(executable.path) cannot be started")
    }
    guard outcome.succeeded, !outcome.output.isEmpty else {
      let words = String(decoding: outcome.errors, as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines)
      throw GnuplotError.failed(
        message: words.isEmpty ? "it ended with status \(outcome.status)" : words)
    }
    return outcome.output
  }

  /// Draws figures in one format, as many at once as the machine has cores.
  ///
  /// - Returns: the pictures in the order of `figures`.
  /// - Throws: the error of the first figure that cannot be drawn.
  public func draw(
    _ figures: [Figure], as format: Figure.Format, isTitled: Bool = true
  ) throws -> [Data] {
    try ParallelWork.map(figures, threads: figures.count) {
      try draw($0, as: format, isTitled: isTitled)
    }
  }
}

/// Why no figure could be drawn.
public enum GnuplotError: Error, Equatable, Sendable {
  /// gnuplot is not on the search path.
  case notInstalled
  /// gnuplot gave up; `message` has its words.
  case failed(message: String)
}

extension GnuplotError: CustomStringConvertible {
  /// The message for the person, with what to do.
  public var description: String {
    switch self {
    case .notInstalled:
      """
      gnuplot, which draws the figures, is not on the PATH. \
      Install it with "sudo apt install gnuplot-nox" (Debian, Ubuntu) or "brew install gnuplot" \
      (macOS)
      """
    case .failed(let message):
      "gnuplot could not draw the figure: \(message)"
    }
  }
}

extension GnuplotError: LocalizedError {
  /// The message, for what shows errors by their localised description.
  public var errorDescription: String? { description }
}
