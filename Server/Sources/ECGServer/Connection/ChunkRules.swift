import HTTPTypes
import NIOCore

/// Refuses a chunk of a body that says it is larger than any body may be, before its bytes come:
/// the parser takes chunks of any size and tells of them only as they come in.
///
/// It follows requests as far as this takes: where their headers end, how long their bodies are.
/// The parser behind it has the last word on all else.
///
/// A class, as handlers of a connection are.
final class ChunkRules: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private enum State {
    /// In a header: how long the body is and whether it comes in chunks, by the lines so far.
    case header(length: Int, isChunked: Bool)
    /// In a body of so many more bytes.
    case body(Int)
    /// In the line that says a chunk's size: the value of its digits so far, and
    /// whether they are over.
    case size(Int, isBehindDigits: Bool)
    /// In a chunk of so many more bytes, the line's end behind it included.
    case chunk(Int)
    /// In what follows the last chunk, up to an empty line.
    case trailer
    /// Nothing is known any more; the parser sees to it.
    case unknown
  }

  private let largest: Int
  private let longestLine: Int
  private var state = State.header(length: 0, isChunked: false)
  private var line: [UInt8] = []

  init(limits: ServerLimits) {
    largest = max(limits.recordingBytes, limits.bodyBytes)
    longestLine = limits.headerBytes
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    let isTooLarge = buffer.withUnsafeReadableBytes { follow($0) }
    context.fireChannelRead(data)
    if isTooLarge {
      state = .unknown
      context.fireErrorCaught(OversizedChunk())
    }
  }

  /// Follows some bytes; true where a chunk is too large.
  private func follow(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var position = 0
    while position < bytes.count {
      switch state {
      case .unknown: return false
      case .body(let rest), .chunk(let rest):
        let taken = min(rest, bytes.count - position)
        position += taken
        skip(taken, of: rest)
      case .header, .trailer:
        let byte = bytes[position]
        position += 1
        if byte == UInt8(ascii: "\n") { endLine() } else { take(byte) }
      case .size(let size, let isBehindDigits):
        let byte = bytes[position]
        position += 1
        guard step(size, isBehindDigits, byte) else { return true }
      }
    }
    return false
  }

  private func take(_ byte: UInt8) {
    line.append(byte)
    if line.count > longestLine { state = .unknown }
  }

  private func skip(_ taken: Int, of rest: Int) {
    switch state {
    case .body: state = taken == rest ? .header(length: 0, isChunked: false) : .body(rest - taken)
    default: state = taken == rest ? .size(0, isBehindDigits: false) : .chunk(rest - taken)
    }
  }

  /// Takes a byte of the line with a chunk's size; false where the chunk is too large.
  private func step(_ size: Int, _ isBehindDigits: Bool, _ byte: UInt8) -> Bool {
    if byte == UInt8(ascii: "\n") {
      // Behind the chunk a line ends.
      state = size == 0 ? .trailer : .chunk(size + 2)
    } else if !isBehindDigits, let digit = Character(Unicode.Scalar(byte)).hexDigitValue {
      let (sum, overflow) = size.multipliedReportingOverflow(by: 16)
      guard !overflow, sum + digit <= largest else { return false }
      state = .size(sum + digit, isBehindDigits: false)
    } else {
      state = .size(size, isBehindDigits: true)
    }
    return true
  }

  private func endLine() {
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    defer { line.removeAll(keepingCapacity: true) }
    guard case .header(let length, let isChunked) = state else {
      if line.isEmpty { state = .header(length: 0, isChunked: false) }
      return
    }
    guard line.isEmpty else {
      let text = String(decoding: line, as: UTF8.self).lowercased()
      if text.hasPrefix("content-length:") {
        let number = text.dropFirst(15).filter { !$0.isWhitespace }
        state = Int(number).map { .header(length: $0, isChunked: isChunked) } ?? .unknown
      } else if text.hasPrefix("transfer-encoding:") {
        state = .header(length: length, isChunked: text.contains("chunked"))
      }
      return
    }
    if isChunked {
      state = .size(0, isBehindDigits: false)
    } else if length > 0 {
      state = .body(length)
    }
  }
}

/// A chunk says that it is larger than any body may be.
struct OversizedChunk: Error {}
