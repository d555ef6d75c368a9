import NIOCore
import NIOWebSocket

/// A whole message that came over a WebSocket.
enum SocketMessage: Sendable {
  case text(String)
  case binary(ByteBuffer)
}

/// One end of a WebSocket: hands on messages, answers pings, keeps the closing handshake, and cuts
/// a connection on which nobody is at the other end any more.
///
/// Where whoever works on the messages falls behind, nothing more is read from the connection, and
/// TCP slows the client down. A class, as handlers of a connection are.
final class SocketHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame
  typealias Messages = NIOAsyncSequenceProducer<
    SocketMessage, NIOAsyncSequenceProducerBackPressureStrategies.HighLowWatermark, Demand
  >

  private let limits: ServerLimits
  private let idleTime: TimeAmount
  private var source: Messages.Source?
  /// The messages, until somebody reads them.
  private var messages: Messages?
  private var context: ChannelHandlerContext?

  /// Whether the messages that came already are to be worked on first, and whether more was
  /// asked for meanwhile.
  private var isPaused = false
  private var isReadWanted = false
  /// Whether a closing frame was sent, and by whom the closing was begun.
  private var isClosing = false
  /// When something came whole, and when a message did.
  private var lastFrame = NIODeadline.now()
  private var lastMessage = NIODeadline.now()
  private var hasMessage = false
  /// Since when what was written waits to be taken, and how many writes do.
  private var waitingSince: NIODeadline?
  private var waitingWrites = 0
  /// The last ping that could not be answered yet.
  private var pingToAnswer: ByteBuffer?
  private var watch: RepeatedTask?

  /// The time in which the other side can close too before the connection is cut.
  private static let parting = TimeAmount.seconds(2)
  /// Messages that wait to be worked on.
  private static let waiting = (low: 1, high: 4)

  init(limits: ServerLimits) {
    self.limits = limits
    idleTime = TimeAmount(limits.idleTime)
  }

  /// Asks for more messages, from whatever thread.
  struct Demand: NIOAsyncSequenceProducerDelegate {
    let handler: NIOLoopBound<SocketHandler>

    func produceMore() {
      handler.eventLoop.execute { handler.value.goOn() }
    }

    func didTerminate() {}
  }

  /// The messages, for one reader; nil where they were taken, or the connection has ended.
  func takeMessages() -> Messages? {
    defer { messages = nil }
    return messages
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    let made = Messages.makeSequence(
      backPressureStrategy: .init(
        lowWatermark: Self.waiting.low, highWatermark: Self.waiting.high),
      finishOnDeinit: true, delegate: Demand(handler: bound))
    (source, messages) = (made.source, made.sequence)
    let step = TimeAmount.nanoseconds(idleTime.nanoseconds / 3)
    watch = context.eventLoop.scheduleRepeatedTask(initialDelay: step, delay: step) { _ in
      bound.value.look()
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) { end() }

  func channelInactive(context: ChannelHandlerContext) {
    end()
    context.fireChannelInactive()
  }

  private func end() {
    watch?.cancel()
    watch = nil
    source?.finish()
    (source, messages, context) = (nil, nil, nil)
  }

  // MARK: What comes

  func read(context: ChannelHandlerContext) {
    if isPaused { isReadWanted = true } else { context.read() }
  }

  private func goOn() {
    guard isPaused else { return }
    isPaused = false
    // What nobody read was not late.
    (lastFrame, lastMessage) = (.now(), .now())
    if isReadWanted {
      isReadWanted = false
      context?.read()
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    lastFrame = .now()
    switch frame.opcode {
    case .text:
      guard let text = frame.data.validUTF8 else {
        close(.unreadable("expected text in UTF-8"))
        return
      }
      hand(on: .text(text))
    case .binary: hand(on: .binary(frame.data))
    case .ping: pong(frame.data)
    case .connectionClose: otherSideCloses(frame.data)
    default: break
    }
  }

  private func hand(on message: SocketMessage) {
    guard !isClosing, let source else { return }
    (lastMessage, hasMessage) = (.now(), true)
    if source.yield(contentsOf: CollectionOfOne(message)) == .stopProducing { isPaused = true }
  }

  private func pong(_ data: ByteBuffer) {
    guard !isClosing else { return }
    // Who asks without reading the answers gets one, to what was asked last.
    if waitingWrites > 0 { pingToAnswer = data } else { write([.whole(.pong, data)]) }
  }

  /// The client begins to close, or answers that the server does.
  private func otherSideCloses(_ data: ByteBuffer) {
    guard !isClosing else {
      context?.close(promise: nil)
      return
    }
    guard data.isClosing else {
      close(.wrongProtocol("expected a code and a reason of a closing"))
      return
    }
    isClosing = true
    source?.finish()
    source = nil
    let answer = data.getSlice(at: data.readerIndex, length: min(2, data.readableBytes)) ?? data
    let end = context.map { NIOLoopBound($0, eventLoop: $0.eventLoop) }
    write([.whole(.connectionClose, answer)])?.whenComplete { _ in
      end?.value.close(promise: nil)
    }
    // Who does not read the answer does not hold the connection.
    cutSoon()
  }

  /// Cuts the connection after the moment that the other side has for its part of the closing.
  private func cutSoon() {
    guard let context else { return }
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: Self.parting) {
      bound.value.context?.close(promise: nil)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is ChannelShouldQuiesceEvent {
      close(SocketFault(.goingAway, "the server ends"))
    } else if let event = event as? ChannelEvent, event == .inputClosed {
      context.close(promise: nil)
    }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if let fault = SocketFault(error, limits: limits) {
      close(fault)
    } else if !(error is ByteToMessageDecoderError) {
      // What comes after an error is one too, which says nothing new.
      context.close(promise: nil)
    }
  }

  // MARK: What goes

  /// Whether messages can be sent.
  var isOpen: Bool { context != nil && !isClosing }

  /// Sends text messages; done when the system has taken them.
  func send(_ texts: [String]) -> EventLoopFuture<Void>? {
    guard let context, isOpen else { return nil }
    return write(
      texts.map { .whole(.text, context.channel.allocator.buffer(string: $0)) })
  }

  /// Begins to close the connection; the other side has a moment to do so too.
  ///
  /// - Parameter cuts: whether it has none.
  func close(_ fault: SocketFault, cuts: Bool = false) {
    guard let context, !isClosing else { return }
    isClosing = true
    source?.finish()
    source = nil
    write([.whole(.connectionClose, fault.data(context.channel.allocator))])
    if cuts {
      context.close(promise: nil)
      return
    }
    // What still comes is read, and dropped: it would reset the connection, and the
    // reason would be lost.
    goOn()
    cutSoon()
  }

  @discardableResult
  private func write(_ frames: [WebSocketFrame]) -> EventLoopFuture<Void>? {
    guard let context, let last = frames.last else { return nil }
    for frame in frames.dropLast() { context.write(wrapOutboundOut(frame), promise: nil) }
    waitingWrites += 1
    if waitingSince == nil { waitingSince = .now() }
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    let done = context.writeAndFlush(wrapOutboundOut(last))
    done.whenComplete { _ in bound.value.written() }
    return done
  }

  private func written() {
    waitingWrites -= 1
    waitingSince = waitingWrites > 0 ? .now() : nil
    if waitingWrites == 0, let ping = pingToAnswer {
      pingToAnswer = nil
      pong(ping)
    }
  }

  /// Looks whether anybody is there.
  private func look() {
    guard let context, !isClosing else { return }
    let now = NIODeadline.now()
    if let waitingSince, now - waitingSince > idleTime {
      context.close(promise: nil)
      return
    }
    guard !isPaused else { return }
    let patience = hasMessage ? TimeAmount(limits.liveQuietTime) : idleTime
    if now - lastFrame > idleTime {
      close(.refused("nothing whole came for \(idleTime.nanoseconds / 1_000_000_000) s"))
    } else if now - lastMessage > patience {
      close(.refused("no message came for \(patience.nanoseconds / 1_000_000_000) s"))
    } else if waitingWrites == 0 {
      write([.whole(.ping, ByteBuffer())])
    }
  }
}

extension WebSocketFrame {
  /// A whole frame of a server.
  fileprivate static func whole(_ opcode: WebSocketOpcode, _ data: ByteBuffer) -> WebSocketFrame {
    WebSocketFrame(fin: true, opcode: opcode, data: data)
  }
}

extension ByteBuffer {
  /// The text, where it is one.
  fileprivate var validUTF8: String? {
    readableBytesView.withContiguousStorageIfAvailable { String(validating: $0, as: UTF8.self) }
      ?? nil
  }

  /// Whether this is what a closing frame may have: nothing, or a code that may be sent and a
  /// reason in UTF-8.
  fileprivate var isClosing: Bool {
    guard readableBytes > 0 else { return true }
    guard let code = getInteger(at: readerIndex, as: UInt16.self) else { return false }
    let reason = getSlice(at: readerIndex + 2, length: readableBytes - 2)
    return reason?.validUTF8 != nil
      && (1000...1003 ~= code || 1007...1014 ~= code || 3000...4999 ~= code)
  }
}
