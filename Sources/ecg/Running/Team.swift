import ECGClassifier
import ECGFiles
import ECGMessagePassing
import ECGNeuralNetwork
import ECGParallel
import Foundation
import Synchronization

/// The processes that share a command's work. The first of them speaks and writes for all.
struct Team: Sendable {
  /// How they reach each other.
  let processes: MPIProcesses

  private static let joined = Mutex<Team?>(nil)

  /// Whether this process speaks and writes.
  var speaks: Bool { processes.rank == 0 }

  /// The team that this process has joined; nil where it works alone.
  static var current: Team? { joined.withLock(\.self) }

  /// Joins the processes that were started together.
  ///
  /// - Throws: `FileError` where there is no MPI.
  static func join() throws -> Team {
    let team = Team(processes: try MPIProcesses.join())
    joined.withLock { $0 = team }
    return team
  }

  /// Does what may fail in one process and not in the others.
  ///
  /// - Returns: what `work` gives.
  /// - Throws: ``TeamFailure``, the same in all processes, where it fails in one.
  func agreeing<Result>(_ work: () throws -> Result) throws -> Result {
    let result = Swift.Result(catching: work)
    var own = ""
    if case .failure(let error) = result {
      let failure = Failure(error)
      own = "\(failure.status) \(failure.message)"
    }
    let said = try processes.all(own)
    if let (rank, text) = said.enumerated().first(where: { !$1.isEmpty }) {
      let parts = text.split(separator: " ", maxSplits: 1)
      throw TeamFailure(
        status: Int32(parts[0]) ?? EXIT_FAILURE,
        message: (rank == 0 ? "" : "process \(rank): ") + (parts.last ?? ""))
    }
    return try result.get()
  }

  /// Ends the process after an error: after a word of the first one where all know of it, and together with all others
  /// where they would wait for this one.
  func end(after error: any Error) -> Never {
    Interruption.ignore()
    let failure = Failure(error)
    let isShared = error is TeamFailure || error is AgreedFailure || error is Interrupted
    if isShared {
      // Before the others end: mpirun then ends whoever is left.
      if speaks { failure.tell() }
      OutputFile.discardUnfinished()
      processes.leave()
    } else {
      if !speaks {
        try? Descriptor.error.write(
          "process \(processes.rank) of \(processes.count) cannot go on.\n")
      }
      failure.tell()
      OutputFile.discardUnfinished()
      MPIProcesses.endAll(status: failure.status)
    }
    exit(failure.status)
  }
}

/// What ended the work of a team, the same in all of its processes.
struct TeamFailure: Error {
  let status: Int32
  let message: String
}

extension Team {
  /// Tells how many work together, and that their results are not those of one process where they compute by other
  /// kernels.
  ///
  /// - Throws: what sending throws; `BLASError` where nothing can be computed.
  func tell(_ console: Console) throws {
    console.note("\(processes.count) processes share the work, by \(processes.library).")
    let kernels = Set(try processes.all(ArithmeticKernels.description()))
    if kernels.count > 1 {
      console.warn(
        "the processes compute by different kernels (\(kernels.sorted().joined(separator: "; "))): the model will "
          + "agree with that of one process only approximately.")
    }
  }

  /// Checks that the recipe has work for all.
  ///
  /// - Throws: `NetworkError` where it has not.
  func check(_ recipe: Recipe) throws { try recipe.training.check(processes: processes.count) }
}

extension Team? {
  /// Does what may fail in one process and not in the others: alone where there are none.
  func agreeing<Result>(_ work: () throws -> Result) throws -> Result {
    guard let self else { return try work() }
    return try self.agreeing(work)
  }
}
