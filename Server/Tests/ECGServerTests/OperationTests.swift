import Foundation
import Testing
import ECGServer

/// What is around the classifying.
struct OperationTests {
  @Test("health, readiness, models")
  func state() async throws {
    try await LiveServer.run { server in
      #expect(
        try await server.ask("GET", "/health").object() as? [String: String] == ["status": "ok"])
      #expect(
        try await server.ask("GET", "/ready").object() as? [String: String] == ["status": "ready"])
      let head = try await server.ask("HEAD", "/health")
      #expect(head.status == 200 && head.body.isEmpty)
      let models = try #require(
        try await server.ask("GET", "/v1/models").object()["models"] as? [[String: Any]])
      #expect(models.map { $0["classifies"] as? String } == ["beats", "recordings"])
      #expect(models.first?["samplesPerBeat"] as? Int == 187)
    }
  }

  @Test("metrics count requests by route and status")
  func metrics() async throws {
    try await LiveServer.run { server in
      _ = try await server.ask("GET", "/health")
      _ = try await server.ask("GET", "/health")
      _ = try await server.ask("GET", "/no/such/thing")
      _ = try await server.post("/v1/beats", "{")
      let answer = try await server.ask("GET", "/metrics")
      #expect(answer.fields["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
      let lines = answer.text.split(separator: "\n").map(String.init)
      for line in [
        "ecg_requests_total{method=\"GET\",route=\"/health\",status=\"200\"} 2",
        "ecg_requests_total{method=\"other\",route=\"other\",status=\"404\"} 1",
        "ecg_requests_total{method=\"POST\",route=\"/v1/beats\",status=\"400\"} 1",
        "ecg_request_seconds_count{route=\"/health\"} 2", "ecg_requests_in_flight 1",
      ] { #expect(lines.contains(line), "\(line)") }
      // A name, labels if any, and a number, or a comment.
      let form = /(# (HELP|TYPE) .+)|([a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+)/
      #expect(lines.allSatisfy { (try? form.wholeMatch(in: $0)) != nil })
    }
  }

  @Test("the viewer's files come with their types, a policy and tags that save a second transfer")
  func viewer() async throws {
    try await LiveServer.run { server in
      let page = try await server.ask("GET", "/")
      #expect(page.status == 200)
      #expect(page.fields["content-type"] == "text/html; charset=utf-8")
      #expect(page.fields["content-security-policy"]?.hasPrefix("default-src 'self'") == true)
      #expect(page.fields["x-content-type-options"] == "nosniff")
      #expect(page.text.contains("viewer.js"))
      let script = try await server.ask("GET", "/viewer.js")
      #expect(script.fields["content-type"] == "text/javascript; charset=utf-8")
      let tag = try #require(script.fields["etag"])
      let again = try await server.ask("GET", "/viewer.js", ["If-None-Match": tag])
      #expect(again.status == 304 && again.body.isEmpty)
      // Nothing that the page refers to is missing.
      for name in page.text.matches(of: /(?:href|src)="([a-z.\/]+)"/).map(\.1) {
        #expect(try await server.ask("GET", "/\(name)").status == 200, "\(name)")
      }
    }
  }

  @Test("with a token nobody else gets in, but to ask how it is")
  func token() async throws {
    try await LiveServer.run(token: "open-sesame") { server in
      func status(_ path: String, _ authorization: String?) async throws -> Int {
        try await server.ask("GET", path, authorization.map { ["Authorization": $0] } ?? [:]).status
      }
      let refused = try await server.ask("GET", "/v1/models")
      #expect(refused.status == 401)
      #expect(refused.problem != nil)
      #expect(refused.fields["www-authenticate"]?.contains("Bearer") == true)
      #expect(try await status("/v1/models", "Bearer open-sesame") == 200)
      let pair = Data("anyone:open-sesame".utf8).base64EncodedString()
      #expect(try await status("/", "Basic \(pair)") == 200)
      for wrong in [
        "Bearer open-sesam", "Bearer open-sesame1", "Bearer ", "open-sesame", "Basic x",
      ] {
        #expect(try await status("/v1/models", wrong) == 401, "\(wrong)")
      }
      for path in ["/", "/openapi.json", "/metrics", "/v1/example"] {
        #expect(try await status(path, nil) == 401, "\(path)")
      }
      #expect(try await status("/health", nil) == 200)
      #expect(try await status("/ready", nil) == 200)
      // A body is not taken in from who may not come in.
      let post = try await server.post("/v1/beats", "{\"beats\": []}")
      #expect(post.status == 401)
    }
  }

  @Test("the log tells each request, and nothing of what was in it")
  func log() async throws {
    let log = try await LiveServer.run(token: "open-sesame") { server in
      let fields = ["Authorization": "Bearer open-sesame"]
      let (files, _) = try Upload.synthetic(beats: 5, name: "mueller-1950")
      _ = try await server.post(
        "/v1/recordings?lead=II", Upload.formType, Upload.form(files), fields)
      _ = try await server.ask("GET", "/secret-path", fields)
      _ = try await server.post(
        "/v1/recordings?name=mueller", "text/csv", Data("patient 4711".utf8), fields)
      return server.log
    }
    #expect(log.text.contains("/v1/recordings"))
    for secret in ["mueller", "4711", "secret-path", "open-sesame", "lead="] {
      #expect(!log.text.contains(secret), "\(secret)")
    }
  }

  @Test("a connection that is kept open does not keep the server")
  func keptOpen() async throws {
    let start = ContinuousClock.now
    let connection = try await LiveServer.run { server in
      try await server.waiting {
        let connection = try HTTPConnection(port: server.port)
        connection.send(LiveServer.head("GET", "/health"))
        let status = try connection.answer().status
        #expect(status == 200)
        return Handed(value: connection)
      }
    }
    // The server would have waited for it for as long as nothing may happen on it.
    #expect(ContinuousClock.now - start < LiveServer.limits.idleTime / 2)
    #expect(connection.value.isClosed())
  }

  /// A connection that goes from one thread to another.
  private struct Handed: @unchecked Sendable {
    let value: HTTPConnection
  }

  @Test("requests on one connection are answered in their order")
  func pipelined() async throws {
    try await LiveServer.run { server in
      let statuses = try await server.connect { connection in
        connection.send(
          LiveServer.head("GET", "/health") + LiveServer.head("GET", "/nothing")
            + LiveServer.head("GET", "/ready"))
        return try (0..<3).map { _ in try connection.answer().status }
      }
      #expect(statuses == [200, 404, 200])
    }
  }

  @Test("a client that asks first whether it may send is told to go on, or not to")
  func expectation() async throws {
    try await LiveServer.run { server in
      let statuses = try await server.connect { connection in
        connection.send(
          LiveServer.head("POST", "/v1/beats", ["Expect": "100-continue"], length: 13))
        let first = try connection.answer().status
        connection.send("{\"beats\": []}")
        return [first, try connection.answer().status]
      }
      #expect(statuses == [100, 200])
    }
  }
}
