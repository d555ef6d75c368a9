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
  /// Whether its processes have parted, each to its own part of the work.
  private static let parted = Mutex(false)

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
    // Another may have found its options wrong, see below.
    try team.agreeing {}
    return team
  }

  /// Has a wrong option be told by the first process alone where several were started with `--mpi`;
  /// does nothing where this one is alone.
  ///
  /// - Parameter error: what was found before the processes met.
  static func end(beforeJoiningAfter error: any Error) {
    guard current == nil, ProcessesOption.isGiven,
      Launcher.current.map({ $0.processes > 1 }) == true,
      [EX_USAGE, 0].contains(Failure(error).status), let processes = try? MPIProcesses.join()
    else { return }
    let team = Team(processes: processes)
    do { try team.agreeing { throw error } } catch { team.end(after: error) }
  }

  /// Does what the first process is to do before the others do it.
  ///
  /// - Parameter work: is told the rank of the process.
  /// - Throws: ``TeamFailure``, the same in all processes, where it fails in one.
  func inTurn<Result>(_ work: (_ rank: Int) throws -> Result) throws -> Result {
    guard speaks else {
      try agreeing {}
      return try agreeing { try work(processes.rank) }
    }
    let result = try agreeing { try work(0) }
    try agreeing {}
    return result
  }

  /// What the first process finds, such as on its standard input, which the others do not have.
  ///
  /// - Throws: ``TeamFailure`` where it fails.
  func fromFirst(_ text: () throws -> String) throws -> String {
    let own = try agreeing { speaks ? try text() : "" }
    return try processes.all(own)[0]
  }

  /// Checks that all processes have found the same.
  ///
  /// - Parameter findings: what it is in words, and a text that is the same where it is.
  /// - Throws: `AgreedFailure` where one has found something else.
  func checkSame(_ findings: [(what: String, text: String)]) throws {
    try processes.checkSame(
      findings,
      remedy: """
        Start all with the same options and files, in folders that they share, or in copies with the times of the \
        files
        """)
  }

  /// Parts the processes, each to its own part of the work: MPI, which would end or hold up all of
  /// them with one that dies, is left behind.
  func part() {
    processes.leave()
    Self.parted.withLock { $0 = true }
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

  /// Ends the process after an error: after a word of the first one where all know of it, and
  /// together with all others where they would wait for this one.
  func end(after error: any Error) -> Never {
    Interruption.ignore()
    let failure = Failure(error)
    if Self.parted.withLock(\.self) {
      // What ends all alike is told once; the first process has the word while it lives.
      if speaks || !(error is Interrupted) { failure.tell() }
      OutputFile.discardUnfinished()
      exit(failure.status)
    }
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
  /// Tells how many work together, and that their results are not those of one process where they
  /// compute by other kernels.
  ///
  /// - Parameter products: what all of their trainings multiply by; the library's where some do.
  /// - Throws: what sending throws; `BLASError` where nothing can be computed.
  func tell(_ console: Console, products: MatrixProducts) throws {
    tellNumber(console)
    let kernels = Set(try processes.all(ArithmeticKernels.description(of: products)))
    if kernels.count > 1 {
      console.warn(
        "the processes compute by different kernels (\(kernels.sorted().joined(separator: "; "))): the model will "
          + "agree with that of one process only approximately.")
    }
  }

  /// Tells how many work together.
  func tellNumber(_ console: Console) {
    console.note("\(processes.count) processes share the work, by \(processes.library).")
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
