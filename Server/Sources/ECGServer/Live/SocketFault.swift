import NIOCore
import NIOWebSocket

/// Why a WebSocket is closed: a code (RFC 6455, section 7.4) and a reason for a person.
struct SocketFault: Error, Equatable {
  let code: WebSocketErrorCode
  let reason: String

  /// The bytes of a reason, at the most: a control frame has 125, the code takes two.
  private static let longestReason = 123

  init(_ code: WebSocketErrorCode, _ reason: String) {
    var reason = reason
    while reason.utf8.count > Self.longestReason { reason.removeLast() }
    (self.code, self.reason) = (code, reason)
  }

  /// What breaks the rules of WebSockets.
  static func wrongProtocol(_ reason: String) -> SocketFault { .init(.protocolError, reason) }
  /// A message that is not what was to come.
  static func unexpected(_ reason: String) -> SocketFault { .init(.unacceptableData, reason) }
  /// A message that cannot be read.
  static func unreadable(_ reason: String) -> SocketFault {
    .init(.dataInconsistentWithMessage, reason)
  }

  /// What the server does not do.
  static func refused(_ reason: String) -> SocketFault { .init(.policyViolation, reason) }
  /// Come again in a moment (RFC 6455's registry, 1013).
  static func busy(_ reason: String) -> SocketFault { .init(.unknown(1013), reason) }
  /// There is no such stream, and there will be none.
  static let unknownSession = SocketFault(
    .unknown(4404), "there is no such session, or no longer; start a new stream")
  /// A newer connection goes on with the stream.
  static let takenOver = SocketFault(.unknown(4409), "the stream goes on over another connection")

  /// What an error of the layers below says of the other side; nil for what is nobody's fault.
  init?(_ error: any Error, limits: ServerLimits) {
    let tooLarge = "expected messages of at most \(limits.liveMessageBytes) bytes"
    switch error {
    case let fault as SocketFault: self = fault
    case NIOWebSocketError.invalidFrameLength: self.init(.messageTooLarge, tooLarge)
    case NIOWebSocketError.fragmentedControlFrame:
      self = .wrongProtocol("expected control frames in one piece")
    case NIOWebSocketError.multiByteControlFrameLength:
      self = .wrongProtocol("expected control frames of at most 125 bytes")
    case NIOWebSocketFrameAggregator.Error.accumulatedFrameSizeIsTooLarge:
      self.init(.messageTooLarge, tooLarge)
    case NIOWebSocketFrameAggregator.Error.tooManyFragments:
      self = .refused("expected messages of at most \(Self.mostFragments) fragments")
    case NIOWebSocketFrameAggregator.Error.receivedNewFrameWithoutFinishingPrevious:
      self = .wrongProtocol("expected the rest of a message, found another")
    case NIOWebSocketFrameAggregator.Error.didReceiveFragmentBeforeReceivingTextOrBinaryFrame:
      self = .wrongProtocol("expected a message, found the rest of one")
    default: return nil
    }
  }

  /// The frames that a message may come in.
  static let mostFragments = 1_024

  /// The data of the frame that says so.
  func data(_ allocator: ByteBufferAllocator) -> ByteBuffer {
    var data = allocator.buffer(capacity: 2 + reason.utf8.count)
    data.write(webSocketErrorCode: code)
    data.writeString(reason)
    return data
  }
}
