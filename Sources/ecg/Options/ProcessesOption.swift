import ArgumentParser
import ECGMessagePassing

/// `--mpi`, of commands whose work several processes can share.
struct ProcessesOption: ParsableArguments {
  @Flag(
    name: .customLong("mpi"),
    help: """
      Share the work with the processes that mpirun or srun started together with this one; the result does not \
      depend on their number.
      """)
  var sharesWork = false

  /// Whether it stands on the command line, where that is not understood as a whole.
  static var isGiven: Bool { CommandLine.arguments.contains("--mpi") }

  /// The processes; nil where this one is to work alone. Where several were started and nobody said
  /// that they belong together, it says so.
  ///
  /// - Throws: `FileError` where there is no MPI.
  func join(_ console: Console) throws -> Team? {
    if sharesWork { return try Team.join() }
    if let launcher = Launcher.current, launcher.processes > 1 {
      console.warn(
        "this is one of \(launcher.processes) processes, and works alone; --mpi has them share the work."
      )
    }
    return nil
  }
}
