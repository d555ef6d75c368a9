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
  }

  /// One Ctrl-C may arrive twice, from the terminal and from a program in between, such as `timeout`.
  private static let patience = Duration.seconds(1)

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

  private static func receive(_ number: Int32) {
    let isAwaited = state.withLock { state in
      let now = ContinuousClock.now
      let first = state.requested ?? now
      state.requested = first
      // Who asks again later does not want to wait.
      return state.cooperating > 0 && now - first < patience
    }
    if isAwaited { return }
    OutputFile.discardUnfinished()
    Failure(Interrupted()).exit()
  }
}

/// The person ended the work.
struct Interrupted: Error {
  /// What was kept and how to go on; empty where nothing was.
  var advice = "Nothing was left half-written"
}
