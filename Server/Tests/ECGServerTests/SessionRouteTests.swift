import ECGServer
import ECGTestSupport
import Foundation
import Testing

/// `/v1/sessions`: what is kept on disk, and what is refused.
struct SessionRouteTests {
  private static func session(_ name: String = "208", changes: Int = 2, done: Int = 1) -> Data {
    let edits = (0..<changes).map { "{\"kind\": \"label\", \"beats\": [\($0), 7], \"to\": 2}" }
    return Data(
      """
      {"format": "swift-ecg session", "version": 1, "key": "a", "page": "p", "since": 0,
       "name": "\(name)", "signal": "ab", "base": "cd", "samples": 100,
       "samplingRate": 360,
       "saved": \(1000 + changes), "done": \(done), "edits": [\(edits.joined(separator: ", "))],
       "sample": [1, 2], "label": [0, 1], "noise": [[1, 2]], "rhythms": [[1, 2, "A,]}\\"["]]}
      """.utf8)
  }

  private static func put(
    _ server: LiveServer, _ key: String, _ body: Data = session(), _ fields: [String: String] = [:]
  ) async throws -> HTTPAnswer {
    try await server.ask(
      "PUT", "/v1/sessions/\(key)",
      fields.merging(["Content-Type": "application/json"]) { $1 }, body: body)
  }

  /// Runs `body` with a server that keeps sessions, and their folder.
  private static func run(
    limits: ServerLimits = LiveServer.limits, _ body: (LiveServer, URL) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sessions-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    try await LiveServer.run(limits: limits, sessions: folder.path) { try await body($0, folder) }
  }

  private static func files(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test("a session of an earlier version, which says rate, is kept as it is")
  func earlier() async throws {
    let description = try DescriptionTests()
    func calling(_ name: String, _ value: String = "360") -> Data {
      let text = String(decoding: Self.session(), as: UTF8.self)
      return Data(text.replacing("\"samplingRate\": 360", with: "\"\(name)\": \(value)").utf8)
    }
    try await Self.run { server, folder in
      // As an earlier server left it.
      try calling("rate").write(to: folder.appending(path: "old.session.json"))
      #expect(try await Self.put(server, "sent", calling("rate", "250")).status == 200)
      let list = try await server.ask("GET", "/v1/sessions")
      #expect(description.faults(list, "GET", "/v1/sessions") == [])
      let document = try #require(try list.json() as? [String: Any])
      #expect(document["unreadable"] as? [String] == [])
      let sessions = try #require(document["sessions"] as? [[String: Any]])
      #expect(sessions.map { $0["key"] as? String } == ["sent", "old"])
      #expect(sessions.map { $0["samplingRate"] as? Double } == [250, 360])
      let given = try await server.ask("GET", "/v1/sessions/old")
      #expect(given.body == calling("rate"))
      #expect(description.faults(given, "GET", "/v1/sessions/{key}") == [])
      for wrong in [calling("speed"), calling("rate", "null"), calling("samplingRate", "\"360\"")] {
        #expect(try await Self.put(server, "wrong", wrong).status == 422)
      }
    }
  }

  @Test("a session is kept as it was sent, listed, given back and taken away")
  func keeps() async throws {
    let description = try DescriptionTests()
    try await Self.run { server, folder in
      for (key, changes) in [("ab-cd", 2), ("ef-gh-9", 0)] {
        let answer = try await Self.put(
          server, key, Self.session("208 \\u00e9\\\"", changes: changes, done: 0))
        #expect(answer.status == 200)
        #expect(description.faults(answer, "PUT", "/v1/sessions/{key}") == [])
      }
      #expect(try Self.files(in: folder) == ["ab-cd.session.json", "ef-gh-9.session.json"])
      let list = try await server.ask("GET", "/v1/sessions")
      #expect(description.faults(list, "GET", "/v1/sessions") == [])
      let document = try #require(try list.json() as? [String: Any])
      #expect(document["keeps"] as? Bool == true)
      let sessions = try #require(document["sessions"] as? [[String: Any]])
      #expect(sessions.map { $0["key"] as? String } == ["ab-cd", "ef-gh-9"])
      #expect(sessions.map { $0["changes"] as? Int } == [2, 0])
      #expect(sessions[0]["name"] as? String == "208 é\"")
      #expect(sessions[0]["samplingRate"] as? Double == 360)

      let given = try await server.ask("GET", "/v1/sessions/ab-cd")
      #expect(given.body == Self.session("208 \\u00e9\\\"", done: 0))
      #expect(description.faults(given, "GET", "/v1/sessions/{key}") == [])
      let gone = try await server.ask("DELETE", "/v1/sessions/ab-cd")
      #expect(gone.status == 200)
      #expect(description.faults(gone, "DELETE", "/v1/sessions/{key}") == [])
      for method in ["GET", "DELETE"] {
        #expect(try await server.ask(method, "/v1/sessions/ab-cd").status == 404)
      }
      #expect(try Self.files(in: folder) == ["ef-gh-9.session.json"])
      let other = try await server.ask("POST", "/v1/sessions/ab-cd", body: Data("{}".utf8))
      #expect(other.status == 405)
      #expect(other.fields["allow"] == "GET, HEAD, PUT, DELETE")
    }
  }

  @Test("of two that write, the second learns of the first")
  func conditions() async throws {
    try await Self.run { server, folder in
      let new = ["If-None-Match": "*"]
      let first = try await Self.put(server, "a", Self.session(), new)
      let tag = try #require(first.fields["etag"])
      #expect(try await Self.put(server, "a", Self.session("x"), new).status == 412)
      let second = try await Self.put(server, "a", Self.session("y"), ["If-Match": tag])
      #expect(second.status == 200)
      #expect(try await Self.put(server, "a", Self.session("z"), ["If-Match": tag]).status == 412)
      let kept = try await server.ask("GET", "/v1/sessions/a")
      #expect(kept.body == Self.session("y"))
      #expect(kept.fields["etag"] == second.fields["etag"])
      let odd = try await Self.put(server, "a", Self.session(), ["If-None-Match": "\"7\""])
      #expect(odd.status == 400)
    }
  }

  @Test(
    "no name leaves the folder",
    arguments: [
      "..%2Fx", "%2e%2e", "A", "a.b", "a%00", "%61", "a b".replacing(" ", with: "%20"), "é",
      String(repeating: "a", count: 65),
    ])
  func names(key: String) async throws {
    try await Self.run { server, folder in
      for method in ["GET", "DELETE"] {
        let status = try await server.ask(method, "/v1/sessions/\(key)").status
        #expect([400, 404].contains(status))
      }
      let status = try await Self.put(server, key).status
      let files = try Self.files(in: folder)
      #expect([400, 404].contains(status))
      #expect(files == [])
    }
  }

  /// What is sent as a session and is none.
  struct NoSession: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let content: Data

    init(_ description: String, _ text: String) {
      (testDescription, content) = (description, Data(text.utf8))
    }

    private static let whole = String(decoding: SessionRouteTests.session(), as: UTF8.self)

    static let all = [
      Self("nothing", ""), Self("an empty object", "{}"), Self("a list", "[]"),
      Self("a format alone", "{\"format\": \"swift-ecg session\"}"), Self("NUL", "\u{0}"),
      Self("deep lists", String(repeating: "[", count: 5000)),
      Self("deep objects", String(repeating: "{\"edits\":", count: 5000)),
      Self("a second object behind it", whole + "{}"),
      Self("one cut short", String(whole.dropLast())),
      Self(
        "more changes made than there are",
        String(decoding: SessionRouteTests.session(done: 3), as: UTF8.self)),
      Self("another version", whole.replacing("\"version\": 1", with: "\"version\": 2")),
      Self("a negative length", whole.replacing("\"samples\": 100", with: "\"samples\": -1")),
      Self(
        "a sampling rate of zero",
        whole.replacing("\"samplingRate\": 360", with: "\"samplingRate\": 0")),
      Self("a date that is none", whole.replacing("\"saved\": 1002", with: "\"saved\": 1e17")),
      Self("a misspelt key", whole.replacing("\"edits\"", with: "\"edit\"")),
    ]
  }

