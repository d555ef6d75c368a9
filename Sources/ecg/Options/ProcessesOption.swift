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

  /// The processes; nil where this one is to work alone.
  ///
  /// - Throws: `FileError` where there is no MPI, `ValidationError` where several processes were started and nobody
  ///   said that they belong together.
  func join() throws -> Team? {
    if sharesWork { return try Team.join() }
    guard let launcher = Launcher.current, launcher.processes > 1 else { return nil }
    throw ValidationError(
      "this is one of \(launcher.processes) processes, which would all do the same; have them share it with --mpi, "
        + "or start one")
  }
}
