import Foundation

/// Requests that are none, byte for byte.
extension HostileRequest {
  private static func request(_ text: String) -> Data { Data(text.utf8) }

  static let requests: [HostileRequest] = [
    .init(
      "a path that is not there", request("GET /v2 HTTP/1.1\r\nHost: localhost\r\n\r\n"), 404,
      "openapi"),
    .init(
      "a path out of the folder",
      request("GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n"), 404,
      "nothing here"),
    .init(
      "an escaped path out of the folder",
      request("GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n"), 404,
      "nothing here"),
    .init(
      "a file of the program",
      request("GET /Resources/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"),
      404, "nothing here"),
    .init(
      "another method", request("DELETE /v1/beats HTTP/1.1\r\nHost: localhost\r\n\r\n"), 405, "POST"
    ),
    .init(
      "reading what is posted", request("GET /v1/beats HTTP/1.1\r\nHost: localhost\r\n\r\n"), 405,
      "POST"),
    .init("no HTTP", request("hello\r\n\r\n"), 400, "no valid HTTP"),
    .init(
      "the beginning of TLS", Data([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x0D, 0x0A]), 400,
      "no valid HTTP"),
    .init(
      "a header of 40 kB",
      request(
        "GET /health HTTP/1.1\r\nHost: localhost\r\nX: \(String(repeating: "y", count: 40_000))\r\n\r\n"
      ),
      431, "too long"),
    .init(
      "a flood of header fields",
      request(
        "GET /health HTTP/1.1\r\nHost: localhost\r\n"
          + (0..<1000).map { "X\($0): y\r\n" }.joined() + "\r\n"), 431, "too many"),
    .init(
      "a length that is no number",
      request("POST /v1/beats HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n"), 400,
      "no valid HTTP"),
    .init(
      "two lengths",
      request(
        "POST /v1/beats HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}"
      ),
      400, "no valid HTTP"),
    .init(
      "a length and chunks",
      request(
        "POST /v1/beats HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}"
      ), 400, "no valid HTTP"),
    .init(
      "a body that is said to be too large",
      request("POST /v1/beats HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n"),
      413,
      "too large"),
    .init(
      "chunks without end",
      request(
        "POST /v1/beats HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
          + String(repeating: "10000\r\n\(String(repeating: " ", count: 65_536))\r\n", count: 24)),
      413, "too large"),
    .init(
      "a chunk that is none",
      request(
        "POST /v1/beats HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"),
      400, "no valid HTTP"),
  ]
}
