import ECGFiles
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// What is wrong with a request, as `application/problem+json` (RFC 9457).
package struct Problem: Error, Sendable {
  let status: HTTPResponse.Status
  /// What is wrong, for a person.
  package let detail: String
  /// Fields of the answer's header that go with it.
  var fields: HTTPFields = [:]

  static let mediaType = "application/problem+json"

  init(_ status: HTTPResponse.Status, _ detail: String, fields: HTTPFields = [:]) {
    self.status = status
    self.detail = detail
    self.fields = fields
  }

  /// What is wrong with a file that came with a request.
  init(_ error: FileError, _ status: HTTPResponse.Status = .unprocessableContent) {
    self.init(
      error.exceedsLimit ? .contentTooLarge : status, error.message(.query) + ".")
  }

  static func tooLarge(_ limit: Int) -> Problem {
    Problem(.contentTooLarge, "The body is too large; expected \(limit) bytes at the most.")
  }

  /// The server is busy; the client is to come again in a second.
  static func busy(_ detail: String) -> Problem {
    Problem(.serviceUnavailable, detail, fields: [.retryAfter: "1"])
  }

  /// The document.
  private struct Document: Encodable {
    let type: String
    let title: String
    let status: Int
    let detail: String
  }

  /// The document's bytes.
  var body: ByteBuffer {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let document = Document(
      type: "about:blank", title: status.reasonPhrase, status: status.code, detail: detail)
    // A structure of strings and a number can always be encoded.
    return ByteBuffer(bytes: (try? encoder.encode(document)) ?? Data())
  }

  var response: Response {
    var headers = fields
    headers[.contentType] = Self.mediaType
    return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
  }
}

extension HTTPResponse.Status {
  /// RFC 4918.
  static let insufficientStorage = HTTPResponse.Status(
    code: 507, reasonPhrase: "Insufficient Storage")
}

extension Remedy.Spelling {
  /// As parameters of a request's query.
  static let query = Remedy.Spelling(
    [
      .annotator: "?annotator", .lead: "?lead", .samplingRate: "?rate", .unit: "?unit",
    ], separator: "=")
}
