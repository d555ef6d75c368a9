import ECGAnalysis
import ECGClassifier
import ECGFiles
import ECGRecordings
import ECGSignals
import ECGTestSupport
import Foundation
import Synchronization
import Testing

/// One call says what the parts say, and lets others work.
@Suite struct RecordingAnalysisTests {
  private static let hasData = RealData.mitdb != nil

  private func path(_ record: String) throws -> String {
    try #require(RealData.mitdb).appending(path: record).path
  }

  /// An hour that is made up.
  private func hour() throws -> RecordingFile {
    try RecordingFile(samples: [LiveSignal.samples(seconds: 3_600)], samplingRate: 130)
  }

  private func expectSame(_ found: ClassifiedRecording, _ expected: ClassifiedRecording) {
    #expect(found.peaks == expected.peaks)
    #expect(found.labels == expected.labels)
    #expect(found.probabilities == expected.probabilities)
    #expect(found.fibrillation == expected.fibrillation)
    #expect(found.gaps == expected.gaps)
    #expect(found.quality == expected.quality)
    #expect(found.families.members == expected.families.members)
    #expect(found.remarks == expected.remarks)
  }

  private func json(_ summary: RecordingSummary) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try encoder.encode(summary)
  }

  @Test(.enabled(if: hasData, "ECG_DATA is not set"), arguments: ["208", "222.atr"])
  func saysWhatThePartsSay(_ record: String) async throws {
    let file = try RecordingFile.open(path(record))
    let parts = try ClassifiedRecording(
      file, beats: record == "208" ? .detected : .annotated("atr"), by: .pretrained(), threads: 1)
    var summary = RecordingSummary(parts)
    summary.st = try STTrend(of: parts, threads: 1)
    let analysis = try await RecordingAnalysis(
      of: path(record), options: AnalysisOptions(threads: 3))
    expectSame(analysis.classified, parts)
    #expect(try json(analysis.summary) == json(summary))
    #expect(analysis.summary.st != nil)
    #expect(analysis.summary.remarks ?? [] == analysis.remarks)
    #expect(analysis.events.events == parts.events.events)
    #expect(analysis.episodes.episodes == parts.episodes.episodes)
  }

  /// Electrodes that were exchanged turn a lead upside down; what the beats are does
  /// not depend on it.
  @Test(.enabled(if: hasData, "ECG_DATA is not set"), arguments: ["208", "232"])
  func polarityDoesNotMatter(_ record: String) async throws {
    let file = try RecordingFile.open(path(record))
    let leads = try file.signals.indices.map { try file.samples(ofSignal: $0) }
    let rate = file.signals[0].samplingRate
    let upright = try await RecordingAnalysis(of: leads, samplingRate: rate, unit: "mV")
    let inverted = try await RecordingAnalysis(
      of: leads.map { $0.map { -$0 } }, samplingRate: rate, unit: "mV")
    #expect(upright.classified.peaks.count > 1_500)
    #expect(inverted.classified.peaks == upright.classified.peaks)
    #expect(inverted.classified.labels == upright.classified.labels)
  }

  /// The beats one by one, beside the table of the command.
  @Test(.enabled(if: hasData, "ECG_DATA is not set"))
  func beatsAreThoseOfTheTable() async throws {
    let analysis = try await RecordingAnalysis(
      of: path("208"), options: AnalysisOptions(measuresST: false))
    #expect(analysis.summary.st == nil)
    let lines = BeatTable(analysis.classified).csv.split(separator: "\n").dropFirst()
    #expect(lines.count == analysis.beats.count)
    for (line, beat) in zip(lines, analysis.beats) {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      func text(_ value: Double) -> String { String(format: "%.4f", value) }
      let expected =
        ["\(beat.sample)", text(beat.time)] + [beat.rrInterval.map(text) ?? cells[2]]
        + [beat.unusable?.rawValue ?? "good", String(beat.beatClass.letter)]
        + beat.probabilities.map { text(Double($0)) }
        + [
          text(Double(beat.fibrillation)), beat.family.map { "\($0 + 1)" } ?? "",
          beat.rhythm?.rawValue ?? "",
        ]
      #expect(expected == cells)
    }
    #expect(analysis.beats.contains { $0.rhythm != nil } && analysis.beats[0].rrInterval == nil)
  }

  @Test(.enabled(if: hasData, "ECG_DATA is not set"))
  func bytesAndSamplesAreThoseOfTheFile() async throws {
    let expected = try await RecordingAnalysis(of: path("208"))
    var files: [String: Data] = [:]
    for suffix in ["hea", "dat"] {
      files["208.\(suffix)"] = try Data(contentsOf: URL(filePath: path("208.\(suffix)")))
    }
    let bytes = try await RecordingAnalysis(of: "208", in: InputFolder(files: files))
    expectSame(bytes.classified, expected.classified)
    #expect(try json(bytes.summary) == json(expected.summary))

    let file = try RecordingFile.open(path("208"))
    let leads = try (0..<2).map { try file.samples(ofSignal: $0) }
    let samples = try await RecordingAnalysis(of: leads, samplingRate: 360, unit: "mV")
    expectSame(samples.classified, expected.classified)
    #expect(samples.summary.facts.map(\.value) == expected.summary.facts.map(\.value))
    #expect(samples.summary.st?.leads.map(\.level) == expected.summary.st?.leads.map(\.level))
    let named = try RecordingFile(
      samples: leads, samplingRate: 360, leadNames: file.signals.map(\.name), unit: "mV",
      name: "208")
    let analysis = try await RecordingAnalysis(of: named)
    #expect(try json(analysis.summary) == json(expected.summary))
  }

  @Test func progressGrowsToOne() async throws {
    let shares = Mutex<[Double]>([])
    let box = Shared(shares: shares)
    _ = try await RecordingAnalysis(of: hour()) { share in box.shares.withLock { $0.append(share) }
    }
    let told = box.shares.withLock { $0 }
    #expect(told.last == 1 && zip(told, told.dropFirst()).allSatisfy { $0 < $1 })
    #expect(told.count > 10 && told[0] < 0.2, "\(told)")
  }

  /// A class, since closures share it.
  private final class Shared: Sendable {
    let shares: Mutex<[Double]>
    init(shares: consuming Mutex<[Double]>) { self.shares = shares }
  }

  /// In each part of the work, with one thread and with several.
  @Test(arguments: [0.0, 0.1, 0.3, 0.5, 0.7], [1, 4])
  func whoCancelsStopsTheWork(_ share: Double, _ threads: Int) async throws {
    let recording = try hour()
    let (box, told) = (TaskBox(), Shared(shares: Mutex([])))
    let task = Task {
      try await RecordingAnalysis(of: recording, options: AnalysisOptions(threads: threads)) {
        value in
        told.shares.withLock { $0.append(value) }
        if value >= share { box.cancel() }
      }
    }
    box.task.withLock { $0 = task }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(told.shares.withLock { $0.last }.map { $0 >= share && $0 < 1 } == true)
  }

  /// A class, since a task and who cancels it share it.
  private final class TaskBox: Sendable {
    let task = Mutex<Task<RecordingAnalysis, any Error>?>(nil)

    /// Cancels the task, as soon as it is known.
    func cancel() {
      while task.withLock({ $0?.cancel() }) == nil { Thread.sleep(forTimeInterval: 0.001) }
    }
  }

  /// As many analyses as there are cores stand still until a task of the pool has had its turn,
  /// which it could not have if they held the pool's threads.
  @Test(.hangLimit) func othersGetOn() async throws {
    let recording = try hour()
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let gate = Gate()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<cores {
        group.addTask {
          let place = gate.place()
          _ = try await RecordingAnalysis(of: recording, options: AnalysisOptions(threads: 1)) {
            _ in gate.wait(at: place)
          }
        }
      }
      let other = Task.detached {
        while gate.waiting < cores { try await Task.sleep(for: .milliseconds(1)) }
        gate.open()
      }
      try await other.value
      try await group.waitForAll()
    }
    #expect(gate.waiting == cores)
  }

  /// What holds analyses up until it is opened.
  private final class Gate: Sendable {
    private let state = Mutex((places: 0, arrived: Set<Int>(), isOpen: false))

    /// How many have come to it.
    var waiting: Int { state.withLock { $0.arrived.count } }

    func place() -> Int {
      state.withLock { state in
        state.places += 1
        return state.places
      }
    }

    func wait(at place: Int) {
      _ = state.withLock { $0.arrived.insert(place) }
      while !state.withLock(\.isOpen) { Thread.sleep(forTimeInterval: 0.001) }
    }

    func open() { state.withLock { $0.isOpen = true } }
  }

  /// Who has chosen where a task runs is obeyed.
  @Test func anExecutorOfOnesOwnIsUsed() async throws {
    let recording = try hour()
    let executor = OwnExecutor()
    let found = Shared(shares: Mutex([]))
    try await withTaskExecutorPreference(executor) {
      _ = try await RecordingAnalysis(of: recording, options: AnalysisOptions(threads: 1)) {
        share in
        found.shares.withLock { $0.append(executor.isCurrent ? share : -1) }
      }
    }
    #expect(found.shares.withLock { !$0.isEmpty && !$0.contains(-1) })
  }

  private final class OwnExecutor: TaskExecutor {
    private static let key = DispatchSpecificKey<Bool>()
    private let queue = DispatchQueue(label: "own")
    init() { queue.setSpecific(key: Self.key, value: true) }
    var isCurrent: Bool { DispatchQueue.getSpecific(key: Self.key) == true }
    func enqueue(_ job: consuming ExecutorJob) {
      let job = UnownedJob(job)
      queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
  }

  @Test func whatCannotBeIsRefused() async throws {
    await #expect(throws: FileError.self) { try await RecordingAnalysis(of: "/nowhere/100") }
    for (leads, rate) in [([], 130), ([[0, 1], [0]], 130), ([[0, 1]], 0), ([[0, 1]], .nan)]
      as [([[Float]], Double)]
    {
      await #expect(throws: FileError.self) {
        try await RecordingAnalysis(of: leads, samplingRate: rate)
      }
    }
    #expect(throws: FileError.self) {
      try RecordingFile(samples: [[0]], samplingRate: 130, leadNames: ["I", "II"])
    }
  }

  @Test func samplesThatCannotBeMillivoltsAreTold() async throws {
    let signal = LiveSignal.samples()
    let steps = try await RecordingAnalysis(of: [signal.map { 1_000 * $0 }], samplingRate: 130)
    #expect(steps.remarks.contains { $0.contains("has no unit") })
    let microvolts = try await RecordingAnalysis(
      of: [signal.map { 1_000 * $0 }], samplingRate: 130, unit: "uV")
    let millivolts = try await RecordingAnalysis(of: [signal], samplingRate: 130)
    #expect(microvolts.remarks.isEmpty && millivolts.remarks.isEmpty)
    #expect(microvolts.classified.peaks == millivolts.classified.peaks)
  }

  /// How progress follows time, and how long a cancelled analysis goes on, of a day:
  /// `ECG_MEASURE=1`.
  @Test(
    .enabled(
      if: hasData && ProcessInfo.processInfo.environment["ECG_MEASURE"] != nil,
      "ECG_MEASURE or ECG_DATA is not set"))
  func aDay() async throws {
    let file = try RecordingFile.open(path("208"))
    let leads = try (0..<2).map { signal in
      let samples = try file.samples(ofSignal: signal)
      return Array(repeatElement(samples, count: 48).joined())
    }
    let day = try RecordingFile(samples: leads, samplingRate: 360, unit: "mV")
    let clock = ContinuousClock()
    func run(cancellingAt limit: Double?) async -> (told: [(Double, Duration)], late: Duration?) {
      typealias Told = (Double, ContinuousClock.Instant)
      let (shares, continuation) = AsyncStream.makeStream(of: Told.self)
      let start = clock.now
      let task = Task {
        defer { continuation.finish() }
        _ = try await RecordingAnalysis(of: day) { continuation.yield(($0, clock.now)) }
      }
      var told: [(Double, Duration)] = []
      var cancelled: ContinuousClock.Instant?
      for await (share, time) in shares {
        told.append((share, time - start))
        if let limit, share >= limit, cancelled == nil {
          cancelled = clock.now
          task.cancel()
        }
      }
      _ = await task.result
      return (told, cancelled.map { clock.now - $0 })
    }
    let told = await run(cancellingAt: nil).told
    let all = try #require(told.last).1
    for step in 1...20 {
      if let (share, time) = told.first(where: { $0.0 >= Double(step) / 20 }) {
        print(String(format: "%.2f told at %.2f of the time", share, time / all))
      }
    }
    print("a day takes \(all)")
    for limit in [0.01, 0.1, 0.25, 0.44, 0.5, 0.7, 0.84, 0.9, 0.95] {
      let outcome = await run(cancellingAt: limit)
      print("cancelled at \(limit): ended after \(outcome.late ?? .zero)")
      #expect(outcome.told.last.map { $0.0 < 1 } == true)
    }
  }
}
