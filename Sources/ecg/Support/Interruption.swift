import Dispatch
import ECGRecordings
import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What Ctrl-C (SIGINT) and SIGTERM do.
///
/// Work that asks ``isRequested`` ends by itself, at a place where it can be taken up again. All
/// other work is cut short, and its unfinished files are removed.
enum Interruption {
  private struct State {
    var isRequested = false
    /// How many pieces of work will end by themselves.
    var cooperating = 0
  }

  private static let state = Mutex(State())

  /// Whether the person wants the work to end.
  static var isRequested: Bool { state.withLock(\.isRequested) }

  /// Begins to listen to the signals, for as long as the process runs.
  static func watch() {
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      // The handler keeps its source alive.
      source.setEventHandler { withExtendedLifetime(source) { receive(number) } }
      source.resume()
    }
  }

  /// Runs work that asks ``isRequested`` often and ends by itself.
  static func cooperating<Result>(_ work: () throws -> Result) rethrows -> Result {
    state.withLock { $0.cooperating += 1 }
    defer { state.withLock { $0.cooperating -= 1 } }
    return try work()
  }

  private static func receive(_ number: Int32) {
    let isAwaited = state.withLock { state in
      defer { state.isRequested = true }
      // Who asks a second time does not want to wait.
      return state.cooperating > 0 && !state.isRequested
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
