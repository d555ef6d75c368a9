import ECGBeats
import ECGClassifier
import Foundation
import Testing
import ECGServer

struct BeatsRouteTests {
  private let samples = 187

  @Test("beats in JSON get the classes and probabilities that the library gives them")
  func json() async throws {
    let values = Upload.beats(100)
    let model = try LiveServer.beats.get()
    let expected = try model.probabilities(of: values, threads: 2)
    let answer = try await LiveServer.run { server in
      try await server.post(
        "/v1/beats", "application/json", Upload.json(values, samplesPerBeat: samples))
    }
    #expect(answer.status == 200)
    #expect(answer.fields["content-type"] == "application/json")
    let object = try answer.object()
    let symbols = model.task.classes.map(\.symbol)
    #expect(object["classes"] as? [String] == symbols)
    let beats = try #require(object["beats"] as? [[String: Any]])
    #expect(beats.count == 100)
    let decisions = model.task.decisions(expected, threshold: model.threshold)
    #expect(beats.map { $0["class"] as? String } == decisions.map { symbols[$0] })
    let found = beats.flatMap { $0["probabilities"] as? [Double] ?? [] }
    #expect(found.count == expected.count)
    #expect(zip(found, expected).allSatisfy { abs($0 - Double($1)) < 2e-6 })
    // The task says something: not all beats are of one class.
    #expect(Set(decisions).count > 1)
  }

  @Test("beats in CSV are answered in CSV, with labels and without")
  func csv() async throws {
    let values = Upload.beats(5)
    let plain = Upload.csv(values, samplesPerBeat: samples)
    let labelled = Data(
      String(decoding: plain, as: UTF8.self).replacing("\n", with: ",3.0\n").utf8)
    let (first, second, asJSON) = try await LiveServer.run { server in
      (
        try await server.post("/v1/beats", "text/csv", plain),
        try await server.post("/v1/beats", "text/csv; charset=utf-8", labelled),
        try await server.post("/v1/beats", "text/csv", plain, ["Accept": "application/json"])
      )
    }
    #expect(first.status == 200)
    #expect(first.fields["content-type"] == "text/csv; charset=utf-8")
    #expect(first.body == second.body)
    let lines = first.text.split(separator: "\n")
    #expect(lines.first == "class,N,S,V,F,Q")
    #expect(lines.count == 6)
    let beats = try #require(try asJSON.object()["beats"] as? [[String: Any]])
    #expect(beats.map { $0["class"] as? String } == lines.dropFirst().map { String($0.prefix(1)) })
  }

  @Test("requests that arrive together are classified together, each as if it were alone")
  func together() async throws {
    let values = Upload.beats(64)
    let model = try LiveServer.beats.get()
    let expected = try model.probabilities(of: values)
    let classes = model.task.classes.count
    let (found, metrics) = try await LiveServer.run { server in
      let found = try await withThrowingTaskGroup(of: (Int, [Double]).self) { group in
        for beat in 0..<64 {
          let own = Array(values[beat * samples..<(beat + 1) * samples])
          group.addTask {
            let answer = try await server.post(
              "/v1/beats", "application/json", Upload.json(own, samplesPerBeat: samples))
            let beats = try answer.object()["beats"] as? [[String: Any]]
            return (beat, beats?.first?["probabilities"] as? [Double] ?? [])
          }
        }
        return try await group.reduce(into: [Int: [Double]]()) { $0[$1.0] = $1.1 }
      }
      return (found, try await server.ask("GET", "/metrics").text)
    }
    for beat in 0..<64 {
      let own = expected[beat * classes..<(beat + 1) * classes]
      #expect(
        zip(found[beat] ?? [], own).allSatisfy { abs($0 - Double($1)) < 1e-5 }
          && found[beat]?.count == classes)
    }
    let lines = metrics.split(separator: "\n")
    #expect(lines.contains("ecg_batch_beats_sum 64.0"))
    let batches = lines.first { $0.hasPrefix("ecg_batch_beats_count ") }
    #expect(try #require(batches.flatMap { Int($0.split(separator: " ")[1]) }) < 64)
  }

  @Test("no beats are no mistake")
  func none() async throws {
    let answer = try await LiveServer.run { try await $0.post("/v1/beats", "{\"beats\": []}") }
    #expect(answer.status == 200)
    #expect(try answer.object()["beats"] as? [String] == [])
  }

  @Test("many beats of one request do not hold up those of others")
  func fairness() async throws {
    let model = try LiveServer.beats.get()
    let order = Order()
    let batcher = BeatBatcher(model, threads: 2, waitingLimit: 50_000)
    let (many, few) = (Upload.beats(6000), Upload.beats(3))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        let found = try await batcher.probabilities(of: many)
        #expect(found.count == 6000 * model.task.classes.count)
        await order.add("many")
      }
      try await Task.sleep(for: .milliseconds(20))
      for _ in 0..<3 {
        group.addTask {
          let found = try await batcher.probabilities(of: few)
          #expect(found.count == 3 * model.task.classes.count)
          await order.add("few")
        }
      }
      try await group.waitForAll()
    }
    #expect(await order.names == ["few", "few", "few", "many"])
  }

  private actor Order {
    private(set) var names: [String] = []
    func add(_ name: String) { names.append(name) }
  }

  @Test("a request that comes while too many beats wait is sent away for a moment")
  func tooManyWaiting() async throws {
    var limits = ServerLimits()
    limits.waitingBeats = 4000
    let body = Upload.json(Upload.beats(3000), samplesPerBeat: samples)
    let answers = try await LiveServer.run(limits: limits) { server in
      try await withThrowingTaskGroup(of: HTTPAnswer.self) { group in
        for _ in 0..<6 {
          group.addTask { try await server.post("/v1/beats", "application/json", body) }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
    }
    let refused = answers.filter { $0.status == 503 }
    #expect(!refused.isEmpty)
    #expect(refused.allSatisfy { $0.fields["retry-after"] == "1" && $0.problem != nil })
    #expect(answers.contains { $0.status == 200 })
  }
}
