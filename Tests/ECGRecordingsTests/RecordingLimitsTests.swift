import ECGFiles
import ECGRecordings
import ECGTestSupport
import Foundation
import Testing

/// What a header may ask for, and what it costs where it asks for much.
@Suite struct RecordingLimitsTests {
  private static func lines(_ count: Int, _ line: (Int) -> String) -> String {
    (0..<count).map { line($0) + "\n" }.joined()
  }

  private static func open(
    _ files: [String: String], _ name: String = "r.hea",
    limits: RecordingLimits = RecordingLimits()
  ) throws -> RecordingFile {
    try RecordingFile.open(
      name, in: InputFolder(files: files.mapValues { Data($0.utf8) }),
      options: RecordingOptions(limits: limits))
  }

  @Test("each limit is told, before the files that the header names are looked for")
  func limits() throws {
    var limits = RecordingLimits()
    limits.signals = 3
    limits.segments = 5
    limits.seconds = 10
    limits.samples = 4_000
    let cases: [([String: String], String)] = [
      (
        ["r.hea": "r 4 250 100\n" + Self.lines(4) { _ in "r.dat 16" }], "at most 3 signals, found 4"
      ),
      (
        ["r.hea": "r/6 1 250 100\n" + Self.lines(6) { _ in "s 1" }],
        "at most 5 segments or stretches without gaps, found 6"
      ),
      (["r.hea": "r 1 1 36000\nr.dat 16\n"], "of at most 0 h, found one of 10 h"),
      (
        ["r.hea": "r 3 250 2000\n" + Self.lines(3) { _ in "r.dat 16" }],
        "at most 4000 samples of all signals together, gaps included, found 6000"
      ),
      (
        ["r.hea": "r/2 3 250 2000\ns 0\n~ 2000\n", "s.hea": "s 3 250 0\n~ 0\n~ 0\n~ 0\n"],
        "at most 4000 samples of all signals together, gaps included, found 6000"
      ),
      (
        ["r.hea": "r 1 250 100\nr.dat 16x100\n"],
        "at most 4000 samples of all signals together, gaps included, found 10000"
      ),
    ]
    for (files, problem) in cases {
      let error = #expect(throws: FileError.self) { try Self.open(files, limits: limits) }
      #expect(error?.problem.hasSuffix(problem) == true, "\(error?.description ?? "")")
      #expect(error?.reason == .exceedsLimit)
      #expect(error?.kind == .badData)
    }
  }

