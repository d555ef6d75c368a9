import ECGFiles
import ECGRecordings
import Foundation
import Testing

/// What numbers of rows or packets say of a table: where rows are missing.
@Suite struct TableCounterTests {
  private static func text(_ numbers: [Int]) -> String {
    "seq,ecg (mV)\n"
      + numbers.enumerated().map { "\($1),\(Double($0 * $0 % 97 + 5) / 100)\n" }.joined()
  }

  private static func open(_ numbers: [Int]) throws -> RecordingFile {
    try TableColumnTests.open(text(numbers), rate: 250)
  }

  /// The numbers of rows of which those from 1,000 to 1,249 are missing.
  private static func numbers(_ number: (Int) -> Int) -> [Int] {
    (Array(0..<1_000) + Array(1_250..<5_000)).map(number)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let numbers: [Int]
    let missing: Int
    var amount = ""
  }

  @Test(arguments: [
    Case(testDescription: "rows", numbers: numbers { $0 }, missing: 250),
    Case(testDescription: "from 7 on, every other", numbers: numbers { $0 * 2 + 7 }, missing: 250),
    Case(testDescription: "packets", numbers: numbers { $0 / 10 }, missing: 250),
    Case(
      testDescription: "packets of 16 bits", numbers: numbers { ($0 / 10 + 65_430) % 65_536 },
      missing: 250),
    Case(
      testDescription: "whole seconds", numbers: numbers { 1_683_194_400 + $0 / 250 }, missing: 250),
    Case(
      testDescription: "nanoseconds of packets",
      numbers: numbers { 599_616_018_123_456_789 + ($0 / 50) * 200_000_000 + $0 / 50 % 3 },
      missing: 250),
    Case(
      testDescription: "a byte", numbers: numbers { $0 % 256 }, missing: 250, amount: "at least "),
    Case(
      testDescription: "four bits", numbers: numbers { $0 % 16 }, missing: 10, amount: "at least "),
  ])
  func jumpsAreGaps(_ table: Case) throws {
    let file = try Self.open(table.numbers)
    let samples = try file.samples(ofSignal: 0)
    #expect(samples.count == table.numbers.count + table.missing)
    let missing = samples.indices.filter { samples[$0].isNaN }
    #expect(missing == Array(1_000..<1_000 + table.missing))
    #expect(
      file.decisions.last
        == "by the numbers in column 'seq', \(table.amount)\(table.missing) rows are missing in 1 place"
    )
  }

  /// A single number that is damaged, an empty cell and a round of 16 bits are no gap.
  @Test func damagedNumbersAreNoGaps() throws {
    var text = Self.text((0..<70_000).map { $0 == 3_000 ? 12 : $0 == 6_000 ? 99_999 : $0 % 65_536 })
    text.replace("\n5000,", with: "\n,")
    let file = try TableColumnTests.open(text, rate: 250)
    let samples = try file.samples(ofSignal: 0)
    #expect(samples.count == 70_000 && !samples.contains(where: \.isNaN))
    #expect(!file.decisions.contains { $0.contains("missing") || $0.contains("anew") })
  }

  /// Packets that lack a row or most of them are no gap, and a single packet that was lost is one.
  @Test func packetsMayBeShort() throws {
    let rows = (0..<5_000).filter { $0 != 1_005 && !(2_001..<2_009 ~= $0) && $0 != 3_010 }
    let short = try Self.open(rows.map { $0 / 10 })
    #expect(try !short.samples(ofSignal: 0).contains(where: \.isNaN))
    let lost = try Self.open(rows.filter { $0 / 10 != 400 }.map { $0 / 10 })
    let samples = try lost.samples(ofSignal: 0)
    #expect(samples.count { $0.isNaN } == 10 && samples[4_000 - 10].isNaN)
  }

  /// Two tables one below the other: nobody knows how much lies between them.
  @Test func numbersThatBeginAnewAreTold() throws {
    let file = try Self.open(Array(0..<9_000) + Array(0..<3_000))
    #expect(try file.samples(ofSignal: 0).count == 12_000)
    #expect(
      file.decisions.last
        == "the numbers in column 'seq' begin anew on line 9002: the rows are taken to follow one another"
    )
  }

  /// Tables of a minute one below the other, and counters that begin anew with each: their lengths
  /// are near those of rounds of 2, and no row is missing.
  @Test(arguments: [4_000, 15_000, 15_360, 30_000, 30_720, 60_000], [0, 1])
  func numbersOfMinutesBeginAnewWithoutAGap(length: Int, first: Int) throws {
    let twice = try Self.open((0..<length + 3_000).map { $0 % length + first })
    #expect(!twice.decisions.contains { $0.contains("missing") }, "\(twice.decisions)")
    #expect(
      twice.decisions.last?.contains("begin anew on line \(length + 2)") == true,
      "\(twice.decisions)")
    let often = try Self.open((0..<2 * length + 3_000).map { $0 % length + first })
    #expect(!often.decisions.contains { $0.contains("missing") || $0.contains("anew") })
  }

  /// Rounds that no beginning shows and that begin elsewhere: the second fall shows them,
  /// and gaps behind it.
  @Test func twoFallsAlikeShowTheRound() throws {
    let rows = Array(0..<44_000) + Array(44_100..<62_000)
    let file = try Self.open(rows.map { ($0 + 7_000) % 15_000 + 20 })
    #expect(
      file.decisions.last
        == "by the numbers in column 'seq', at least 100 rows are missing in 1 place")
    #expect(try file.samples(ofSignal: 0).count == 62_000)
  }

  /// A damaged number at the end of each round does not shorten it.
  @Test func damagedNumbersBeforeFallsAreNoGaps() throws {
    let file = try Self.open(
      (0..<5_000).map { $0 % 50 == 49 ? 9_000_000 + $0 * 1_000 : $0 % 50 })
    #expect(!file.decisions.contains { $0.contains("missing") }, "\(file.decisions)")
  }

  /// Numbers of nineteen digits, damaged or of another time, and jumps by more than there are rows.
  @Test func hugeNumbersAreNoGapsOrRefused() throws {
    let huge = [50: "9900000000000000000", 100: "9900000000000000000", 150: "-9600000000000000000"]
    for round in [5_000, 40] {
      let text =
        "seq,ecg (mV)\n"
        + (0..<5_000).map { "\(huge[$0] ?? "\($0 % round)"),\(Double($0 * $0 % 97) / 100)\n" }
        .joined()
      let file = try TableColumnTests.open(text, rate: 250)
      #expect(!file.decisions.contains { $0.contains("missing") }, "\(file.decisions)")
      #expect(try file.chooseLead().name == "ecg")
    }
    // Packets of 1,000 rows, then each of a few, all of them far from the last one.
    var packet = 0
    let jumps = (0..<140_000).map { row in
      packet += row < 20_000 ? (row % 1_000 == 0 ? 1 : 0) : row % 11 == 0 ? 900_000_000_000 : 0
      return packet
    }
    var limits = RecordingLimits()
    limits.gap = 7 * 86_400
    for gap in [limits, RecordingLimits()] {
      let options = RecordingOptions(samplingRate: 250, limits: gap)
      let folder = InputFolder(files: ["r.csv": Data(Self.text(jumps).utf8)])
      let error = #expect(throws: FileError.self) {
        try RecordingFile.open("r.csv", in: folder, options: options).samples(ofSignal: 0)
      }
      #expect(
        gap.gap.isInfinite || error?.location == .line(20_011), "\(String(describing: error))")
    }
  }

  /// Of two counters that of the device says more than that of the rows in the file,
  /// and times say most.
  @Test func theCounterThatMissesMostCounts() throws {
    func table(_ header: String, _ row: (Int, Int) -> String) -> String {
      "\(header),ecg (mV)\n"
        + Self.numbers { $0 }.enumerated().map { "\(row($0, $1)),\(Double($0 * $0 % 97) / 100)\n" }
        .joined()
    }
    let two = try TableColumnTests.open(table("index,packet") { "\($0),\($1)" }, rate: 250)
    #expect(try two.samples(ofSignal: 0).count == 5_000)
    let timed = try TableColumnTests.open(table("time (ms),packet") { "\($0 * 4),\($1)" })
    #expect(try timed.samples(ofSignal: 0).count == 4_750)
  }

  /// Rows of which every third was picked away are not lost.
  @Test func pickedRowsAreNotLost() throws {
    let file = try Self.open((0..<6_000).filter { $0 < 3_000 || $0 % 3 != 0 })
    #expect(!file.decisions.contains { $0.contains("missing") }, "\(file.decisions)")
  }

  @Test func aJumpBeyondTheLimitIsRefusedByItsLine() throws {
    var limits = RecordingLimits()
    limits.gap = 0.9
    let options = RecordingOptions(samplingRate: 250, limits: limits)
    let text = Self.text(Self.numbers { $0 })
    let error = #expect(throws: FileError.self) {
      try RecordingFile.open(
        "r.csv", in: InputFolder(files: ["r.csv": Data(text.utf8)]), options: options)
    }
    #expect(error?.location == .line(1_002))
  }

  private static func timed(_ numbers: [Int], _ time: (Int) -> Double) -> String {
    "seq,time (s),ecg (mV)\n"
      + numbers.enumerated().map {
        "\($1),\(String(format: "%.4f", time($0))),\(Double($0 * $0 % 97 + 5) / 100)\n"
      }.joined()
  }

  /// Times that go on evenly over rows that a counter misses were made up, or the counter
  /// counts something else.
  @Test func numbersAndTimesThatDisagreeAreWarnedOf() throws {
    let file = try TableColumnTests.open(Self.timed(Self.numbers { $0 }) { Double($0) / 250 })
    #expect(
      file.remarks == [
        "by the numbers in column 'seq', 250 rows are missing, first before line 1002, by the times in column "
          + "'time' none: one of the two is wrong, and the times are heeded"
      ])
    let short = try TableColumnTests.open(
      Self.timed(Self.numbers { $0 }) { Double($0 < 1_000 ? $0 : $0 + 100) / 250 })
    #expect(short.remarks.first?.contains("by the times in column 'time' 100: one") == true)
  }

  /// The same gap in both is one, and a recorder that pauses counts on.
  @Test func numbersAndTimesThatAgreeAreRead() throws {
    let late = { (row: Int) in Double(row < 1_000 ? row : row + 250) / 250 }
    for numbers in [Self.numbers { $0 }, Array(0..<4_750)] {
      let file = try TableColumnTests.open(Self.timed(numbers, late))
      #expect(try file.samples(ofSignal: 0).count { $0.isNaN } == 250)
      #expect(file.remarks.isEmpty)
      #expect(file.decisions.last == "by the times, rows are missing in 1 place")
    }
  }

  /// Every fourth sample at the rate of all of them would be four times too fast.
  @Test func numbersThatGoOnInLargerStepsAreTold() throws {
    let told =
      "the numbers in column 'seq' go on by 4 from row to row: if they count samples, there is a row for one in 4, "
      + "and the sampling rate must be that of the rows"
    #expect(try Self.open((0..<3_000).map { $0 * 4 }).decisions.last == told)
    #expect(try !Self.open(Array(0..<3_000)).decisions.contains { $0.contains("go on by") })
    // Times that somebody overrules count nothing.
    let times =
      "# sampling rate: 500 Hz\ntime (ms),ecg (mV)\n"
      + (0..<3_000).map { "\($0 * 4),\(Double($0 * $0 % 97 + 5) / 100)\n" }.joined()
    let overruled = try TableColumnTests.open(times, rate: 500)
    #expect(!overruled.decisions.contains { $0.contains("go on by") })
  }
}
