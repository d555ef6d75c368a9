import ECGTestSupport
import Foundation
import Testing

/// `ecg live`: samples in, lines of JSON out.
@Suite(.hangLimit) struct LiveCommandTests {
  private static let rate = 130.0

  /// A beat every 0.8 s for half a minute.
  private static let samples: [Float] = (0..<Int(30 * rate)).map { index in
    let phase = (Double(index) / rate).remainder(dividingBy: 0.8)
    return Float(exp(-phase * phase / 0.0004) + Double(index * index % 7) / 500)
  }

  private static let text = samples.map { "\($0)" }.joined(separator: "\n") + "\n"

  private func lines(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").map {
      try #require(try ExactJSON.object(with: Data($0.utf8)) as? [String: Any])
    }
  }

  private func run(
    _ content: Data, _ arguments: String, before: String = "", after: String = ""
  ) throws -> Command.Outcome {
    try withTemporaryFolder { url in
      try content.write(to: url.appending(path: "input"))
      return try Command(folder: url).shell("\(before)$ecg live \(arguments) < input\(after)")
    }
  }

  /// Stamps that do not fit the rate would put beats where they are not.
  @Test func stampsThatDoNotFitTheRateAreTold() throws {
    func timed(_ stamp: (Int) -> Double?) throws -> Command.Outcome {
      let lines = Self.samples.enumerated().compactMap { index, sample in
        stamp(index).map { "\($0),\(sample)\n" }
      }
      return try run(Data(lines.joined().utf8), "--rate 130 --times")
    }
    let wrong: [(what: String, stamp: (Int) -> Double?, words: String)] = [
      ("milliseconds", { Double($0) / 0.13 }, "They seem to be milliseconds"),
      ("every other line", { $0 % 2 == 0 ? Double($0) / 130 : nil }, "0.01538 s"),
      ("the time of packets", { Double($0 / 110 * 110) / 130 }, "found 0 s"),
      ("whole seconds", { (Double($0) / 130).rounded(.down) }, "found 0 s"),
    ]
    for (what, stamp, words) in wrong {
      let outcome = try timed(stamp)
      #expect(outcome.status == 65 && outcome.output.isEmpty, "\(what)")
      #expect(outcome.errors.contains("expected time stamps 0.007692 s apart"), "\(what)")
      #expect(outcome.errors.contains(words), "\(what): \(outcome.errors)")
    }
    // Few digits, and gaps, are none of that.
    let whole = try lines(run(Data(Self.text.utf8), "--rate 130").output)
    for stamp: (Int) -> Double? in [
      { (Double($0) / 1.3).rounded() / 100 }, { $0 / 40 % 3 == 2 ? nil : Double($0) / 130 },
    ] {
      let outcome = try timed(stamp)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let last = try lines(outcome.output).last?["time"] as? Double
      #expect(abs((last ?? 0) - (whole.last?["time"] as? Double ?? 0)) < 1)
    }
  }

  /// Commas part columns, unless something else does.
  @Test func commasAreDecimalOnesBesideSemicolonsAndTabs() throws {
    func columns(_ mark: String, comma: Bool) -> Data {
      let lines = Self.samples.enumerated().map { index, sample in
        let cells = [Double(index) / 130, Double(sample)].map { String(format: "%.5f", $0) }
        return cells.map { comma ? $0.replacing(".", with: ",") : $0 }.joined(separator: mark)
      }
      return Data((lines.joined(separator: "\n") + "\n").utf8)
    }
    let plain = try run(columns(",", comma: false), "--rate 130 --times")
    #expect(try plain.status == 0 && !lines(plain.output).isEmpty)
    for mark in [";", "\t", " ; "] {
      let found = try run(columns(mark, comma: true), "--rate 130 --times")
      #expect(found.status == 0, "\(found.errors)")
      #expect(found.output == plain.output)
    }
    // A space behind a comma that separates, be it a tab.
    #expect(try run(columns(",\t", comma: false), "--rate 130 --times").output == plain.output)
    let two = try run(Data("0,1\n0,2\n".utf8), "--rate 360 --leads 2")
    #expect(two.status == 0)
    let wrong = try run(Data("0,1;0,2;0,3\n".utf8), "--rate 360 --leads 2")
    #expect(wrong.status == 65 && wrong.errors.contains("expected 2 columns, found 3"))
  }

  /// The beats before a line that is wrong are told, however the bytes come.
  @Test func aWrongLineTakesNoBeatsBeforeIt() throws {
    let whole = try run(Data(Self.text.utf8), "--rate 130")
    let broken = try run(Data((Self.text + "abc\n1\n").utf8), "--rate 130")
    #expect(broken.status == 65 && broken.errors.contains("line \(Self.samples.count + 1)"))
    #expect(broken.output == whole.output)
  }

  @Test func everyFormatGivesTheSameBeats() throws {
    let text = try run(Data(Self.text.utf8), "--rate 130")
    #expect(text.status == 0 && text.errors.isEmpty)
    let beats = try lines(text.output)
    #expect(beats.count == 37 || beats.count == 38)
    #expect(beats.dropFirst().allSatisfy { abs(($0["rr"] as? Double ?? 0) - 0.8) < 0.02 })
    #expect(
      Set(beats[1].keys) == [
        "sample", "time", "rr", "class", "probabilities", "fibrillation", "shownLeads",
        "missingShare",
      ])
    let f32 = Self.samples.reduce(into: Data()) { data, sample in
      withUnsafeBytes(of: sample.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    #expect(try run(f32, "--rate 130 --format f32").output == text.output)
    let names =
      "time;II;V1\n"
      + Self.samples.enumerated().map { index, sample in
        "\(5 + Double(index) / 130);\(sample);"
      }.joined(separator: "\r\n")
    let timed = try run(Data(names.utf8), "--rate 130 --leads 2 --times")
    #expect(
      try lines(timed.output).map { $0["sample"] as? Int } == beats.map { $0["sample"] as? Int })
    let i16 = Self.samples.reduce(into: Data()) { data, sample in
      withUnsafeBytes(of: Int16(1_000 * sample).littleEndian) { data.append(contentsOf: $0) }
    }
    let stepped = try lines(run(i16, "--rate 130 --format i16").output)
    #expect(stepped.map { $0["class"] as? String } == beats.map { $0["class"] as? String })
  }

  @Test func firstAnswersComeFirst() throws {
    let outcome = try run(Data(Self.text.utf8), "--rate 130 --first")
    let beats = try lines(outcome.output)
    #expect(beats.first?["stage"] as? String == "first")
    #expect(beats.last?["stage"] as? String == "final")
    #expect(beats.count { $0["stage"] as? String == "final" } >= 37)
  }

  @Test func endsWhenNobodyListens() throws {
    try withTemporaryFolder { url in
      try Data(Self.text.utf8).write(to: url.appending(path: "input"))
      let outcome = try Command(folder: url).shell(
        "(while cat input 2>/dev/null; do :; done) | $ecg live --rate 130 | head -n 1")
      #expect(outcome.status == 0 && outcome.errors.isEmpty)
      #expect(try lines(outcome.output).count == 1)
    }
  }

  @Test(arguments: [
    ("1\n2\nx\n", "--rate 130", "line 3: expected a number in column 1, found \"x\""),
    ("1 2\n", "--rate 130", "line 1: expected one column, found 2"),
    ("", "--rate 130", "expected samples, found none"),
    ("II\n\n", "--rate 130", "expected samples, found none"),
    ("", "--rate 130 --format i16", "expected samples, found none"),
    ("0 1\nnan 1\n", "--rate 130 --times", "line 2: expected a time"),
    ("0 1\n1e9 1\n", "--rate 130 --times", "line 2: expected samples of 0"),
  ])
  func wrongLinesAreNamed(_ text: String, _ arguments: String, _ message: String) throws {
    let outcome = try run(Data(text.utf8), arguments)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("standard input: \(message)"), "\(outcome.errors)")
  }

  @Test func emptyLinesOfOneLeadAreMissingSamples() throws {
    func text(_ missing: String) -> Data {
      var lines = Self.samples.map { "\($0)" }
      for index in 1_000..<1_020 { lines[index] = missing }
      return Data((lines.joined(separator: "\n") + "\n\n\n").utf8)
    }
    let named = try run(text("NaN"), "--rate 130")
    #expect(try lines(named.output).contains { $0["missingShare"] as? Double ?? 0 > 0 })
    #expect(try run(text(""), "--rate 130").output == named.output)
  }

  /// Lines that come again are told by their times, one by one.
  @Test func repeatedLinesAreNotNew() throws {
    let lines = Self.samples.enumerated().map { "\(Double($0) / 130),\($1)\n" }
    let again = lines[..<2_000] + lines[1_974..<1_999] + lines[2_000...]
    let expected = try run(Data(lines.joined().utf8), "--rate 130 --times")
    let found = try run(Data(again.joined().utf8), "--rate 130 --times")
    #expect(expected.status == 0 && found.output == expected.output)
  }

  /// A clock that is set back is told once, and loses no beat.
  @Test func aClockThatIsSetBackIsTold() throws {
    let count = Self.samples.count
    let lines = Self.samples.enumerated().map { index, sample in
      "\(Double(index < count / 2 ? index : index - 1_300) / 130),\(sample)\n"
    }
    let expected = try run(Data(Self.samples.map { "\($0)\n" }.joined().utf8), "--rate 130")
    let found = try run(Data(lines.joined().utf8), "--rate 130 --times")
    #expect(found.status == 0)
    // A line or two may be by chance as those that were there.
    let counts = [expected, found].map { $0.output.split(separator: "\n").count }
    #expect(abs(counts[0] - counts[1]) <= 1, "\(counts)")
    #expect(found.errors.components(separatedBy: "the clock was set back").count == 2)
  }

  /// Between tabs there may be nothing.
  @Test func emptyCellsAtTheEndsOfALineAreMissingSamples() throws {
    func text(_ missing: [String]) -> Data {
      var lines = Self.samples.map { "\($0)\t\($0)" }
      for (index, line) in missing.enumerated() { lines[1_000 + index] = line }
      return Data((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }
    let named = try run(text(["NaN\t0.5", "0.5\tNaN", "NaN\tNaN"]), "--rate 130 --leads 2")
    let empty = try run(text(["\t0.5", "0.5\t", "\t"]), "--rate 130 --leads 2")
    #expect(named.status == 0 && empty.output == named.output)
  }

  @Test func samplesCutOffAreNamed() throws {
    let outcome = try run(Data([0, 0, 0, 0, 1, 2]), "--rate 130 --format f32")
    #expect(outcome.status == 65 && outcome.errors.contains("byte 4"), "\(outcome.errors)")
  }

  @Test(arguments: [
    "--rate 10", "--rate 130 --leads 0", "--rate 130 --times --format f32",
    "--rate 130 --context record", "",
  ])
  func wrongOptionsAreRefused(_ arguments: String) throws {
    #expect(try run(Data(), arguments).status == 64)
  }

  /// A stream has no whole record: neither help nor shells offer it.
  @Test func contextsOfAStreamAreOffered() throws {
    try withTemporaryFolder { folder in
      let command = Command(folder: folder)
      let help = try command("live", "--help").output.split(whereSeparator: \.isWhitespace)
      #expect(help.joined(separator: " ").contains("(values: before, after, families)"))
      let script = try command("--generate-completion-script", "fish").output
      let offers = script.matches(of: #/(ecg \w+)" context' [^\n]* -rfka '([^']*)'/#).map {
        "\($0.1): \($0.2.split(whereSeparator: \.isWhitespace).joined(separator: " "))"
      }
      #expect(offers.contains("ecg live: before after families"), "\(offers)")
    }
  }
}
