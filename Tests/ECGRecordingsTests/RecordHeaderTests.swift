import ECGFiles
import ECGRecordings
import Foundation
import ECGTestSupport
import Testing

@Suite struct RecordHeaderTests {
  private func header(_ text: String) throws -> RecordHeader {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r.hea").path
      try Data(text.utf8).write(to: URL(filePath: path))
      return try RecordHeader.read(path: path)
    }
  }

  @Test func readsEveryField() throws {
    let header = try header(
      """
      # before
      r1 2 360/24.5(-10) 650000 9:05:30.25 01/12/1989
      r1.dat 212x4:3+512 200.5(-7)/uV 11 1024 995 -22131 0 lead II, modified
      r1.dat 16 100 12
      #after
      #  indented

      """)
    #expect(header.name == "r1")
    #expect(header.samplingRate == 360)
    #expect(header.counterFrequency == 24.5)
    #expect(header.counterBase == -10)
    #expect(header.frameCount == 650_000)
    #expect(
      header.start
        == DateComponents(
          year: 1989, month: 12, day: 1, hour: 9, minute: 5, second: 30, nanosecond: 250_000_000))
    #expect(header.comments == ["before", "after", " indented"])
    #expect(
      header.signals == [
        SignalDescription(
          fileName: "r1.dat", format: .format212, samplesPerFrame: 4, skew: 3, byteOffset: 512,
          gain: 200.5, baseline: -7, units: "uV", adcResolution: 11, adcZero: 1024,
          initialValue: 995, checksum: -22131, name: "lead II, modified"),
        SignalDescription(fileName: "r1.dat", format: .format16, gain: 100),
      ])
  }

  /// The Challenge of 2017 has the date before the time, and as ISO 8601 writes it.
  @Test func theDateMayComeFirst() throws {
    let header = try header("r 0 300 9000 2014-05-08 05:06:15 \n")
    let start = DateComponents(
      year: 2014, month: 5, day: 8, hour: 5, minute: 6, second: 15, nanosecond: 0)
    #expect(header.start == start && header.remarks.isEmpty)
  }

  /// What `header(5)` assumes where a header is silent.
  @Test func assumesWhatIsNotGiven() throws {
    let header = try header("r 1\nr.dat 16 0/mmHg 12 5\n")
    #expect(header.samplingRate == 250)
    #expect(header.counterFrequency == 250)
    #expect(header.frameCount == nil)
    #expect(header.start == nil)
    let signal = try #require(header.signals.first)
    #expect(signal.gain == 200 && !signal.isCalibrated)
    #expect(
      header.remarks == [
        "line 1: the header gives no sampling rate; 250 Hz is taken, as the format has it",
        "no gain is said of (unnamed): 200 steps a unit are assumed, and amplitudes may be wrong",
      ])
    #expect(signal.units == "mmHg")
    #expect(signal.baseline == 5)
    #expect(signal.initialValue == 5)
    #expect(signal.checksum == nil)
    #expect(signal.name == "")
  }

  @Test func linesMayEndInCRLFAndBeLatin1() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r.hea").path
      try Data("r 0 100\r\n# caf\u{E9}\r\n".unicodeScalars.map { UInt8($0.value) })
        .write(to: URL(filePath: path))
      let header = try RecordHeader.read(path: folder.appending(path: "r").path)
      #expect(header.samplingRate == 100)
      #expect(header.comments == ["café"])
    }
  }

  @Test(
    arguments: [
      ("", nil, "expected a header, found an empty file"),
      ("# only\n\n", nil, "expected a record line, found none"),
      ("r\n", 1, "expected a record name and the number of signals, found 'r'"),
      ("r two\n", 1, "expected the number of signals, found 'two'"),
      ("r -1\n", 1, "expected the number of signals, found '-1'"),
      ("r/0 2 360 100\n", 1, "expected the number of segments, found '0'"),
      ("r/3 2 360 100\na 50\n", 2, "expected 3 segment lines, found 1"),
      ("r/1 2 360 100\na\n", 2, "expected a segment's name and length, found 'a'"),
      ("r/1 2 360 100\na -1\n", 2, "expected a segment's length in samples, found '-1'"),
      ("r/1 2 360 100\n../a 1\n", 2, "expected a segment name without a folder, found '../a'"),
      ("r 0 0\n", 1, "expected a sampling rate above 0 Hz, found '0'"),
      ("r 0 nan\n", 1, "expected a sampling rate in Hz, found 'nan'"),
      ("r 0 360/x\n", 1, "expected a counter frequency in Hz, found 'x'"),
      ("r 0 360/1(2\n", 1, "expected a base counter value in parentheses, found '360/1(2'"),
      ("r 0 360 -5\n", 1, "expected the number of samples per signal, found '-5'"),
      ("# c\nr 2 360 9\nr.dat 16\n", 3, "expected 2 signal lines, found 1"),
      ("r 9223372036854775807\n", 1, "expected 9223372036854775807 signal lines, found 0"),
      ("r 1 360 9\nr.dat\n", 2, "expected a signal's file name and format, found 'r.dat'"),
      ("r 1 360 9\nr.dat 13\n", 2, "expected a WFDB signal format, found '13'"),
      ("r 1 360 9\nr.dat x2\n", 2, "expected a WFDB signal format, found 'x2'"),
      ("r 1 360 9\nr.dat 16x0\n", 2, "expected samples per frame, found '0'"),
      (
        "r 1 360 9\nr.dat 16?0\n", 2,
        "expected a format such as 212, 16x4, 16:2 or 16+512, found '16?0'"
      ),
      ("r 1 360 9\nr.dat 16 gain\n", 2, "expected a gain in ADC units per mV, found 'gain'"),
      ("r 1 360 9\nr.dat 16 200(1\n", 2, "expected a baseline in parentheses, found '200(1'"),
      ("r 1 360 9\nr.dat 16 200(1.5)\n", 2, "expected a baseline in ADC units, found '1.5'"),
      ("r 1 360 9\nr.dat 16 200(1e2)\n", 2, "expected a baseline in ADC units, found '1e2'"),
      ("r 1 360 9\nr.dat 16 200 11 0 0 65536\n", 2, "expected a 16-bit checksum, found '65536'"),
      ("r 1 360 9\n../r.dat 16\n", 2, "expected a file name without a folder, found '../r.dat'"),
      (
        "r 1 360 9\nx/\u{301}r.dat 16\n", 2,
        "expected a file name without a folder, found 'x/\u{301}r.dat'"
      ),
    ] as [(String, Int?, String)])
  func saysWhatIsMalformed(text: String, line: Int?, problem: String) {
    let error = #expect(throws: FileError.self) { try header(text) }
    #expect(error?.kind == .badData)
    #expect(error?.location == line.map(FileError.Location.line) ?? .whole)
    #expect(error?.problem == problem)
    #expect(error?.remedy.isEmpty == false)
  }
}
