import ECGFiles
import ECGRecordings
import ECGTestSupport
import Foundation
import Testing

/// Of a recording that is not whole, what is there is read, with a remark on what is not; only what
/// was asked for and is not there is an error.
@Suite struct PartialRecordingTests {
  private func edf(
    _ tolerance: DamageTolerance = .cutShort, _ change: (inout EDFBytes) -> Void
  ) throws -> RecordingFile {
    var file = EDFTests.golden
    change(&file)
    let folder = InputFolder(files: ["r.edf": file.data])
    return try RecordingFile.open(
      "r.edf", in: folder, options: RecordingOptions(tolerance: tolerance))
  }

  @Test func anEDFFileThatIsCutShortIsReadAsFarAsItGoes() throws {
    let file = try edf { $0.content.removeLast(1) }
    #expect(file.remarks == ["the file is cut short: 2 of 3 data records are there"])
    #expect(file.duration == 2)
    let whole = try edf { _ in }
    #expect(whole.remarks.isEmpty)
    #expect(try file.samples(ofSignal: 0) == Array(whole.samples(ofSignal: 0).prefix(16)))
    let error = #expect(throws: FileError.self) {
      try edf(.missingSignals) { $0.content.removeLast(1) }
    }
    #expect(error?.problem == "expected 3 data records of 132 bytes, found 395 bytes of them")
  }

  @Test(arguments: [
    ("0", "the header says that there are no data records; all 3 in the file are read"),
    ("-1", "the header leaves the number of data records open: all 3 are read"),
    ("99999999", "the file is cut short: 3 of 99999999 data records are there"),
  ])
  func dataRecordsThatAreDeclaredOtherwiseAreRead(count: String, remark: String) throws {
    let file = try edf { $0.recordCount = count }
    #expect(file.remarks == [remark])
    #expect(file.duration == 3)
  }

  @Test func whatIsThereBesidesWhatIsDeclaredIsTold() throws {
    let file = try edf { $0.recordCount = "2" }
    #expect(
      file.remarks == [
        "the file holds 3 data records, of which the header declares 2: the rest is left unread"
      ])
    #expect(file.duration == 2)
    let header = "r 1 2 2\nr.dat 16 200\n"
    let long = try RecordingFile.open(
      "r", in: record(["r.dat": [200, 400, 600, 800]], header: header))
    #expect(
      long.remarks == [
        "'r.dat' holds 4 samples a signal, of which the header declares 2: the rest is left unread"
      ])
    #expect(try long.samples(ofSignal: 0) == [1, 2])
    // Less than a second fills up a block.
    let padded = try RecordingFile.open("r", in: record(["r.dat": [200, 400, 0]], header: header))
    #expect(padded.remarks.isEmpty)
  }

  /// Data records of a file "without gaps" whose times have one all the same.
  @Test func timesThatJumpAreGaps() throws {
    func jumping(_ onset: String) throws -> RecordingFile {
      try edf { file in
        let last = "+2\u{14}\u{14}"
        file.content.replaceSubrange(
          (file.content.count - 114)..., with: EDFBytes.list(onset + last.dropFirst(2), 114))
      }
    }
    let file = try jumping("+62")
    #expect(file.duration == 63)
    #expect(
      file.remarks == [
        "the header says that there are no gaps, but by their times data records have 1 between them"
      ])
    #expect(try file.samples(ofSignal: 0)[16..<(62 * 8)].allSatisfy(\.isNaN))
    // A clock that drifts, or runs backwards, is none.
    for onset in ["+2.5", "+1", "+0"] { #expect(try jumping(onset).duration == 3) }
  }

  @Test func aHeaderWithoutARateIsTold() throws {
    let folder = record(["r.dat": [200, 400]], header: "r 1\nr.dat 16 200\n")
    let file = try RecordingFile.open("r", in: folder)
    #expect(file.signals[0].samplingRate == 250)
    #expect(
      file.remarks == [
        "line 1: the header gives no sampling rate; 250 Hz is taken, as the format has it"
      ])
    let told = try RecordingFile.open("r", in: folder, options: RecordingOptions(samplingRate: 2))
    #expect(told.signals[0].samplingRate == 2 && told.remarks.isEmpty)
    // Segments that give none have that of the whole.
    let whole = InputFolder(files: [
      "m.hea": Data("m/1 1\nr 2\n".utf8), "r.hea": Data("r 1\nr.dat 16 200\n".utf8),
      "r.dat": Data(EDFBytes.samples([200, 400])),
    ])
    let parts = try RecordingFile.open("m", in: whole, options: RecordingOptions(samplingRate: 2))
    #expect(parts.signals[0].samplingRate == 2)
    #expect(try parts.samples(ofSignal: 0) == [1, 2])
  }

  /// One of hundreds of segments that could not be fetched is a gap.
  @Test(arguments: [false, true]) func segmentsThatAreMissingAreGaps(hasLayout: Bool) throws {
    var files = [
      "r.hea": Data(
        "r/4 1 2 8\n\(hasLayout ? "layout 0" : "~ 1")\na 2\nb 3\nc \(hasLayout ? 3 : 2)\n".utf8),
      "c.hea": Data("c 1 2 \(hasLayout ? 3 : 2)\nc.dat 16 200 0 0 0 0 0 II\n".utf8),
      "c.dat": Data(EDFBytes.samples([200, 400, 600])),
      "b.hea": Data("b 1 2 3\nb.dat 16 200 0 0 0 0 0 II\n".utf8),
      "layout.hea": Data("layout 1 2 0\n~ 0 200 0 0 0 0 0 II\n".utf8),
    ]
    let file = try RecordingFile.open(
      "r", in: InputFolder(files: files), options: RecordingOptions(verifiesChecksums: false))
    #expect(
      file.remarks == ["segment 'a' and 1 more are not there: 2.5 s are taken for gaps"])
    let samples = try file.samples(ofSignal: 0)
    #expect(samples.count == 8 && samples.suffix(2).allSatisfy { !$0.isNaN })
    #expect(samples.prefix(5).allSatisfy { $0.isNaN })
    let strict = #expect(throws: FileError.self) {
      try RecordingFile.open(
        "r", in: InputFolder(files: files), options: RecordingOptions(tolerance: .none))
    }
    #expect(strict?.kind == .noInput)
    files["c.dat"] = nil
    let none = #expect(throws: FileError.self) {
      try RecordingFile.open("r", in: InputFolder(files: files))
    }
    #expect(none?.kind == .noInput)
  }

  /// What stands for a large file in a repository is not read as samples, nor as a header.
  @Test func pointersAreNamed() throws {
    let pointer = Data("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 1\n".utf8)
    for files in [
      ["r.hea": pointer], ["r.hea": Data("r 1 100 9\nr.dat 16 200\n".utf8), "r.dat": pointer],
    ] {
      let error = #expect(throws: FileError.self) {
        try RecordingFile.open("r", in: InputFolder(files: files))
      }
      #expect(error?.problem.contains("found a pointer of Git LFS") == true)
    }
    let page = #expect(throws: FileError.self) {
      try RecordingFile.open("r", in: InputFolder(files: ["r.hea": Data("<html>".utf8)]))
    }
    #expect(page?.problem == "expected the header of a WFDB record, found a web page")
  }

  /// A channel that nothing was connected to, or that has no samples.
  @Test(arguments: [false, true])
  func aDeadChannelIsLeftOut(hasNoSamples: Bool) throws {
    let file = try edf {
      if hasNoSamples {
        $0.signals[1].count = 0
        $0.content = []
        for record in 0..<3 {
          $0.content += EDFBytes.samples(Array(record * 8..<record * 8 + 8))
          $0.content += EDFBytes.list("+\(record)\u{14}\u{14}", 114)
        }
      } else {
        $0.signals[1].physical = ("0", "0")
      }
    }
    let flaw =
      hasNoSamples
      ? "the header gives it no samples" : "its minimum and its maximum are the same in the header"
    #expect(file.signals.map(\.flaw) == [nil, flaw])
    #expect(file.remarks == ["signal 2 'Temp' cannot be read: \(flaw)"])
    #expect(try file.samples(ofSignal: 0).allSatisfy { !$0.isNaN })
    #expect(try file.samples(ofSignal: 1).allSatisfy(\.isNaN))
    #expect(try file.chooseLead().signal == 0)
    let error = #expect(throws: FileError.self) { try file.chooseLead(named: "temp") }
    #expect(error?.problem == "signal 2 'Temp' cannot be read: \(flaw)")
  }

  @Test func annotationsWithoutSamplesAreNoAnnotations() throws {
    let file = try edf {
      $0.reserved = "EDF+C"
      $0.signals[2].count = 0
      $0.content = EDFBytes.samples(Array(0..<27))
    }
    #expect(file.events.isEmpty && file.duration == 3 && file.remarks.isEmpty)
  }

  private static let header = """
    r 3 100 4
    r.dat 16 200 0 0 0 0 0 II
    r.dat 16 200 0 0 0 0 0 V5
    r.xyz 16 200 0 0 0 0 0 vx

    """

  private func record(_ files: [String: [Int]], header: String = header) -> InputFolder {
    var content = files.mapValues { Data(EDFBytes.samples($0)) }
    content["r.hea"] = Data(header.utf8)
    return InputFolder(files: content)
  }

  /// A file that is not there is told once, whatever signals it has.
  @Test func signalsOfOneMissingFileAreToldTogether() throws {
    let more = "r.xyz 16 200 0 0 0 0 0 vy\nr.abc 16 200 0 0 0 0 0 va\n"
    let header = (Self.header + more).replacing("r 3 ", with: "r 5 ")
    let folder = record(["r.dat": [200, 1, 400, 2, 600, 3, 800, 4]], header: header)
    let file = try RecordingFile.open(
      "r", in: folder,
      options: RecordingOptions(verifiesChecksums: false, tolerance: .missingSignals))
    #expect(
      file.remarks == [
        "signal 3 'vx', signal 4 'vy' cannot be read: its file 'r.xyz' is not there",
        "signal 5 'va' cannot be read: its file 'r.abc' is not there",
      ])
  }

  @Test func aSignalWhoseFileIsMissingIsLeftOut() throws {
    let folder = record(["r.dat": [200, 1, 400, 2, 600, 3, 800, 4]])
    let file = try RecordingFile.open(
      "r", in: folder,
      options: RecordingOptions(verifiesChecksums: false, tolerance: .missingSignals))
    #expect(file.remarks == ["signal 3 'vx' cannot be read: its file 'r.xyz' is not there"])
    #expect(try file.samples(ofSignal: 0) == [1, 2, 3, 4])
    #expect(try file.samples(ofSignal: 2).allSatisfy(\.isNaN))
    #expect(try file.electrocardiogramLeads() == [0, 1])
    let asked = #expect(throws: FileError.self) { try file.chooseLead(named: "VX") }
    #expect(asked?.problem == "signal 3 'vx' cannot be read: its file 'r.xyz' is not there")
    let strict = #expect(throws: FileError.self) {
      try RecordingFile.open("r", in: folder, options: RecordingOptions(tolerance: .none))
    }
    #expect(strict?.path == "r.xyz" && strict?.problem == "there is no such file")
    #expect(throws: FileError.self) { try RecordingFile.open("r", in: record([:])) }
  }

  /// Each file is read as far as it goes; the sum of one that is cut short is not compared.
  @Test func aRecordThatIsCutShortIsReadAsFarAsItGoes() throws {
    let header = PartialRecordingTests.header.replacing("0 0 0 0 0 II", with: "0 0 0 7 0 II")
      .replacing("0 0 0 0 0 vx", with: "0 0 0 2000 0 vx")
    let folder = record(
      ["r.dat": [200, 1, 400, 2, 600], "r.xyz": [200, 400, 600, 800]], header: header)
    let file = try RecordingFile.open("r", in: folder)
    #expect(file.remarks == ["'r.dat' is cut short: 2 of 4 samples a signal are there"])
    let second = try file.samples(ofSignal: 0)
    #expect(second.prefix(2) == [1, 2] && second.suffix(2).allSatisfy(\.isNaN))
    #expect(try file.samples(ofSignal: 2) == [1, 2, 3, 4])
    var reader = try file.reader(signals: [0, 2])
    reader.seek(to: 3)
    let last = try #require(try reader.next()).samples
    #expect(last[0][0].isNaN && last[1] == [4])
    for tolerance in [DamageTolerance.none, .missingSignals] {
      let error = #expect(throws: FileError.self) {
        try RecordingFile.open("r", in: folder, options: RecordingOptions(tolerance: tolerance))
      }
      #expect(error?.problem == "expected 16 bytes of samples, as r.hea says, found 10")
    }
  }

  /// What a header says of time matters to nothing else in it.
  @Test(arguments: [
    ("05-May-2020 09:49:17", "05-May-2020 09:49:17"), ("01/01/2006", "01/01/2006"),
    ("09:49:17 31.12.2020", "09:49:17 31.12.2020"), ("25:00:00", "25:00:00"),
    ("1:00:61", "1:00:61"), ("1:00:01 32/1/1990", "1:00:01 32/1/1990"),
  ])
  func aStartThatIsNoneIsPassedOver(start: String, found: String) throws {
    let folder = record(["r.dat": [200, 400]], header: "r 1 100 2 \(start)\nr.dat 16 200\n")
    let file = try RecordingFile.open("r", in: folder)
    #expect(file.start == nil && file.duration == 0.02)
    #expect(
      file.remarks == [
        "line 1: expected a start as hours:minutes:seconds day/month/year, found '\(found)'; the "
          + "recording is taken to begin at an unknown time"
      ])
  }

  @Test func numbersMayHaveADecimalPointAndTheNameAFolder() throws {
    let folder = record(
      ["r.dat": [1224, 1424]], header: "x/y/r 1.0 100 2.0\nr.dat 16 200(1024.0)/mV 11.0 1024.0\n")
    let file = try RecordingFile.open("r", in: folder)
    #expect(try file.samples(ofSignal: 0) == [1, 2])
    #expect(file.header?.name == "r")
    #expect(file.remarks == ["line 1: the record's name has a folder in it: x/y/r"])
    let broken = record(["r.dat": [1]], header: "r 1 100 1\nr.dat 16 200(1024.5)/mV\n")
    #expect(throws: FileError.self) { try RecordingFile.open("r", in: broken) }
  }
}
