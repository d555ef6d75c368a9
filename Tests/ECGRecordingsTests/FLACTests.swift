import ECGFiles
import ECGRecordings
import Foundation
import ECGTestSupport
import Testing

/// Records whose samples are compressed by FLAC.
///
/// The streams in `Golden` were written by libsndfile 1.2.2, by way of Python's soundfile: 10,000
/// samples of two channels, made as ``channels(bits:)`` makes them.
@Suite(.enabled(if: FLACLibrary.isThere, "there is no libFLAC"))
struct FLACTests {
  private static func golden(_ bits: Int) throws -> Data {
    let url = Bundle.module.url(forResource: "Golden/steps-\(bits)", withExtension: "flac")
    return try Data(contentsOf: #require(url))
  }

  /// Steps up and down, and ten samples that are missing in 16 bits.
  private static func channels(bits: Int) -> [[Int32]] {
    let steps: [[Int32]] = [
      (0..<10_000).map { Int32($0 % 2000 / 4 - 250) },
      (0..<10_000).map {
        9000..<9010 ~= $0 ? -32_768 : ($0 < 5000 ? 100 : -100) + ($0 == 7000 ? 3 : 0)
      },
    ]
    switch bits {
    case 8:
      return steps.map { $0.map { min(max(Int32((Double($0) / 2).rounded(.down)), -128), 127) } }
    case 24: return steps.map { $0.map { 200 * $0 } }
    default: return steps
    }
  }

  /// A record in memory with the golden stream of so many bits.
  private func folder(
    _ header: String, bits: Int = 16, change: (inout Data) -> Void = { _ in }
  ) throws -> InputFolder {
    var stream = try Self.golden(bits)
    change(&stream)
    return InputFolder(files: ["r.hea": Data(header.utf8), "r.dat": stream])
  }

  private func header(_ format: String, frames: String = "10000") -> String {
    "r 2 360 \(frames)\nr.dat \(format) 1 0 0\nr.dat \(format) 1 0 0\n"
  }

  @Test("samples are what was compressed", arguments: [(508, 8), (516, 16), (524, 24), (524, 16)])
  func samples(format: Int, bits: Int) throws {
    let file = try RecordingFile.open("r.hea", in: folder(header("\(format)"), bits: bits))
    for (signal, expected) in Self.channels(bits: bits).enumerated() {
      let missing: Int32 = format == 508 ? -128 : format == 516 ? -32_768 : -8_388_608
      let samples = try file.samples(ofSignal: signal)
      #expect(samples.count == 10_000)
      #expect(zip(samples, expected).allSatisfy { $1 == missing ? $0.isNaN : $0 == Float($1) })
    }
  }

  @Test("any stretch can be read", arguments: [0..<1, 4095..<4097, 5000..<9999, 9999..<10_000])
  func stretches(frames: Range<Int>) throws {
    let file = try RecordingFile.open("r.hea", in: folder(header("524")))
    var reader = try file.reader(signals: [0, 1])
    reader.seek(to: frames.lowerBound)
    let samples = try #require(try reader.next(frames.count)).samples
    for (samples, expected) in zip(samples, Self.channels(bits: 16)) {
      #expect(samples.elementsEqual(expected[frames].map(Float.init)))
    }
  }

  @Test("several samples per frame, an offset, and a length that the header leaves out")
  func layouts() throws {
    let channels = Self.channels(bits: 16)
    let twice = try RecordingFile.open("r.hea", in: folder(header("524x2", frames: "5000")))
    #expect(try twice.samples(ofSignal: 0).elementsEqual(channels[0].map(Float.init)))
    let later = try RecordingFile.open("r.hea", in: folder(header("524+7000", frames: "")))
    #expect(try later.samples(ofSignal: 1).elementsEqual(channels[1][7000...].map(Float.init)))
  }

  @Test("a record on the disk is read as one in memory")
  func onDisk() throws {
    try withTemporaryFolder { folder in
      try Data(header("516").utf8).write(to: folder.appending(path: "r.hea"))
      try Self.golden(16).write(to: folder.appending(path: "r.dat"))
      let file = try RecordingFile.open(folder.appending(path: "r").path)
      #expect(
        try file.samples(ofSignal: 0).elementsEqual(Self.channels(bits: 16)[0].map(Float.init)))
    }
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var header = "r 2 360 10000\nr.dat 516 1 0 0\nr.dat 516 1 0 0\n"
    var bits = 16
    var change: @Sendable (inout Data) -> Void = { _ in }
    let problem: String
  }

