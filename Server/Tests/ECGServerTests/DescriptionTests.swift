import ECGDatasets
import ECGClassifier
import ECGFiles
import Foundation
import ECGTestSupport
import Testing
import ECGServer

/// Holds the server to what `GET /openapi.json` says of it.
struct DescriptionTests {
  private struct Operation {
    let path: String
    let method: String
    let content: [String: Any]

    var responses: [String: [String: Any]] {
      content["responses"] as? [String: [String: Any]] ?? [:]
    }
  }

  private let document: [String: Any]
  private var check: SchemaCheck { SchemaCheck(document: document) }

  init() throws {
    let data = HeartbeatServer.openAPIDocument
    document = try #require(try ExactJSON.object(with: data) as? [String: Any])
  }

  private var operations: [Operation] {
    let paths = document["paths"] as? [String: [String: [String: Any]]] ?? [:]
    return paths.flatMap { path, methods in
      methods.map { Operation(path: path, method: $0.key.uppercased(), content: $0.value) }
    }
  }

  /// What is wrong with an answer.
  func faults(_ answer: HTTPAnswer, _ method: String, _ path: String) -> [String] {
    guard let operation = operations.first(where: { $0.method == method && $0.path == path }) else {
      return ["\(method) \(path) is not described"]
    }
    guard let response = operation.responses["\(answer.status)"].map(check.resolve) else {
      return ["\(method) \(path): \(answer.status) is not described"]
    }
    let type = answer.fields["content-type"]?.split(separator: ";").first.map(String.init) ?? ""
    guard
      let content = (response["content"] as? [String: Any])?[type] as? [String: Any],
      let schema = content["schema"] as? [String: Any]
    else { return ["\(method) \(path) \(answer.status): \(type) is not described"] }
    guard type.hasSuffix("json"), let value = try? answer.json() else {
      return type.hasSuffix("json") ? ["\(path): no JSON"] : []
    }
    return check.faults(value, schema, at: "\(method) \(path) \(answer.status)")
  }

  @Test("every route is described, and nothing that is none")
  func routes() {
    let described = Set(operations.map { "\($0.method) \($0.path)" })
    #expect(described == HeartbeatServer.endpoints)
    #expect(document["openapi"] as? String == "3.1.0")
    #expect((document["info"] as? [String: Any])?["version"] as? String == Version.current)
    let names = operations.compactMap { $0.content["operationId"] as? String }
    #expect(Set(names).count == operations.count)
  }

