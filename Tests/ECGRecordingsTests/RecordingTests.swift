import ECGRecordings
import Foundation
import ECGTestSupport
import Testing

@Suite struct RecordingTests {
  /// What wfdb 4.3.1 reads:
  ///
  ///     r = wfdb.rdrecord(path, physical=False)
  ///     r.d_signal[:4, i], r.d_signal[-4:, i], r.d_signal[:, i].astype('i8').sum()
  struct Golden: Sendable {
    let record: String
    let samplingRate: Double
    let signals: Int
    let names: [String]
    let first: [[Int32]]
    let last: [[Int32]]
    let sums: [Int]
    let count: Int
  }

  static let golden = [
    Golden(
      record: "mitdb/100", samplingRate: 360, signals: 2, names: ["MLII", "V5"],
      first: [[995, 995, 995, 995], [1011, 1011, 1011, 1011]],
      last: [[935, 889, 871, 768], [942, 951, 957, 1024]],
      sums: [625_781_133, 640_765_524], count: 650_000),
    Golden(
      record: "mitdb/114", samplingRate: 360, signals: 2, names: ["V5", "MLII"],
      first: [[1015, 1015, 1015, 1015], [1027, 1027, 1027, 1027]],
      last: [[951, 951, 950, 1024], [979, 981, 979, 1024]],
      sums: [645_387_157, 674_548_818], count: 650_000),
    Golden(
      record: "ptbdb/s0010_re", samplingRate: 1000, signals: 15, names: ["i", "ii"],
      first: [[-489, -485, -483, -482], [-458, -467, -469, -458]],
      last: [[300, 304, 272, 270], [518, 539, 512, 517]], sums: [-8337, -16369], count: 38_400),
    Golden(
      record: "ptbdb/s0015lre", samplingRate: 1000, signals: 15, names: ["i", "ii"],
      first: [[547, 574, 585, 624], [-70, -74, -63, -35]],
      last: [[-272, -260, -234, -235], [-1898, -1895, -1863, -1879]], sums: [26_687, -44_224],
      count: 115_200),
  ]

  @Test(.enabled(if: RealData.folder != nil, "ECG_DATA is not set"), arguments: golden)
  func equalsWhatWFDBReads(golden: Golden) throws {
    let path = try #require(RealData.existing(golden.record + ".hea")).path
    let recording = try Recording.read(path: path)
    #expect(recording.header.samplingRate == golden.samplingRate)
    #expect(recording.header.signals.prefix(2).map(\.name) == golden.names)
    #expect(recording.samples.count == golden.signals)
    #expect(recording.samples.allSatisfy { $0.count == golden.count })
    #expect(recording.samples.prefix(2).map { Array($0.prefix(4)) } == golden.first)
    #expect(recording.samples.prefix(2).map { Array($0.suffix(4)) } == golden.last)
    #expect(recording.samples.prefix(2).map { $0.reduce(0) { $0 + Int($1) } } == golden.sums)
  }

  /// Reading checks every signal's checksum and length.
  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
  func readsAllRecordsOfTheDatabase() throws {
    let folder = try #require(RealData.mitdb)
    let names = try String(contentsOf: folder.appending(path: "RECORDS"), encoding: .utf8)
      .split(whereSeparator: \.isNewline)
    #expect(names.count == 48)
    for name in names {
      let recording = try Recording.read(path: folder.appending(path: name).path)
      #expect(recording.header.name == name)
      #expect(recording.samples.map(\.count) == [650_000, 650_000])
    }
  }

  /// Values of wfdb 4.3.1: `wfdb.rdrecord('ptbdb/s0010_re').p_signal[:3, 0]`.
  @Test(.enabled(if: RealData.folder != nil, "ECG_DATA is not set"))
  func physicalSamplesEqualWFDB() throws {
    let path = try #require(RealData.existing("ptbdb/s0010_re.hea")).path
    let recording = try Recording.read(path: path)
    #expect(recording.physicalSamples(ofSignal: 0).prefix(3) == [-0.2445, -0.2425, -0.2415])
  }

  @Test func missingSamplesAreNotNumbers() {
    let signal = SignalDescription(
      fileName: "r.dat", format: .format212, gain: 100, baseline: 10, units: "mV")
    let recording = Recording(
      header: RecordHeader(name: "r", signals: [signal]), samples: [[10, 110, -2048, -90]])
    let values = recording.physicalSamples(ofSignal: 0)
    #expect(values[0] == 0 && values[1] == 1 && values[3] == -1)
    #expect(values[2].isNaN)
  }

  /// Frames of several widths, lengths that end within a block, a byte offset: each sample comes
  /// back where it was put.
  @Test(arguments: [SignalFormat.format16, .format212], [1, 2, 3, 999, 20_001])
  func dealsOutWhatWasInterleaved(format: SignalFormat, frames: Int) throws {
    let widths = [1, 3, 1]
    let samples = widths.enumerated().map { index, width in
      (0..<frames * width).map { Int32(($0 * 37 + index * 501) % 4096 - 2048) }
    }
    let stream = (0..<frames).flatMap { frame in
      zip(widths, samples).flatMap { width, signal in
        signal[frame * width..<(frame + 1) * width]
      }
    }
    try withTemporaryFolder { folder in
      let lines = zip(widths, samples).map { width, signal in
        "r.dat \(format.rawValue)x\(width)+5 200 12 0 0 \(checksum(signal)) 0 lead"
      }
      let header = "r 3 100 \(frames)\n" + lines.joined(separator: "\n")
      try Data(header.utf8).write(to: folder.appending(path: "r.hea"))
      let content = Data([1, 2, 3, 4, 5]) + pack(stream, format)
      try content.write(to: folder.appending(path: "r.dat"))
      #expect(try Recording.read(path: folder.appending(path: "r").path).samples == samples)
      // Without a length in the header, the file's length counts.
      if format == .format16 {
        let open = header.replacingOccurrences(of: "100 \(frames)", with: "100")
        try Data(open.utf8).write(to: folder.appending(path: "r.hea"))
        #expect(try Recording.read(path: folder.appending(path: "r").path).samples == samples)
      }
    }
  }
}
