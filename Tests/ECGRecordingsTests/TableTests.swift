import ECGFiles
import ECGRecordings
import Foundation
import ECGTestSupport
import Testing

/// Plain tables of samples.
@Suite struct TableTests {
  private func read<Result>(
    _ text: String, _ options: RecordingOptions = RecordingOptions(samplingRate: 100),
    _ body: (RecordingFile) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r.csv").path
      try Data(text.utf8).write(to: URL(filePath: path))
      return try body(try RecordingFile.open(path, options: options))
    }
  }

  struct Table: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    var names: [String]
    var signals: [[Double]]
    var unit = "mV"
  }

  static let nan = Double.nan
  static let tables = [
    Table(
      testDescription: "one column", text: "0.5\n-1\n+2e-1\n", names: ["column 1"],
      signals: [[0.5, -1, 0.2]]),
    Table(
      testDescription: "no line end at the end, empty lines after it",
      text: "1\r\n2\r\n3\r\n\r\n \r\n", names: ["column 1"], signals: [[1, 2, 3]]),
    Table(
      testDescription: "a header, gaps in several spellings",
      text: "I,II\n1,2\n,4\nNaN,6\nnull,-\n5,\n", names: ["I", "II"],
      signals: [[1, nan, nan, nan, 5], [2, 4, 6, nan, nan]]),
    Table(
      testDescription: "an empty row is a gap", text: "a,b\n1,2\n\n3,4\n", names: ["a", "b"],
      signals: [[1, nan, 3], [2, nan, 4]]),
    Table(
      testDescription: "decimal commas between semicolons",
      text: "\u{FEFF}Zeit;Ableitung II (µV)\n0,000;1500,5\n0,002;-2\n",
      names: ["Ableitung II"], signals: [[1.5005, -0.002]]),
    Table(
      testDescription: "one column of decimal commas", text: "ecg\n0,5\n-1,25\n", names: ["ecg"],
      signals: [[0.5, -1.25]]),
    Table(
      testDescription: "tabs", text: "1\t2\n3\t4\n", names: ["column 1", "column 2"],
      signals: [[1, 3], [2, 4]]),
    Table(
      testDescription: "a time is no signal", text: "time,ECG [uV]\n0.00,100\n0.01,200\n",
      names: ["ECG"], signals: [[0.1, 0.2]]),
    Table(
      testDescription: "what WFDB's rdsamp -v -p -c prints",
      text: """
        'Elapsed time','MLII','V5'
        'hh:mm:ss.mmm','mV','mV'
        '0:00.000',-0.145,-0.065
        '0:00.003',-,-0.065

        """, names: ["MLII", "V5"], signals: [[-0.145, nan], [-0.065, -0.065]]),
    Table(
      testDescription: "comments before it", text: "# made by\n#\nII\n1\n2\n", names: ["II"],
      signals: [[1, 2]]),
  ]

  @Test(arguments: tables) func areRead(table: Table) throws {
    try read(table.text) { (file: RecordingFile) throws in
      #expect(file.format == .table)
      #expect(file.signals.map(\.name) == table.names)
      for (signal, expected) in table.signals.enumerated() {
        #expect(try isClose(file.samples(ofSignal: signal), expected))
      }
      #expect(file.signals.allSatisfy { $0.samplingRate == 100 })
    }
  }

  @Test func columnsAreChosenByNameOrNumber() throws {
    let text = "time,II,V1\n0,1,2\n1,3,4\n"
    let options = RecordingOptions(samplingRate: 250, unit: "uV", columns: ["v1", "1"])
    try read(text, options) { (file: RecordingFile) throws in
      #expect(file.signals.map(\.name) == ["V1", "time"])
      #expect(try isClose(file.samples(ofSignal: 0), [0.002, 0.004]))
      #expect(file.signals[0].samplingRate == 250)
    }
    let error = #expect(throws: FileError.self) {
      try read(text, RecordingOptions(samplingRate: 1, columns: ["V2"])) { _ in }
    }
    #expect(error?.problem == "there is no column 'V2'")
    #expect(error?.remedy.text() == "The columns are time, II, V1")
  }

  @Test func theRateMustBeGiven() throws {
    let error = #expect(throws: FileError.self) {
      try read("1\n2\n", RecordingOptions()) { _ in }
    }
    #expect(error?.problem == "the file does not say its sampling rate")
    #expect(error?.remedy == "Give it in Hz\(.samplingRate, 360)")
  }

  @Test(arguments: [
    ("II\n1\nx2\n3\n", 3, "expected a number in column 'II', found 'x2'"),
    ("1\n2\n0x10\n", 3, "expected a number in column 'column 1', found '0x10'"),
    ("1\ninf\n", 2, "expected a number in column 'column 1', found 'inf'"),
    ("# c\n\nI,II\n1,2\n3\n", 5, "expected 2 columns, found 1"),
  ])
  func whatIsMalformedIsNamed(text: String, line: Int, problem: String) throws {
    let error = #expect(throws: FileError.self) {
      try read(text) { file in try file.samples(ofSignal: file.signals.count - 1) }
    }
    #expect(error?.location == .line(line))
    #expect(error?.problem == problem)
    #expect(error?.remedy.isEmpty == false)
  }

  @Test func longRowsAreRefused() throws {
    try whatIsMalformedIsNamed(
      text: "1\n" + String(repeating: "5", count: 70_000) + "\n", line: 2,
      problem: "expected rows of at most 65536 bytes, found a longer one")
  }

  /// Rows are found again wherever a block begins.
  @Test func blocksAreTheWhole() throws {
    let count = 30_011
    let text = "I,II\n" + (0..<count).map { "\($0 * $0 % 1_009),\(-($0 * $0 % 977)).25\n" }.joined()
    try read(text) { (file: RecordingFile) throws in
      let whole = try file.samples(ofSignal: 1)
      #expect(
        whole.indices.allSatisfy {
          whole[$0] == ($0 % 977 == 0 ? 0.25 : -Float($0 * $0 % 977) - 0.25)
        })
      var reader = try file.reader(signals: [1, 0])
      #expect(reader.frameCount == count)
      for start in [0, 4_095, 4_096, 12_345, count - 1] {
        reader.seek(to: start)
        let block = try #require(try reader.next(5_000))
        #expect(block.samples[0].elementsEqual(whole[start..<(start + block.frameCount)]))
        #expect(block.samples[1].first == Float(start * start % 1_009))
      }
    }
  }

  /// Every number a table may hold is the nearest Float to what Double reads.
  @Test func numbersAreExact() throws {
    let texts = [
      "0.1", "-0.145", "123456789.125", "1e-10", "9007199254740993", "0.30000000000000004",
      "1.7976931348623157e300", "3.4e38", "000.50", "-0", "+1", ".5", "5.", "1E3",
    ]
    try read(texts.map { $0 + "\n" }.joined()) { (file: RecordingFile) throws in
      let samples = try file.samples(ofSignal: 0)
      for (text, sample) in zip(texts, samples) {
        #expect(sample == Float(Double(text) ?? .nan), "\(text)")
      }
    }
  }

  /// Rows without numbers at the beginning are a gap, as everywhere else, and no header.
  @Test(arguments: [1, 2, 3, 50], ["nan", "NaN", "NA", "NULL"])
  func gapsAtTheBeginningAreGaps(count: Int, word: String) throws {
    let numbers = (0..<200).map { "\($0 * $0 % 101)" }
    for row in [{ "\($0)\n" }, { "\($0),\($0)\n" }] as [(String) -> String] {
      let text = (Array(repeating: word, count: count) + numbers).map(row).joined()
      try read(text) { (file: RecordingFile) throws in
        let samples = try file.samples(ofSignal: 0)
        #expect(samples.count == count + 200)
        #expect(samples.prefix(count).allSatisfy { $0.isNaN })
        #expect(samples.dropFirst(count).elementsEqual((0..<200).map { Float($0 * $0 % 101) }))
      }
    }
  }

  /// Whatever a file holds: numbers or an error, never a crash.
  @Test func anyBytesAreSurvived() throws {
    let alphabet = Array("0123456789.,;\t\n\r -+eE\"'abI#:µ".utf8) + [0, 0xFF, 0xC2]
    var state: UInt64 = 1
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r.csv").path
      for _ in 0..<2_000 {
        let bytes = (0..<60).map { _ -> UInt8 in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return alphabet[Int(state >> 33) % alphabet.count]
        }
        try Data(bytes).write(to: URL(filePath: path))
        do {
          let file = try RecordingFile.open(path, options: RecordingOptions(samplingRate: 100))
          for signal in file.signals.indices { _ = try file.samples(ofSignal: signal) }
        } catch let error as FileError {
          #expect(!error.problem.isEmpty)
        }
      }
    }
  }
}