  @Test("what is no session is not kept", arguments: NoSession.all)
  func noSession(_ sent: NoSession) async throws {
    try await Self.run { server, folder in
      let status = try await Self.put(server, "a", sent.content).status
      let files = try Self.files(in: folder)
      #expect(status == 422)
      #expect(files == [])
    }
  }

  @Test("size and number are bounded, and what is there may be written again")
  func bounds() async throws {
    var limits = LiveServer.limits
    (limits.sessions, limits.sessionBytes) = (2, Self.session().count + 40)
    try await Self.run(limits: limits) { server, folder in
      var statuses: [Int] = []
      for key in ["a", "b", "a", "c"] { statuses.append(try await Self.put(server, key).status) }
      statuses.append(try await Self.put(server, "a", Self.session(changes: 9)).status)
      let files = try Self.files(in: folder)
      #expect(statuses == [200, 200, 200, 507, 413])
      #expect(files == ["a.session.json", "b.session.json"])
    }
    (limits.sessions, limits.sessionBytesTogether) = (9, 2 * Self.session().count)
    try await Self.run(limits: limits) { server, _ in
      var statuses: [Int] = []
      for key in ["a", "b", "a", "c"] { statuses.append(try await Self.put(server, key).status) }
      #expect(statuses == [200, 200, 200, 507])
    }
  }

  @Test("pages of other sites neither read nor write them")
  func otherSites() async throws {
    try await Self.run { server, folder in
      for (fields, status) in [
        (["Origin": "http://evil.example"], 403), (["Sec-Fetch-Site": "cross-site"], 403),
      ] {
        let put = try await Self.put(server, "a", Self.session(), fields)
        let list = try await server.ask("GET", "/v1/sessions", fields)
        let gone = try await server.ask("DELETE", "/v1/sessions/a", fields)
        #expect([put, list, gone].map(\.status) == [status, status, status])
      }
      let files = try Self.files(in: folder)
      #expect(files == [])
    }
  }

  @Test("a server that keeps none says so; files that are no sessions are told apart")
  func none() async throws {
    try await LiveServer.run { server in
      let list = try await server.ask("GET", "/v1/sessions").json() as? [String: Any]
      #expect(list?["keeps"] as? Bool == false)
      #expect(try await Self.put(server, "a").status == 404)
      #expect(try await server.ask("GET", "/v1/sessions/a").status == 404)
    }
    try await Self.run { server, folder in
      for name in ["broken.session.json", "notes.txt", ".hidden.session.json", "UP.session.json"] {
        try Data("{".utf8).write(to: folder.appending(path: name))
      }
      // A link to what is not there any more.
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "gone.session.json"),
        withDestinationURL: folder.appending(path: "nothing"))
      let list = try await server.ask("GET", "/v1/sessions").json() as? [String: Any]
      #expect((list?["sessions"] as? [Any])?.isEmpty == true)
      #expect(list?["unreadable"] as? [String] == ["broken", "gone"])
    }
  }
}
