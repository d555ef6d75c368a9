import ECGFiles
import Foundation
import Synchronization

/// Brings files, several at a time.
struct ParallelTransfers: Sendable {
  private let transfers: [FileTransfer]
  private let bound: Bound
  private let connections: Int
  private let patience: HTTPPatience

  /// The most bytes that files may have in all.
  struct Bound: Sendable {
    let bytes: Int
    /// The error where a file would have more.
    let error: @Sendable (_ url: String) -> FileError
  }

  /// How often the caller hears of progress, in seconds.
  private static let interval = 0.1

  private struct State {
    var next = 0
    var progress: DatabaseDownload.Progress
    var failure: (any Error)?
  }

  /// What the threads share: a place, not a value.
  private final class Shared: Sendable {
    let state: Mutex<State>
    let workers = DispatchGroup()

    init(_ progress: DatabaseDownload.Progress) {
      state = Mutex(State(progress: progress))
    }

    /// Whether the rest need not be brought.
    var hasFailed: Bool { state.withLock { $0.failure != nil } }

    func fail(_ error: any Error) {
      state.withLock { $0.failure = $0.failure ?? error }
    }
  }

  init(
    _ transfers: [FileTransfer], connections: Int, patience: HTTPPatience, bound: Bound
  ) {
    self.transfers = transfers
    self.bound = bound
    self.connections = min(max(connections, 1), max(transfers.count, 1))
    self.patience = patience
  }

  /// Brings all files, or as many as come before one fails.
  ///
  /// - Throws: the first error.
  func run(
    from start: DatabaseDownload.Progress, progress: (DatabaseDownload.Progress) -> Void
  ) throws {
    let shared = Shared(start)
    for _ in 0..<connections {
      shared.workers.enter()
      // Threads of their own: they wait most of the time, for which those of Dispatch are too few.
      Thread {
        work(shared)
        shared.workers.leave()
      }
      .start()
    }
    while shared.workers.wait(timeout: .now() + ParallelTransfers.interval) == .timedOut {
      progress(shared.state.withLock { $0.progress })
    }
    progress(shared.state.withLock { $0.progress })
    if let failure = shared.state.withLock({ $0.failure }) { throw failure }
  }

  private func work(_ shared: Shared) {
    do {
      let connection = try patience.connection()
      while let transfer = next(shared) {
        try transfer.cancelled(by: { shared.hasFailed }).run(over: connection) { count in
          shared.state.withLock { state in
            guard state.progress.bytes + count <= bound.bytes else { return false }
            state.progress.bytes += count
            return true
          }
        }
        shared.state.withLock { $0.progress.files += 1 }
      }
    } catch let error as FileTransfer.Endless {
      shared.fail(bound.error(error.url))
    } catch {
      shared.fail(error)
    }
  }

  private func next(_ shared: Shared) -> FileTransfer? {
    shared.state.withLock { state in
      guard state.failure == nil, state.next < transfers.count else { return nil }
      defer { state.next += 1 }
      return transfers[state.next]
    }
  }
}

extension FileTransfer {
  /// The transfer, which ends also where `reason` says so.
  fileprivate func cancelled(by reason: @escaping @Sendable () -> Bool) -> FileTransfer {
    let isCancelled = isCancelled
    return FileTransfer(
      url: url, path: path, checksum: checksum, retries: retries,
      isCancelled: { isCancelled() || reason() })
  }
}
