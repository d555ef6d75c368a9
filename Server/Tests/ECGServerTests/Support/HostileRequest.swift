import ECGTestSupport
import Foundation
import Testing

/// A request that nobody should send, and what is answered to it.
struct HostileRequest: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// The whole request, byte by byte.
  let request: Data
  let status: Int
  /// A part of what the answer says.
  let says: String

  init(_ name: String, _ request: Data, _ status: Int, _ says: String) {
    (testDescription, self.request, self.status, self.says) = (name, request, status, says)
  }

  /// A request with a body.
  init(
    _ name: String, post path: String, _ type: String, _ body: Data, _ status: Int,
    _ says: String,
    fields: [String: String] = [:]
  ) {
    let head = LiveServer.head(
      "POST", path, fields.merging(["Content-Type": type]) { $1 }, length: body.count)
    self.init(name, Data(head.utf8) + body, status, says)
  }

  /// A request for beats in JSON.
  init(_ name: String, beats body: String, _ status: Int, _ says: String) {
    self.init(name, post: "/v1/beats", "application/json", Data(body.utf8), status, says)
  }

  /// A request with JSON for another path.
  init(_ name: String, _ path: String, _ body: String, _ status: Int, _ says: String) {
    self.init(name, post: path, "application/json", Data(body.utf8), status, says)
  }

  /// An upload of files.
  init(
    _ name: String, upload files: [(String, String)], query: String = "", _ status: Int,
    _ says: String
  ) {
    self.init(
      name, post: "/v1/recordings\(query)", Upload.formType,
      Upload.form(files.map { ($0.0, Data($0.1.utf8)) }), status, says)
  }

  /// A form as it is.
  init(
    _ name: String, form: String, type: String = Upload.formType, _ status: Int, _ says: String
  ) {
    self.init(name, post: "/v1/recordings", type, Data(form.utf8), status, says)
  }
}
