import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// What HTTP asks of a message that its parser lets pass, and that nothing behind it
/// can see any more:
///
/// - A request of HTTP/1.1 names its host, and names it once (RFC 9112, section 3.2).
/// - A connection of HTTP/1.0 ends with its answer, and so does any whose `Connection` says so
///   among other things.
///
/// A class, as handlers of a connection are.
final class MessageRules: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  /// Puts the rules before what turns a message into a request, and those of its bytes before all.
  ///
  /// - Throws: what says that nothing turns messages into requests here, or that the
  ///   connection is gone.
  static func add(
    to pipeline: ChannelPipeline.SynchronousOperations, limits: ServerLimits
  ) throws {
    let codec = try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)
    try pipeline.addHandler(MessageRules(), position: .before(codec))
    try pipeline.addHandler(ChunkRules(limits: limits), position: .first)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data) else {
      context.fireChannelRead(data)
      return
    }
    let hosts = head.headers["Host"]
    let isOld = head.version.major < 1 || head.version.major == 1 && head.version.minor < 1
    guard hosts.count == 1 || hosts.isEmpty && isOld else {
      context.fireErrorCaught(
        Problem(
          .badRequest, "Host: expected one field that names the host, found \(hosts.count)."))
      return
    }
    let options = head.headers[canonicalForm: "Connection"].map { $0.lowercased() }
    if isOld || options.contains("close") {
      head.headers.replaceOrAdd(name: "Connection", value: "close")
    }
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }
}
