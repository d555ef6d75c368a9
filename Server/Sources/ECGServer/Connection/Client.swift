import Synchronization

/// Whoever is at the other end of a connection.
///
/// A class, since the connection's handler and the work for the client share it.
final class Client: Sendable {
  private struct State {
    var isGone = false
    var leaving: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// Names what to do when the client goes, at once where it has gone; nil for nothing. A
  /// connection has one request at a time.
  func whenGone(_ action: (@Sendable () -> Void)?) {
    let isGone = state.withLock { state in
      state.leaving = action
      return state.isGone
    }
    if isGone { action?() }
  }

  /// Says that the client has gone.
  func leave() {
    let action = state.withLock { state in
      state.isGone = true
      return state.leaving
    }
    action?()
  }
}

extension Task where Failure == any Error {
  /// What the task comes to; it is cancelled when the client goes, or when whoever waits here is.
  ///
  /// - Throws: what the task throws.
  func value(for client: Client?) async throws -> Success {
    client?.whenGone { cancel() }
    defer { client?.whenGone(nil) }
    return try await withTaskCancellationHandler {
      try await value
    } onCancel: {
      cancel()
    }
  }
}
