import HummingbirdCore
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1
import NIOWebSocket

/// A WebSocket of which one task reads messages, and to which it writes.
struct LiveSocket: Sendable {
  private let handler: NIOLoopBound<SocketHandler>
  /// What comes, for one reader; it ends with the connection.
  let messages: SocketHandler.Messages

  /// Takes the socket that a connection has become.
  ///
  /// - Throws: what says that the connection is gone.
  init(of channel: any Channel) async throws {
    (handler, messages) = try await channel.eventLoop.submit {
      let handler = try channel.pipeline.syncOperations.handler(type: SocketHandler.self)
      guard let messages = handler.takeMessages() else { throw ChannelError.ioOnClosedChannel }
      return (NIOLoopBound(handler, eventLoop: channel.eventLoop), messages)
    }.get()
  }

  /// Sends text messages, and waits until the system has taken them, so that who does not read is
  /// not written to without end.
  ///
  /// - Throws: what says that the connection is gone.
  func send(_ texts: [String]) async throws {
    guard !texts.isEmpty else { return }
    try await handler.eventLoop.flatSubmit {
      handler.value.send(texts)
        ?? handler.eventLoop.makeFailedFuture(ChannelError.ioOnClosedChannel)
    }.get()
  }

  /// Looks whether anybody can be written to.
  ///
  /// - Throws: what says that the connection is gone.
  func check() async throws {
    try await handler.eventLoop.submit {
      guard handler.value.isOpen else { throw ChannelError.ioOnClosedChannel }
    }.get()
  }

  /// Closes the connection with a reason, unless that has begun.
  ///
  /// - Parameter cuts: whether at once, whatever the other side does.
  func close(_ fault: SocketFault, cuts: Bool = false) {
    handler.eventLoop.execute { handler.value.close(fault, cuts: cuts) }
  }

  /// Makes a connection a WebSocket: on its thread, as soon as its answer that it becomes one is
  /// written, so that the first frame finds everything in its place.
  ///
  /// - Parameter last: the handler that is in the middle of writing that, and goes too.
  /// - Throws: what says that a handler of HTTP is not known by its type any more, and would take
  ///   frames for requests, or that the connection is gone.
  static func takeOver(
    _ pipeline: ChannelPipeline.SynchronousOperations, limits: ServerLimits,
    last: ChannelHandlerContext
  ) throws {
    // Found before any is taken out: half of them would make nonsense of what is still written.
    let handlers = [
      try pipeline.context(handlerType: ChunkRules.self),
      try pipeline.context(handlerType: ByteToMessageHandler<HTTPRequestDecoder>.self),
      try pipeline.context(handlerType: HTTPResponseEncoder.self),
      try pipeline.context(handlerType: MessageRules.self),
      try pipeline.context(handlerType: HTTP1ToHTTPServerCodec.self),
      try pipeline.context(handlerType: HTTPConnectionStateHandler.self),
    ]
    for handler in handlers { pipeline.removeHandler(context: handler, promise: nil) }
    pipeline.removeHandler(context: last, promise: nil)
    // Before what Hummingbird waits for requests with, which gets none any more.
    try pipeline.addHandlers(
      [
        WebSocketFrameEncoder(),
        ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: limits.liveMessageBytes)),
        FrameRules(),
        NIOWebSocketFrameAggregator(
          minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: SocketFault.mostFragments,
          maxAccumulatedFrameSize: limits.liveMessageBytes),
        SocketHandler(limits: limits),
      ], position: .first)
  }
}
