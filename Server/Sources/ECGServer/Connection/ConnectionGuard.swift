import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Sits on a connection and sees to it that nobody holds it for ever, and that what is wrong with it is
/// told as a ``Problem`` too:
///
/// - A body that does not come in time is answered with 408, and the connection closed.
/// - What is no HTTP is answered with 400, too large a header with 431.
/// - A connection whose client does not take its answer is closed.
/// - An answer that comes before the end of the body, such as "too large", closes the connection: what
///   is left of the body is not wanted.
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
  /// Who is at the other end.
  let client = Client()

  /// Whether the end of the last request is still to come.
  private var isReceiving = false
  /// The requests that are not answered yet.
  private var openRequests = 0
  /// Whether a part of an answer was sent, but not its end.
  private var isAnswering = false
  /// Whether the guard had the last word.
  private var isOver = false
  /// What a header that could not be read is answered with.
  private var refusal: Problem?
  private var bodyDeadline: Scheduled<Void>?
  private var writeDeadline: Scheduled<Void>?

  /// The time in which a client can read an answer before the connection is cut.
  private static let parting = TimeAmount.seconds(1)

  init(limits: ServerLimits, metrics: ServerMetrics) {
    self.limits = limits
    bodyTime = TimeAmount(limits.bodyTime)
    writeTime = TimeAmount(limits.idleTime)
    self.metrics = metrics
  }

  func handlerAdded(context: ChannelHandlerContext) {
    MessageRules.add(to: context.pipeline.syncOperations, limits: limits)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isOver else { return }
    switch unwrapInboundIn(data) {
    case .head(let head):
      isReceiving = true
      openRequests += 1
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
    guard isReceiving, !isOver else { return }
    // An answer that was begun, to this request or one before it, cannot be told from this one.
    if openRequests == 1, !isAnswering {
      let seconds = bodyTime.nanoseconds / 1_000_000_000
      end(
        context, Problem(.requestTimeout, "The body did not come within \(seconds) s."))
    } else {
      isOver = true
      context.close(promise: nil)
    }
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
      guard openRequests == 0, !isAnswering, !isOver else { break }
      end(context, problem)
      return
    case is OversizedChunk:
      refuseBody(context)
      return
    case is ChannelError, is IOError: break
    default:
      // What HTTP/1.1 allows but not all of its users, such as methods made up of odd characters. More
      // bytes after an error are an error too, which says nothing new.
      if refusal == nil, openRequests == 0, !isAnswering, !isOver {
        end(context, Problem(.badRequest, "The request is no valid HTTP/1.1."))
        return
      }
    }
    context.fireErrorCaught(error)
  }

  /// Refuses the body that is being received.
  private func refuseBody(_ context: ChannelHandlerContext) {
    guard !isOver else { return }
    client.leave()
    if openRequests == 1, !isAnswering {
      end(context, .tooLarge(max(limits.recordingBytes, limits.bodyBytes)))
    } else {
      isOver = true
      context.close(promise: nil)
    }
  }

  /// Whether what is answered is the request whose body is being received, not one before it.
  private var isEarly: Bool { isReceiving && openRequests == 1 }

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
      isAnswering = true
      if isEarly { head.headerFields[.connection] = "close" }
      context.write(wrapOutboundOut(.head(head)), promise: promise)
    case .body:
      context.write(data, promise: promise)
    case .end:
      isAnswering = false
      let isEarly = isEarly
      openRequests -= 1
      context.write(data, promise: promise)
      if isEarly {
        context.flush()
        part(context)
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

  /// Takes nothing more in, and cuts the connection in a moment: cut at once, an answer may be lost on
  /// its way while the client still sends.
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
    // A client that closes its side in the middle of a request has gone, as other servers see it too: whether it
    // still listens nobody can tell.
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