  @Test("every reference leads somewhere")
  func references() throws {
    let text = String(
      decoding: try JSONSerialization.data(
        withJSONObject: document, options: .withoutEscapingSlashes),
      as: UTF8.self)
    let references = Set(text.matches(of: /"\$ref":"([^"]+)"/).map { String($0.1) })
    #expect(references.count > 20)
    for reference in references {
      #expect(!check.resolve(["$ref": reference]).isEmpty, "\(reference)")
    }
    let components = try #require(document["components"] as? [String: [String: Any]])
    for kind in ["schemas", "responses", "parameters"] {
      for name in try #require(components[kind]).keys {
        #expect(references.contains("#/components/\(kind)/\(name)"), "\(kind) \(name) is not used")
      }
    }
  }

  @Test("what the server refuses in tests of hostile requests is described")
  func problems() async throws {
    try await LiveServer.run(limits: HostileRequestTests.limits) { server in
      for hostile in HostileRequest.all {
        let line =
          String(decoding: hostile.request.prefix(200), as: UTF8.self)
          .split(separator: "\r\n").first ?? ""
        let words = line.split(separator: " ").map { String($0.prefix { $0 != "?" }) }
        guard words.count == 3,
          HeartbeatServer.endpoints.contains("\(words[0]) \(words[1])")
        else { continue }
        let answer = try await server.connect { connection in
          connection.send(hostile.request)
          return try connection.answer()
        }
        #expect(faults(answer, words[0], words[1]) == [])
      }
    }
  }

  @Test("answers are what the document says, every form of them")
  func answers() async throws {
    let values = Upload.beats(3)
    let (files, made) = try Upload.synthetic(beats: 20)
    let labels = "{\"samplingRate\": 360, \"sample\": [10, 400, 800], \"class\": \"NVV\"}"
    let stretch = made.samples[0].map { "\($0)" }.joined(separator: ",")
    try await LiveServer.run { server in
      // Sessions have tests of their own, by what their paths name.
      for operation in operations
      where operation.method == "GET" && !operation.path.contains("{") {
        let answer = try await server.ask("GET", operation.path)
        // What becomes a WebSocket has nothing for who asks for none.
        #expect(answer.status == (operation.path == "/v1/live" ? 426 : 200))
        #expect(faults(answer, "GET", operation.path) == [])
      }
      let form = Upload.form(files)
      var posts: [(String, String, Data, [String: String])] = [
        ("/v1/beats", "application/json", Upload.json(values, samplesPerBeat: 187), [:]),
        ("/v1/beats", "text/csv", Upload.csv(values, samplesPerBeat: 187), [:]),
        ("/v1/annotations", "application/json", Data(labels.utf8), [:]),
        ("/v1/summaries", "application/json", Data(labels.utf8), [:]),
        (
          "/v1/explanations", "application/json",
          Data(
            "{\"samplingRate\": 360, \"samples\": [\(stretch)], \"beats\": \(made.peaks), \"beat\": 3}"
              .utf8), [:]
        ),
      ]
      let recording = try #require(
        operations.first { $0.path == "/v1/recordings" }?.responses["200"]?["content"]
          as? [String: Any])
      #expect(Set(recording.keys) == Set(RecordingForm.allCases.map(\.rawValue)))
      for type in recording.keys {
        posts.append(("/v1/recordings", Upload.formType, form, ["Accept": type]))
      }
      for (path, type, body, fields) in posts {
        let answer = try await server.post(path, type, body, fields)
        #expect(answer.status == 200)
        #expect(faults(answer, "POST", path) == [])
        if let wanted = fields["Accept"] { #expect(answer.fields["content-type"] == wanted) }
      }
    }
  }

  @Test("what is said over the WebSocket is what the document says")
  func live() async throws {
    let (samples, rate) = LiveRouteTests.slipped()
    let start =
      #"{"type": "start", "samplingRate": \#(rate), "resumable": true, "firstAnswers": true}"#
    let said = try await LiveServer.run { server in
      try await server.connect { connection in
        let client = try LiveClient(connection)
        client.send(start)
        client.send(samples[..<2_000], first: 0)
        for first in stride(from: 1_000, to: samples.count, by: 10_000) {
          client.send(samples[first..<min(samples.count, first + 10_000)], first: first)
        }
        client.send([Float](), first: samples.count + 1_000)
        client.send(#"{"type": "end"}"#)
        var said: [String] = []
        while let message = try client.next() {
          said.append(
            String(decoding: try JSONSerialization.data(withJSONObject: message), as: UTF8.self))
          if message["type"] as? String == "end" { client.send(.close, []) }
        }
        return said
      }
    }
    func faults(_ text: String, _ name: String) throws -> [String] {
      check.faults(
        try ExactJSON.object(with: Data(text.utf8)), ["$ref": "#/components/schemas/\(name)"])
    }
    let names = [
      "session": "LiveSession", "beat": "LiveBeat", "received": "LiveReceived", "end": "LiveEnd",
    ]
    var seen: Set<String> = []
    for text in said {
      let type = try #require(
        try (ExactJSON.object(with: Data(text.utf8)) as? [String: Any])?["type"] as? String)
      seen.insert(type)
      #expect(try faults(text, names[type] ?? "") == [])
    }
    #expect(seen == Set(names.keys))
    #expect(said.contains { $0.contains("repeated") } && said.contains { $0.contains("lost") })
    for type in ["beat", "received"] {
      #expect(said.contains { $0.contains("\"\(type)\"") && $0.contains("unusable") }, "\(type)")
    }
    #expect(try faults(start, "LiveStart") == [])
    #expect(try faults(#"{"type": "resume", "session": "a", "answer": 3}"#, "LiveResume") == [])
    #expect(try faults(#"{"type": "seen", "answer": 3}"#, "LiveSeen") == [])
    #expect(try faults(#"{"type": "end"}"#, "LiveFinish") == [])
    #expect(try faults(#"{"type": "leave"}"#, "LiveLeave") == [])
  }

  @Test("the examples and the limits in the document are the server's")
  func limits() async throws {
    let schemas = try #require(
      (document["components"] as? [String: Any])?["schemas"] as? [String: [String: Any]])
    func bound(_ schema: String, _ property: String) -> Int? {
      ((schemas[schema]?["properties"] as? [String: [String: Any]])?[property])?["maxItems"] as? Int
    }
    let reason = (schemas["Problem"]?["properties"] as? [String: [String: Any]])?["reason"]
    #expect(reason?["enum"] as? [String] == FileError.Reason.allCases.map(\.rawValue))
    let limits = ServerLimits()
    #expect(bound("Beats", "beats") == limits.beats)
    #expect(bound("LabelledBeats", "sample") == limits.labels)
    #expect(bound("ExplanationRequest", "samples") == limits.explanationSamples)
    try await LiveServer.run { server in
      var examples = 0
      for operation in operations {
        let body = operation.content["requestBody"] as? [String: Any]
        for (type, content) in body?["content"] as? [String: [String: Any]] ?? [:] {
          guard let example = content["example"] else { continue }
          examples += 1
          if let schema = content["schema"] as? [String: Any] {
            #expect(check.faults(example, schema) == [])
          }
          let data = try JSONSerialization.data(withJSONObject: example)
          #expect(try await server.post(operation.path, type, data).status == 200)
        }
      }
      #expect(examples == 2)
    }
  }

  @Test("the schema check finds what is wrong")
  func checkItself() {
    func faults(_ value: Any, _ name: String) -> Int {
      check.faults(value, ["$ref": "#/components/schemas/\(name)"]).count
    }
    #expect(faults(["status": "ok"], "State") == 0)
    #expect(faults(["status": "bad"], "State") == 1)
    #expect(faults(["status": "ok", "more": 1], "State") == 1)
    #expect(faults([String: Any](), "State") == 1)
    #expect(faults(["status": 1], "State") == 2)
    #expect(faults(["status": "ok"], "NoSuchSchema") == 1)
    #expect(faults(["beats": [["a"]]], "Beats") == 1)
  }
}
