import Hummingbird
import NIOCore

/// What a request comes with beside itself.
struct ServerRequestContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    channel = source.channel
  }

  /// Who waits for the answer; nil where that cannot be told, as when the connection
  /// is closed already.
  var client: Client? {
    get async {
      let channel = channel
      return try? await channel.eventLoop.submit {
        try channel.pipeline.syncOperations.handler(type: ConnectionGuard.self).client
      }.get()
    }
  }

  /// Waits until the connection has got what was written.
  ///
  /// A writer waits where the client does not read, but hears of that from the thread of the
  /// connection, and runs ahead of it by megabytes.
  func handedOver() async throws {
    try await channel.eventLoop.submit {}.get()
  }
}
