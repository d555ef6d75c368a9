import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Answers in JSON.
enum JSONAnswer {
  /// An answer whose body is `value`, keys sorted.
  static func response(_ value: some Encodable) throws -> Response {
    response(bytes: ByteBuffer(bytes: try encode(value)))
  }

  static func response(bytes: ByteBuffer) -> Response {
    Response(
      status: .ok, headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: bytes))
  }

  /// A value as JSON, keys sorted.
  static func encode(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value)
  }
}