  static let faults = [
    Fault(
      testDescription: "no FLAC", change: { $0[0] = 0x52 },
      problem: "expected a FLAC stream, found other bytes"),
    Fault(
      testDescription: "an empty file", change: { $0 = Data() },
      problem: "expected a FLAC stream, found other bytes"),
    Fault(
      testDescription: "one changed byte", change: { $0[$0.count - 400] ^= 0x10 },
      problem: "the FLAC stream is damaged or cut short near sample 8192"),
    Fault(
      testDescription: "an end that is cut off", change: { $0.removeLast(100) },
      problem: "the FLAC stream is damaged or cut short near sample 8192"),
    Fault(
      testDescription: "too few channels",
      header: "r 1 360 10000\nr.dat 516 1 0 0\n",
      problem: "expected 1 channels, as r.hea says, found 2"),
    Fault(
      testDescription: "too wide samples", bits: 24,
      problem: "expected samples of 16 bits at the most, as r.hea says, found 24 bits"),
    Fault(
      testDescription: "too few samples",
      header: "r 2 360 10001\nr.dat 516 1 0 0\nr.dat 516 1 0 0\n",
      problem: "expected 10001 frames, as r.hea says, found 10000"),
    Fault(
      testDescription: "signals of two widths",
      header: "r 2 360 5000\nr.dat 516x2 1 0 0\nr.dat 516 1 0 0\n",
      problem: "expected as many samples per frame of each signal, which is all that FLAC can hold"),
    Fault(
      testDescription: "a length nowhere",
      header: "r 2 360\nr.dat 516 1 0 0\nr.dat 516 1 0 0\n",
      change: { $0.replaceSubrange(21..<26, with: [$0[21] & 0xF0, 0, 0, 0, 0]) },
      problem: "expected the number of samples in r.hea or in the file, found it in neither"),
    Fault(
      testDescription: "a length that overflows",
      header: "r 2 360 9223372036854775807\nr.dat 516 1 0 0\nr.dat 516 1 0 0\n",
      change: { $0.replaceSubrange(21..<26, with: [$0[21] & 0xF0, 0, 0, 0, 0]) },
      problem:
        "expected 9223372036854775807 frames, as r.hea says, found 68719476736"),
  ]

  @Test("faults are named", arguments: faults)
  func isNamed(fault: Fault) throws {
    let folder = try folder(fault.header, bits: fault.bits, change: fault.change)
    let error = #expect(throws: FileError.self) {
      let file = try RecordingFile.open("r.hea", in: folder)
      for signal in file.signals.indices { _ = try file.samples(ofSignal: signal) }
    }
    #expect(error?.kind == .badData)
    #expect(error?.path == "r.dat")
    #expect(error?.problem == fault.problem)
  }

  @Test("any changed byte ends in an error or in samples, never in a crash")
  func anyDamage() throws {
    let count = try Self.golden(16).count
    for position in stride(from: 0, to: count, by: 7) {
      let folder = try folder(header("516")) { $0[position] ^= 0xFF }
      do {
        let file = try RecordingFile.open("r.hea", in: folder)
        #expect(try file.samples(ofSignal: 0).count == 10_000)
      } catch let error as FileError {
        #expect(error.kind == .badData)
      }
    }
  }
}
