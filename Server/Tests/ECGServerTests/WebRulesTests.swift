import Foundation
import ECGTestSupport
import Testing
import ECGServer

/// What the web asks of a server on somebody's machine. What is refused is among the
/// hostile requests.
struct WebRulesTests {
  private static func get(_ version: String, _ fields: [String]) -> String {
    "GET /v1/models HTTP/\(version)\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n"
  }

  @Test(
    "the server answers to its own names, with a port or without",
    arguments: [
      "localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:1", "[::1]:8080", "[::1]",
    ])
  func ownNames(host: String) async throws {
    let answer = try await LiveServer.run { server in
      try await server.connect { connection in
        connection.send(Self.get("1.1", ["Host: \(host)", "Origin: http://\(host)"]))
        return try connection.answer()
      }
    }
    #expect(answer.status == 200)
  }

  @Test("names that were allowed will do, and so will pages of them, behind a proxy too")
  func allowed() async throws {
    let hosts = AllowedHosts(listeningOn: "0.0.0.0", others: ["ecg.example"])
    let requests: [([String], Int)] = [
      (["Host: ecg.example"], 200), (["Host: ECG.example:8443"], 200),
      (["Host: 192.168.0.7:8080"], 200), (["Host: [fe80::1]"], 200),
      (["Host: 192.168.0.7.evil.example"], 421), (["Host: other.example"], 421),
      (["Host: localhost:8080", "Origin: https://ecg.example"], 200),
      (["Host: ecg.example", "Origin: https://other.example"], 403),
      (["Host: ecg.example", "Origin: ftp://ecg.example"], 403),
      (["Host: localhost", "Sec-Fetch-Site: same-origin"], 200),
      (["Host: localhost", "Sec-Fetch-Site: same-site"], 403),
    ]
    try await LiveServer.run(hosts: hosts) { server in
      for (fields, status) in requests {
        let answer = try await server.connect { connection in
          connection.send(Self.get("1.1", fields))
          return try connection.answer()
        }
        #expect(answer.status == status, "\(fields)")
      }
    }
  }

  @Test("connections that are to end with the answer do")
  func closing() async throws {
    let requests: [(String, [String])] = [
      ("1.0", []), ("1.0", ["Host: localhost"]), ("1.0", ["Connection: keep-alive"]),
      ("1.1", ["Host: localhost", "Connection: close"]),
      ("1.1", ["Host: localhost", "Connection: Upgrade, Close", "Upgrade: websocket"]),
    ]
    try await LiveServer.run { server in
      for (version, fields) in requests {
        let (answer, isClosed) = try await server.connect { connection in
          connection.send(Self.get(version, fields))
          return (try connection.answer(), connection.isClosed())
        }
        #expect(answer.status == 200, "\(version) \(fields)")
        #expect(isClosed, "\(version) \(fields)")
      }
      // Others stay.
      let answers = try await server.connect { connection in
        try (0..<2).map { _ in
          connection.send(Self.get("1.1", ["Host: localhost"]))
          return try connection.answer().status
        }
      }
      #expect(answers == [200, 200])
    }
  }

  @Test("chunks are followed wherever their bytes are cut, one request after the other")
  func chunks() async throws {
    let body = "{\"beats\":[]}"
    let request =
      "POST /v1/beats HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
      + "2;a=\"b\"\r\n" + body.prefix(2) + "\r\n" + String(body.count - 2, radix: 16) + "\r\n"
      + body.dropFirst(2) + "\r\n0\r\nTrailer: x\r\n\r\n"
    let plain = LiveServer.head("POST", "/v1/beats", length: body.count) + body
    let bytes = Array((request + plain + request).utf8)
    try await LiveServer.run { server in
      for cut in stride(from: 1, to: bytes.count, by: 7) {
        let statuses = try await server.connect { connection in
          connection.send(bytes[..<cut])
          usleep(1_000)
          connection.send(bytes[cut...])
          return try (0..<3).map { _ in try connection.answer().status }
        }
        #expect(statuses == [200, 200, 200], "cut at \(cut)")
      }
    }
  }

  @Test(
    "what is refused while an answer is on its way is told after it",
    arguments: [
      (
        "POST /v1/beats HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n",
        413
      ),
      ("GET /health HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400),
      ("GET /health HTTP/1.1\r\n\r\n", 400), ("hello\r\n\r\n", 400),
      ("POST /v1/beats HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{", 408),
    ])
  func refusedBehindAnAnswer(request: String, status: Int) async throws {
    var limits = LiveServer.limits
    // For the last of them alone; the time of the others is theirs.
    if status == 408 { limits.bodyTime = .milliseconds(300) }
    try await LiveServer.run(limits: limits) { server in
      // Before the first is answered the second is there, and refused at once.
      let (statuses, isClosed) = try await server.connect { connection in
        connection.send(Self.get("1.1", ["Host: localhost"]) + request)
        return (try (0..<2).map { _ in try connection.answer().status }, connection.isClosed())
      }
      #expect(statuses == [200, status])
      #expect(isClosed)
    }
  }

  @Test("what is optional may be null, as the document says")
  func nulls() async throws {
    let labels =
      "{\"aux\": null, \"class\": \"NNV\", \"duration\": null, \"gaps\": null, \"sample\": [77, 370, 662], "
      + "\"samplingRate\": 360}"
    let document = try #require(
      try ExactJSON.object(with: HeartbeatServer.openAPIDocument) as? [String: Any])
    let faults = SchemaCheck(document: document).faults(
      try ExactJSON.object(with: Data(labels.utf8)),
      ["$ref": "#/components/schemas/LabelledBeats"])
    #expect(faults == [])
    let answer = try await LiveServer.run { try await $0.post("/v1/annotations", labels) }
    #expect(answer.status == 200)
  }
}
