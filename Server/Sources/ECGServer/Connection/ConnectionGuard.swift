import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Sits on a connection and sees to it that nobody holds it for ever, and that what is wrong with
/// it is told as a ``Problem`` too:
///
/// - A body that does not come in time is answered with 408, and the connection closed.
/// - What is no HTTP is answered with 400, too large a header with 431; the requests before it get
///   their answers first.
/// - A connection whose client does not take its answer is closed.
/// - A connection that is answered to become a WebSocket becomes one.
/// - An answer that comes before the end of the body, such as "too large", closes the connection:
///   what is left of the body is not wanted.
/// - A connection whose messages cannot be held to ``MessageRules`` and ``ChunkRules`` is
///   closed unheard.
///
/// A class, as handlers of a connection are.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let limits: ServerLimits
  private let bodyTime: TimeAmount
  private let writeTime: TimeAmount
  private let metrics: ServerMetrics
  private let log: OnceLogged
  /// Who is at the other end.
  let client = Client()

  /// Whether the end of the last request is still to come.
  private var isReceiving = false
  /// The requests that are not answered yet.
  private var openRequests = 0
  /// Whether a part of an answer was sent, but not its end.
  private var isAnswering = false
  /// Whether the last request asks for another protocol: whatever the answer, no request
  /// is read behind it.
  private var wantsUpgrade = false
  /// Whether the guard had the last word.
  private var isOver = false
  /// What a header that could not be read is answered with.
  private var refusal: Problem?
  /// What ends the connection once no more than so many requests are open.
  private var lastWord: (problem: Problem, open: Int)?
  private var bodyDeadline: Scheduled<Void>?
  private var writeDeadline: Scheduled<Void>?

  /// The time in which a client can read an answer before the connection is cut.
  private static let parting = TimeAmount.seconds(1)

  /// - Parameter log: what is told where connections cannot be guarded.
  init(limits: ServerLimits, metrics: ServerMetrics, log: OnceLogged) {
    self.limits = limits
    bodyTime = TimeAmount(limits.bodyTime)
    writeTime = TimeAmount(limits.idleTime)
    self.metrics = metrics
    self.log = log
  }

  func handlerAdded(context: ChannelHandlerContext) {
    do {
      try MessageRules.add(to: context.pipeline.syncOperations, limits: limits)
    } catch {
      isOver = true
      // Who is gone by now needs no guarding.
      if error as? ChannelError != .ioOnClosedChannel {
        log.critical("no connection is served: its requests cannot be checked", error)
      }
      // Once the connection is set up: to fail in the middle of that would end the server.
      let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
      context.eventLoop.execute { bound.value.close(promise: nil) }
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isOver, lastWord == nil else { return }
    switch unwrapInboundIn(data) {
    case .head(let head):
      isReceiving = true
      openRequests += 1
      wantsUpgrade = head.headerFields[.upgrade] != nil && head.namesUpgrade
      if head.headerFields[.expect]?.lowercased() == "100-continue", openRequests == 1 {
        context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
      }
    case .body: break
    case .end:
      isReceiving = false
      bodyDeadline?.cancel()
      bodyDeadline = nil
    }
    context.fireChannelRead(data)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    // Most requests come whole: they need no clock.
    if isReceiving, bodyDeadline == nil, !isOver {
      let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
      bodyDeadline = context.eventLoop.scheduleTask(in: bodyTime) {
        bound.value.0.bodyIsLate(bound.value.1)
      }
    }
    context.fireChannelReadComplete()
  }

  private func bodyIsLate(_ context: ChannelHandlerContext) {
    bodyDeadline = nil
    guard isReceiving else { return }
    let seconds = bodyTime.nanoseconds / 1_000_000_000
    refuse(
      context, Problem(.requestTimeout, "The body did not come within \(seconds) s."), open: 1)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error {
    case HTTPParserError.headerOverflow:
      refusal = Problem(
        .requestHeaderFieldsTooLarge, "The request's header is too long or has too many fields.")
    case is HTTPParserError:
      refusal = Problem(.badRequest, "The request is no valid HTTP/1.1.")
    case let problem as Problem:
      // What the rules of the message say, which nothing behind this has seen.
      refuse(context, problem, open: 0)
      return
    case is OversizedChunk:
      client.leave()
      refuse(context, .tooLarge(max(limits.recordingBytes, limits.bodyBytes)), open: 1)
      return
    case is ChannelError, is IOError: break
    default:
      // What HTTP/1.1 allows but not all of its users, such as methods made up of odd characters.
      // More bytes after an error are an error too, which says nothing new.
      if refusal == nil, !isReceiving {
        refuse(context, Problem(.badRequest, "The request is no valid HTTP/1.1."), open: 0)
        return
      }
    }
    context.fireErrorCaught(error)
  }

  /// Refuses what is being received, once the requests before it are answered: a client may have
  /// the whole of an answer, and go on, before the server has seen its end.
  ///
  /// - Parameter open: the requests that are open when those before it are answered: 1 where its
  ///   header was taken.
  private func refuse(_ context: ChannelHandlerContext, _ problem: Problem, open: Int) {
    guard !isOver, lastWord == nil else { return }
    if openRequests > open {
      lastWord = (problem, open)
    } else if isAnswering {
      // Its own answer was begun, and cannot be taken back.
      isOver = true
      context.close(promise: nil)
    } else {
      end(context, problem)
    }
  }

  /// Whether what is answered is the request whose body is being received, not one before it.
  private var isEarly: Bool { isReceiving && openRequests == 1 }

  /// Whether what is answered is a request behind which none is read.
  private var isLast: Bool { wantsUpgrade && openRequests == 1 }

  /// Whether the connection ends with what is answered.
  private var endsConnection: Bool { isEarly || isLast }

  /// Writes the answer that this becomes a WebSocket, and makes it one.
  private func becomeSocket(
    _ context: ChannelHandlerContext, _ head: HTTPResponse, _ promise: EventLoopPromise<Void>?
  ) {
    isOver = true
    bodyDeadline?.cancel()
    writeDeadline?.cancel()
    context.writeAndFlush(wrapOutboundOut(.head(head)), promise: promise)
    do {
      try LiveSocket.takeOver(context.pipeline.syncOperations, limits: limits, last: context)
    } catch {
      if context.channel.isActive {
        log.critical("no connection becomes a WebSocket: it cannot be made one", error)
      }
      context.close(promise: nil)
    }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard !isOver else {
      promise?.fail(ChannelError.ioOnClosedChannel)
      return
    }
    switch unwrapOutboundIn(data) {
    case .head(var head):
      if let refusal, head.status == .badRequest, head.headerFields[.contentType] == nil {
        end(context, refusal, promise)
        return
      }
      if head.status == .switchingProtocols {
        becomeSocket(context, head, promise)
        return
      }
      isAnswering = true
      if endsConnection { head.headerFields[.connection] = "close" }
      context.write(wrapOutboundOut(.head(head)), promise: promise)
    case .body:
      context.write(data, promise: promise)
    case .end:
      isAnswering = false
      let isOver = endsConnection
      openRequests -= 1
      context.write(data, promise: promise)
      if isOver {
        context.flush()
        part(context)
      } else if let lastWord, openRequests <= lastWord.open {
        end(context, lastWord.problem)
      }
    }
  }

  /// Answers with a problem and ends the connection.
  private func end(
    _ context: ChannelHandlerContext, _ problem: Problem, _ promise: EventLoopPromise<Void>? = nil
  ) {
    let body = problem.body
    var fields = problem.fields
    fields[.contentType] = Problem.mediaType
    fields[.contentLength] = "\(body.readableBytes)"
    fields[.connection] = "close"
    context.write(
      wrapOutboundOut(.head(HTTPResponse(status: problem.status, headerFields: fields))),
      promise: promise)
    context.write(wrapOutboundOut(.body(body)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    metrics.count(method: "other", route: "other", status: problem.status.code, seconds: 0)
    part(context)
  }

  /// Takes nothing more in, and cuts the connection in a moment: cut at once, an answer may be lost
  /// on its way while the client still sends.
  private func part(_ context: ChannelHandlerContext) {
    isOver = true
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: Self.parting) { bound.value.close(promise: nil) }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    writeDeadline?.cancel()
    writeDeadline = nil
    if !context.channel.isWritable {
      let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
      writeDeadline = context.eventLoop.scheduleTask(in: writeTime) {
        bound.value.close(promise: nil)
      }
    }
    context.fireChannelWritabilityChanged()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    // A client that closes its side in the middle of a request has gone, as other servers see it
    // too: whether it still listens nobody can tell.
    if let event = event as? ChannelEvent, event == .inputClosed { client.leave() }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    client.leave()
    bodyDeadline?.cancel()
    writeDeadline?.cancel()
    context.fireChannelInactive()
  }
}

extension HTTPRequest {
  /// Whether `Connection` says that another protocol is asked for.
  fileprivate var namesUpgrade: Bool {
    headerFields[values: .connection].contains { $0.lowercased().contains("upgrade") }
  }
}
