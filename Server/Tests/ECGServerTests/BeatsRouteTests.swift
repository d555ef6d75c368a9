import ECGDatasets
import ECGClassifier
import ECGNeuralNetwork
import Dispatch
import Foundation
import Synchronization
import ECGTestSupport
import Testing
import ECGServer

@Suite(.hangLimit)
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

  @Test("requests that arrive at once get what each would get alone")
  func atOnce() async throws {
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
  }

  @Test("no beats are no mistake")
  func none() async throws {
    let answer = try await LiveServer.run { try await $0.post("/v1/beats", "{\"beats\": []}") }
    #expect(answer.status == 200)
    #expect(try answer.object()["beats"] as? [String] == [])
  }

  /// A batcher that classifies nothing until its queue is activated.
  private struct HeldBatcher {
    let batcher: BeatBatcher
    let queue = DispatchQueue(label: "held", attributes: .initiallyInactive)
    private let sizes = Sizes()

    init(waitingLimit: Int = 50_000, patience: Duration = .seconds(600)) throws {
      batcher = BeatBatcher(
        try LiveServer.beats.get(), threads: 2, waitingLimit: waitingLimit, patience: patience,
        queue: queue, onBatch: sizes.add)
    }

    /// The beats of each batch.
    var batches: [Int] { sizes.all }

    /// Waits until so many beats wait.
    func wait(forBeats count: Int) async throws {
      while await batcher.waitingBeats < count { try await Task.sleep(for: .milliseconds(5)) }
    }

    private final class Sizes: Sendable {
      private let values = Mutex<[Int]>([])
      var all: [Int] { values.withLock { $0 } }
      func add(_ size: Int) { values.withLock { $0.append(size) } }
    }
  }

  @Test("requests that wait are classified together")
  func together() async throws {
    let held = try HeldBatcher()
    let beat = Upload.beats(1)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<64 {
        group.addTask { _ = try await held.batcher.probabilities(of: beat) }
      }
      try await held.wait(forBeats: 64)
      held.queue.activate()
      try await group.waitForAll()
    }
    // The first batch may have been made up before all of them came.
    #expect(held.batches.reduce(0, +) == 64 && held.batches.count <= 2, "\(held.batches)")
  }

  @Test("a request whose beats cannot be classified fails alone")
  func oneFails() async throws {
    let held = try HeldBatcher()
    let beat = Upload.beats(1)
    let hostile = [Float](repeating: 3e37, count: beat.count)
    let expected = try LiveServer.beats.get().probabilities(of: beat)
    let found = try await withThrowingTaskGroup(of: [Float]?.self) { group in
      for number in 0..<8 {
        group.addTask {
          do {
            return try await held.batcher.probabilities(of: number % 4 == 1 ? hostile : beat)
          } catch is NetworkError {
            return nil
          }
        }
      }
      try await held.wait(forBeats: 8)
      held.queue.activate()
      return try await group.reduce(into: [[Float]?]()) { $0.append($1) }
    }
    #expect(found.count { $0 == nil } == 2)
    for found in found.compactMap(\.self) {
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }

  @Test("many beats of one request do not hold up those of others")
  func fairness() async throws {
    let held = try HeldBatcher()
    let classes = try LiveServer.beats.get().task.classes.count
    let (many, few) = (Upload.beats(2000), Upload.beats(3))
    try await withThrowingTaskGroup(of: Void.self) { group in
      func ask(_ values: [Float], beats: Int) {
        group.addTask {
          let found = try await held.batcher.probabilities(of: values)
          #expect(found.count == beats * classes)
        }
      }
      ask(many, beats: 2000)
      try await held.wait(forBeats: 2000)
      for _ in 0..<3 { ask(few, beats: 3) }
      try await held.wait(forBeats: 2009)
      held.queue.activate()
      try await group.waitForAll()
    }
    // A batch has 256 beats of one request at the most; the first may have been made up already.
    let shares = [Int](repeating: 256, count: 7) + [208]
    let possible = (0..<2).map { place in
      shares.enumerated().map { $0 == place ? $1 + 9 : $1 }
    }
    #expect(possible.contains(held.batches))
  }

  @Test("beats of a client that has gone are not classified, nor do others wait for them")
  func gone() async throws {
    let held = try HeldBatcher()
    let (many, few) = (Upload.beats(2000), Upload.beats(3))
    let first = Task { try await held.batcher.probabilities(of: few) }
    try await held.wait(forBeats: 3)
    let leaving = Task { try await held.batcher.probabilities(of: many) }
    try await held.wait(forBeats: 2003)
    leaving.cancel()
    await #expect(throws: CancellationError.self) { try await leaving.value }
    #expect(await held.batcher.waitingBeats == 3)
    held.queue.activate()
    let (found, last) = (
      try await first.value, try await held.batcher.probabilities(of: few)
    )
    #expect(found.count == last.count && zip(found, last).allSatisfy { abs($0 - $1) < 1e-5 })
    // The first batch may have been made up when all were there.
    #expect([[3, 3], [259, 3]].contains(held.batches), "\(held.batches)")
  }

  @Test("a request that comes while too many beats wait is sent away for a moment")
  func tooManyWaiting() async throws {
    let held = try HeldBatcher(waitingLimit: 40)
    let beats = Upload.beats(30)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { _ = try await held.batcher.probabilities(of: beats) }
      try await held.wait(forBeats: 30)
      let problem = await #expect(throws: Problem.self) {
        try await held.batcher.probabilities(of: beats)
      }
      #expect(problem?.detail.contains("Too many beats wait") == true)
      held.queue.activate()
      try await group.waitForAll()
    }
    #expect(held.batches == [30])
  }

  @Test("so is one that would wait too long, by what beats took so far")
  func tooLong() async throws {
    let held = try HeldBatcher(patience: .zero)
    let (many, few) = (Upload.beats(300), Upload.beats(1))
    held.queue.activate()
    _ = try await held.batcher.probabilities(of: many)
    held.queue.suspend()
    // Whoever finds nobody there is taken on.
    let first = Task { try await held.batcher.probabilities(of: few) }
    try await held.wait(forBeats: 1)
    await #expect(throws: Problem.self) { try await held.batcher.probabilities(of: few) }
    held.queue.resume()
    _ = try await first.value
  }

  @Test("where beats take longer than was known, who came last is sent away")
  func latestSentAway() async throws {
    let held = try HeldBatcher(patience: .zero)
    let many = Upload.beats(1_000)
    let first = Task { try await held.batcher.probabilities(of: many) }
    try await held.wait(forBeats: 1_000)
    // Nothing is known yet of how long beats take.
    let last = Task { try await held.batcher.probabilities(of: many) }
    try await held.wait(forBeats: 2_000)
    held.queue.activate()
    await #expect(throws: Problem.self) { try await last.value }
    let classes = try LiveServer.beats.get().task.classes.count
    #expect(try await first.value.count == 1_000 * classes)
  }

  @Test("beats off the scale of the model are told, and others are not")
  func scale() async throws {
    let beats = Upload.beats(2)
    let length = beats.count / 2
    let outside = beats[..<length].map { 5 * $0 - 2 } + beats[length...]
    let (told, untold) = try await LiveServer.run { server in
      (
        try await server.post(
          "/v1/beats", "application/json", Upload.json(outside, samplesPerBeat: length)),
        try await server.post(
          "/v1/beats", "application/json", Upload.json(beats, samplesPerBeat: length))
      )
    }
    let remarks = try #require(try told.object()["remarks"] as? [String])
    #expect(remarks.count == 1 && remarks[0].hasPrefix("1 of 2 beats have samples outside 0 … 1"))
    #expect(try untold.object()["remarks"] == nil)
    #expect(try DescriptionTests().faults(told, "POST", "/v1/beats") == [])
  }

  @Test("beats that do not vary are told, as are samples that are all in a small part of the scale")
  func otherRemarks() async throws {
    let beats = Upload.beats(2)
    let length = beats.count / 2
    let flat = [Float](repeating: 0.5, count: length) + beats[length...]
    // As in another unit, from 0 to 1/64.
    let ramp = (0..<length).map { Float($0) / Float(64 * (length - 1)) }
    let answers = try await LiveServer.run { server in
      (
        try await server.post(
          "/v1/beats", "application/json", Upload.json(flat, samplesPerBeat: length)),
        try await server.post(
          "/v1/beats", "application/json", Upload.json(ramp, samplesPerBeat: length))
      )
    }
    let told = try #require(try answers.0.object()["remarks"] as? [String])
    #expect(told.count == 1 && told[0].hasPrefix("1 of 2 beats does not vary"))
    let small = try #require(try answers.1.object()["remarks"] as? [String])
    #expect(small.count == 1 && small[0].hasPrefix("The samples of all beats lie in 0 … 0.015625,"))
    for answer in [answers.0, answers.1] {
      #expect(try DescriptionTests().faults(answer, "POST", "/v1/beats") == [])
    }
  }
}
