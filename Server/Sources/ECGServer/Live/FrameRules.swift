import NIOCore
import NIOWebSocket

/// What RFC 6455 asks of a client's frames and NIO's decoder lets pass: that they are masked, of a
/// known kind, and that no extension is used, since none was agreed on.
///
/// Frames go on unmasked. A class, as handlers of a connection are.
final class FrameRules: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = WebSocketFrame
  typealias InboundOut = WebSocketFrame

  private var isBroken = false

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isBroken else { return }
    let frame = unwrapInboundIn(data)
    if let fault = Self.fault(of: frame) {
      isBroken = true
      context.fireErrorCaught(fault)
    } else {
      context.fireChannelRead(
        wrapInboundOut(
          WebSocketFrame(fin: frame.fin, opcode: frame.opcode, data: frame.unmaskedData)))
    }
  }

  private static func fault(of frame: WebSocketFrame) -> SocketFault? {
    guard frame.maskKey != nil else {
      return .wrongProtocol("expected masked frames, found one without a mask")
    }
    guard frame.reservedBits.isEmpty else {
      return .wrongProtocol("expected no extension, found reserved bits")
    }
    switch frame.opcode {
    case .text, .binary, .continuation, .ping, .pong, .connectionClose: return nil
    default: return .wrongProtocol("expected a known kind of frame, found another")
    }
  }
}
