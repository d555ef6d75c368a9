import Dispatch
import ECGFiles
import Foundation
import Synchronization

/// What Ctrl-C (SIGINT), SIGTERM and a closed terminal (SIGHUP) do.
///
/// Work that asks ``isRequested`` ends by itself, at a place where it can be taken up again. All
/// other work is cut short, and its unfinished files are removed.
enum Interruption {
  private struct State {
    /// When the person asked first.
    var requested: ContinuousClock.Instant?
    /// How many pieces of work will end by themselves.
    var cooperating = 0
    /// What to say where work that cooperates waits in vain for another process.
    var lastWord: (@Sendable () -> Interrupted)?
    /// Whether the process ends anyway and has said why.
    var isIgnored = false
  }

  /// One Ctrl-C may arrive twice, from the terminal and from a program in between,
  /// such as `timeout`.
  private static let patience = Duration.seconds(1)
  /// How long work may wait for other processes: less than `mpirun` waits until it kills them.
  private static let waiting = DispatchTimeInterval.milliseconds(500)

  private static let state = Mutex(State())

  /// Whether the person wants the work to end.
  static var isRequested: Bool { state.withLock { $0.requested != nil } }

  /// Begins to listen to the signals, for as long as the process runs.
  static func watch() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let previous = signal(number, SIG_IGN)
      // After nohup the command goes on without its terminal.
      if number == SIGHUP, isIgnore(previous) { continue }
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      // The handler keeps its source alive.
      source.setEventHandler { withExtendedLifetime(source) { receive(number) } }
      source.resume()
    }
  }

  private static func isIgnore(_ handler: (@convention(c) (Int32) -> Void)?) -> Bool {
    unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Runs work that asks ``isRequested`` often and ends by itself.
  static func cooperating<Result>(_ work: () throws -> Result) rethrows -> Result {
    state.withLock { $0.cooperating += 1 }
    defer { state.withLock { $0.cooperating -= 1 } }
    return try work()
  }

  /// Runs such work where it may wait for other processes, which may be gone.
  ///
  /// - Parameter lastWord: what to say where it does not end by itself.
  static func cooperating<Result>(
    orSaying lastWord: @escaping @Sendable () -> Interrupted, _ work: () throws -> Result
  ) rethrows -> Result {
    state.withLock { $0.lastWord = lastWord }
    defer { state.withLock { $0.lastWord = nil } }
    return try cooperating(work)
  }

  /// Ends the process where it may be waiting for others; does nothing where it is not.
  private static func giveUp() {
    guard let lastWord = state.withLock(\.lastWord) else { return }
    OutputFile.discardUnfinished()
    let failure = Failure(lastWord())
    if Team.current?.speaks != false { failure.tell() }
    // Not by way of what is done at the end of a process, where a library of MPI may wait as well.
    _exit(failure.status)
  }

  /// Takes no signal any more: `mpirun` sends one to all when the first process of them has ended.
  static func ignore() { state.withLock { $0.isIgnored = true } }

  private static func receive(_ number: Int32) {
    if state.withLock(\.isIgnored) { return }
    let isAwaited = state.withLock { state in
      let now = ContinuousClock.now
      let first = state.requested ?? now
      state.requested = first
      // Who asks again later does not want to wait.
      return state.cooperating > 0 && now - first < patience
    }
    if isAwaited {
      DispatchQueue.global().asyncAfter(deadline: .now() + waiting) { giveUp() }
      return
    }
    giveUp()
    OutputFile.discardUnfinished()
    Failure(Interrupted()).exit()
  }
}

/// The person ended the work.
struct Interrupted: Error {
  /// What was kept and how to go on; empty where nothing was.
  var advice = "Nothing was left half-written"
}