  @Test("an EDF file's samples are counted as its header is read")
  func edf() throws {
    var limits = RecordingLimits()
    limits.samples = 400
    var edf = EDFBytes(signals: [.init(label: "ECG", count: 250)])
    edf.recordCount = "2"
    edf.content = EDFBytes.samples([Int](repeating: 1, count: 500))
    let files = InputFolder(files: ["a.edf": edf.data])
    #expect(throws: Never.self) { try RecordingFile.open("a.edf", in: files) }
    let error = #expect(throws: FileError.self) {
      try RecordingFile.open("a.edf", in: files, options: RecordingOptions(limits: limits))
    }
    #expect(error?.problem.contains("at most 400 samples") == true)
  }

  @Test("thousands of segments of thousands of signals take no more than their lines")
  func segmentsTimesSignals() throws {
    let file = try Self.open([
      "r.hea": "r/5000 4000 250 5000\n" + Self.lines(5_000) { _ in "s 1" },
      "s.hea": "s 4000 250 1\n" + Self.lines(4_000) { _ in "~ 0 200 12 0 0 0 0 II" },
    ])
    #expect(file.signals.count == 4_000)
    var reader = try file.reader(signals: [3_999])
    let block = try #require(try reader.next())
    #expect(block.frameCount == 5_000 && block.samples[0].allSatisfy(\.isNaN))
  }

  @Test("in a variable layout signals of one name go with one another in order")
  func namesakes() throws {
    let signal = { (name: String) in "s.dat 16 1 16 0 0 0 0 \(name)" }
    let file = try RecordingFile.open(
      "r.hea",
      in: InputFolder(files: [
        "r.hea": Data("r/3 4 250 4\nl 0\ns 2\n~ 2\n".utf8),
        "l.hea": Data(
          "l 4 250 0\n~ 0 1 16 0 0 0 0 II\n~ 0 1 16 0 0 0 0 V1\n~ 0 1 16 0 0 0 0 II\n~ 0 1 16 0 0 0 0 V2\n"
            .utf8),
        "s.hea": Data("s 3 250 2\n\(signal("V1"))\n\(signal("II"))\n\(signal("II"))\n".utf8),
        "s.dat": Data(EDFBytes.samples([1, 2, 3, 4, 5, 6])),
      ]), options: RecordingOptions(verifiesChecksums: false))
    let read = try (0..<4).map { try file.samples(ofSignal: $0) }
    #expect(read[0].prefix(2) == [2, 5] && read[1].prefix(2) == [1, 4])
    #expect(read[2].prefix(2) == [3, 6] && read[3].allSatisfy(\.isNaN))
    #expect(read.allSatisfy { $0.count == 4 && $0.suffix(2).allSatisfy(\.isNaN) })
  }

  @Test("a file is named in lines that follow one another, as header(5) says")
  func alternatingFiles() throws {
    let error = #expect(throws: FileError.self) {
      try Self.open([
        "r.hea": "r 3 250 2\na.dat 16\nb.dat 16\na.dat 16\n", "a.dat": "aaaa", "b.dat": "bbbb",
      ])
    }
    #expect(error?.location == .line(4))
    #expect(error?.problem.contains("'a.dat once more'") == true)
    let gap = #expect(throws: FileError.self) {
      try Self.open(["r.hea": "r 3 250 2\na.dat 16\n~ 0\na.dat 16\n", "a.dat": "aaaa"])
    }
    #expect(gap?.location == .line(4))
    // Gaps may stand anywhere.
    #expect(throws: Never.self) {
      try Self.open([
        "r.hea": "r 4 250 2\n~ 0\na.dat 16 200 12 0 0\n~ 0\nb.dat 16 200 12 0 0\n", "a.dat": "aaaa",
        "b.dat": "bbbb",
      ])
    }
  }

  @Test("no file is a folder, and none is elsewhere", arguments: [".", "..", "a/b", "/etc/passwd"])
  func names(name: String) {
    for header in ["r 1 250 2\n\(name) 16\n", "r/1 1 250 2\n\(name) 2\n"] {
      let error = #expect(throws: FileError.self) { try Self.open(["r.hea": header]) }
      #expect(error?.location == .line(2))
      #expect(error?.problem.contains("'\(name)'") == true)
    }
  }

  @Test(
    "what is not in memory is told by its own name", arguments: ["~", "~root", "a..", "%2e%2e"])
  func memoryNames(name: String) {
    let error = #expect(throws: FileError.self) {
      try Self.open(["r.hea": "r 1 250 2\n\(name) 16\n"])
    }
    #expect(error?.path == name)
    #expect(error?.kind == .noInput)
  }

  @Test("a header is no longer than a header is")
  func headerSize() {
    let error = #expect(throws: FileError.self) {
      try Self.open(["r.hea": String(repeating: "#", count: 9 << 20)])
    }
    #expect(error?.problem == "expected a header of at most 8388608 bytes, found 9437184")
    let skews = #expect(throws: FileError.self) {
      try Self.open(["r.hea": "r 65 250 2\n" + Self.lines(65) { "r.dat 16:\($0)" }])
    }
    #expect(skews?.problem == "expected at most 64 different skews, found 65")
  }

  @Test("of endless annotations in an EDF file so many are kept, and the file says so")
  func annotations() throws {
    let list = "+0\u{14}\u{14}\u{0}" + String(repeating: "+1\u{14}a\u{14}\u{0}", count: 300_000)
    var edf = EDFBytes(signals: [
      .init(label: "ECG II", count: 250),
      .init(label: "EDF Annotations", count: list.utf8.count / 2 + 1),
    ])
    edf.reserved = "EDF+C"
    edf.content =
      EDFBytes.samples([Int](repeating: 1, count: 250))
      + EDFBytes.list(list, 2 * (list.utf8.count / 2 + 1))
    let file = try RecordingFile.open("a.edf", in: InputFolder(files: ["a.edf": edf.data]))
    #expect(file.events.count == 1 << 18)
    #expect(file.remarks == ["of 300000 annotations the first 262144 are read"])
    #expect(try file.samples(ofSignal: 0).count == 250)
  }

  @Test("long rows are found again without reading those before them")
  func longRows() throws {
    let (rows, columns) = (600, 300)
    // No column may look like a time or a counter.
    func value(_ row: Int, _ column: Int) -> Int {
      (3 * row * row + row * (column + 5) + 11 * column) % 97
    }
    let text =
      (0..<columns).map { "V\($0 % 6 + 1)" }.joined(separator: ",") + "\n"
      + (0..<rows).map { row in
        (0..<columns).map { "\(value(row, $0))" }.joined(separator: ",") + "\n"
      }.joined()
    let file = try RecordingFile.open(
      "a.csv", in: InputFolder(files: ["a.csv": Data(text.utf8)]),
      options: RecordingOptions(samplingRate: 250))
    try #require(file.signals.count == columns)
    var reader = try file.reader(signals: [5, 299])
    for row in [599, 0, 333, 90, 598] {
      reader.seek(to: row)
      let block = try #require(try reader.next(1))
      #expect(block.samples == [[Float(value(row, 5))], [Float(value(row, 299))]])
    }
  }

  @Test("reading ends in a task that is cancelled")
  func cancelled() async throws {
    let file = try Self.open(["r.hea": "r 1 250 100000\n~ 0 200 12 0 0 0 0 II\n"])
    let task = Task { () throws -> Int in
      while !Task.isCancelled { await Task.yield() }
      return try file.samples(ofSignal: 0).count
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
