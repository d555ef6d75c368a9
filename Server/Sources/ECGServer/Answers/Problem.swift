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
  /// What is wrong, for a program that has an answer to it of its own.
  private(set) var reason: FileError.Reason?
  /// ``detail`` without the names of parameters, for who sets them otherwise, as in a form; nil
  /// where it names none.
  private(set) var plainDetail: String?
  /// The parameters of the query that the client is advised to set, or to set otherwise.
  private(set) var settings: [Setting] = []

  /// A parameter that is advised to be set.
  struct Setting: Encodable, Equatable {
    /// The parameter's name.
    let name: String
    /// A value that it may have.
    var example: String?
  }

  static let mediaType = "application/problem+json"

  init(_ status: HTTPResponse.Status, _ detail: String, fields: HTTPFields = [:]) {
    self.status = status
    self.detail = detail
    self.fields = fields
  }

  /// What is wrong, with parameters of the query that are to be set.
  init(
    _ status: HTTPResponse.Status, _ detail: String, plainDetail: String, settings: [Setting]
  ) {
    self.init(status, detail)
    self.plainDetail = plainDetail
    self.settings = settings
  }

  /// What is wrong with a file that came with a request.
  init(_ error: FileError, _ status: HTTPResponse.Status = .unprocessableContent) {
    self.init(
      error.reason == .exceedsLimit ? .contentTooLarge : status, error.message(.query) + ".")
    reason = error.reason
    settings = error.remedy.settings.compactMap { setting in
      Remedy.parameters[setting].map {
        Setting(name: $0, example: error.remedy.example(of: setting))
      }
    }
    if !settings.isEmpty { plainDetail = error.message(.unnamed) + "." }
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
    let plainDetail: String?
    let reason: String?
    let settings: [Setting]?
  }

  /// The document's bytes.
  var body: ByteBuffer {
    let document = Document(
      type: "about:blank", title: status.reasonPhrase, status: status.code, detail: detail,
      plainDetail: plainDetail, reason: reason?.rawValue,
      settings: settings.isEmpty ? nil : settings)
    // A structure of strings and numbers can always be encoded.
    return ByteBuffer(bytes: (try? JSONAnswer.encode(document)) ?? Data())
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

extension Remedy {
  /// The parameters of a request's query by what they set.
  static let parameters: [Setting: String] = [
    .annotator: "annotator", .lead: "lead", .samplingRate: "rate", .unit: "unit",
  ]
}

extension Remedy.Spelling {
  /// As parameters of a request's query.
  static let query = Remedy.Spelling(Remedy.parameters.mapValues { "?\($0)" }, separator: "=")
}
