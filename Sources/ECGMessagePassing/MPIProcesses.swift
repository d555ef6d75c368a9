import CECGMPI
import ECGFiles
import ECGParallel
import Foundation

/// The processes that `mpirun` or `srun` started as one program, by the system's MPI: Open MPI, or
/// MPICH and what keeps to its binary interface.
///
/// The library is loaded when it is first wanted; nothing of it is needed to build this. MPI can be
/// joined once in the life of a process.
package struct MPIProcesses: ProcessGroup {
  package let rank: Int
  package let count: Int
  /// The library's name and version, such as `Open MPI v4.1.4`.
  package let library: String

  /// Joins the processes.
  ///
  /// - Throws: `FileError` of the kind `unavailable` where there is no library, it does not start,
  ///   or it is not the one whose `mpirun` started the processes.
  package static func join() throws -> MPIProcesses {
    let started = Launcher.current
    switch cmpi_start(started?.isMPICH == true ? 1 : 0) {
    case Int32(CMPI_FINE.rawValue): break
    case Int32(CMPI_MISSING.rawValue):
      throw FileError(
        .unavailable, path: "MPI", "expected Open MPI or MPICH, found neither",
        remedy: "Install one, as with \"sudo apt install openmpi-bin\" or \"brew install open-mpi\""
      )
    default:
      throw FileError(
        .unavailable, path: "MPI", "the library could not be started",
        remedy: "Try \"mpirun -n 2 hostname\", which should print a line for each process")
    }
    // The first line: MPICH goes on about how it was built.
    let library = String(String(cString: cmpi_library()).prefix { $0 != "\n" && $0 != "," })
    let count = Int(cmpi_size())
    if let started, started.processes != count {
      throw FileError(
        .unavailable, path: "MPI",
        "expected \(started.processes) processes, as they were started, found \(count) by \(library)",
        remedy: "Start them with the mpirun of the same library")
    }
    return MPIProcesses(
      rank: Int(cmpi_rank()), count: count, library: library.replacing("\t", with: " "))
  }

  package func send(_ bytes: UnsafeRawBufferPointer, to rank: Int) throws {
    try check(cmpi_send(bytes.baseAddress, bytes.count, Int32(rank)), "Sending to process \(rank)")
  }

  package func receive(_ bytes: UnsafeMutableRawBufferPointer, from rank: Int) throws {
    try check(
      cmpi_receive(bytes.baseAddress, bytes.count, Int32(rank)), "Receiving from process \(rank)")
  }

  package func broadcast(_ bytes: UnsafeMutableRawBufferPointer, from rank: Int) throws {
    try check(
      cmpi_broadcast(bytes.baseAddress, bytes.count, Int32(rank)), "What process \(rank) told all")
  }

  /// Waits for the others and leaves them.
  package func leave() { cmpi_finish() }

  /// Ends the others, which wait for what this process can no longer send; does nothing
  /// where there are none.
  package static func endAll(status: Int32) { cmpi_abort(status) }

  private func check(_ status: Int32, _ what: String) throws {
    guard status == 0 else {
      throw FileError(
        .inputOutput, path: "MPI", "\(what) failed: another process has ended, or cannot be reached"
      )
    }
  }
}
