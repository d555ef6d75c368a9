import ECGFiles
import ECGRecordings
import Foundation
import ECGTestSupport
import Testing

/// Records as `header(5)` allows them: skew, several files and rates, several segments.
@Suite struct WFDBRecordTests {
  /// A record of one signal per name, whose samples count up from `first`.
  static func segment(
    _ name: String, _ signals: [(name: String, first: Int32)], frames: Int, gain: Double = 100,
    format: SignalFormat = .format16, units: String = "mV"
  ) -> Recording {
    Recording(
      header: RecordHeader(
        name: name, samplingRate: 10,
        signals: signals.map {
          SignalDescription(
            fileName: "\(name).dat", format: format, gain: gain, units: units, name: $0.name)
        }),
      samples: signals.map { signal in (0..<frames).map { signal.first + Int32($0) } })
  }

  static func write(
    _ records: [Recording], _ segments: [RecordSegment], signals: Int, to folder: URL
  ) throws {
    for record in records {
      try record.write(to: folder.appending(path: record.header.name).path)
    }
    let count = segments.reduce(0) { $0 + $1.frameCount }
    var header = RecordHeader(
      name: "m", samplingRate: 10, frameCount: count, signals: [], segments: segments)
    // Their number is all that is written of the signals.
    header.signals = (0..<signals).map { _ in SignalDescription(fileName: "~", format: .format0) }
    try header.write(to: folder.appending(path: "m").path)
  }

  /// Four samples per frame, a skew and a gap code in two files.
  static let skewed: Recording = {
    let signals = [
      SignalDescription(
        fileName: "a.dat", format: .format212, samplesPerFrame: 2, skew: 2, gain: 100, name: "I"),
      SignalDescription(fileName: "a.dat", format: .format212, gain: 100, name: "II"),
      SignalDescription(
        fileName: "b.dat", format: .format16, skew: 1, byteOffset: 7, gain: 2, units: "uV",
        name: "III"),
    ]
    let samples: [[Int32]] = [
      (0..<20).map { $0 == 9 ? -2048 : $0 }, (0..<10).map { 100 + $0 }, (0..<10).map { 1000 * $0 },
    ]
    return Recording(
      header: RecordHeader(name: "r", samplingRate: 50, signals: signals), samples: samples)
  }()

  /// `wfdb.rdrecord('r', smooth_frames=False).e_p_signal` of wfdb 4.3.1: a lagging signal is moved
  /// forward by its skew and ends in gaps.
  @Test func skewIsTakenOut() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r").path
      try Self.skewed.write(to: path)
      // As stored, where samples are asked for.
      #expect(try Recording.read(path: path).samples == Self.skewed.samples)
      let file = try RecordingFile.open(path)
      #expect(file.signals.map(\.samplingRate) == [100, 50, 50])
      #expect(file.duration == 0.2)
      let nan = Double.nan
      var first = (4..<20).map { Double($0) / 100 } + [nan, nan, nan, nan]
      first[5] = nan
      #expect(try isClose(file.samples(ofSignal: 0), first))
      #expect(try isClose(file.samples(ofSignal: 1), (0..<10).map { 1 + Double($0) / 100 }))
      #expect(
        try isClose(file.samples(ofSignal: 2), (1..<10).map { Double($0) / 2 } + [nan]))
      #expect(file.signals[2].unit == "mV" && file.signals[2].storedUnit == "uV")
    }
  }

  @Test(.enabled(if: Python.has("wfdb"), "ECG_PYTHON cannot import wfdb"))
  func skewIsWhatWFDBTakesOut() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r").path
      try Self.skewed.write(to: path)
      let lines = numbers(
        try Python.run(
          """
          import sys, wfdb
          for s, f in zip(wfdb.rdrecord(sys.argv[1], smooth_frames=False).e_p_signal, [1, 1, 1e-3]):
              print(*(s * f).tolist())
          """, [path]))
      try #require(lines.count == 3)
      let file = try RecordingFile.open(path)
      for signal in 0..<3 {
        // Of several samples in a frame wfdb leaves some of the last ones at 0 that are not there.
        let count = [16, 10, 10][signal]
        let samples = Array(try file.samples(ofSignal: signal).prefix(count))
        #expect(isClose(samples, Array(lines[signal].prefix(count))))
      }
    }
  }

  /// Blocks of any size, read from any place, are parts of the whole.
  @Test(arguments: SignalFormatTests.formats, [[0], [1], [2, 0], [0, 1, 2]])
  func blocksAreTheWhole(format: SignalFormat, wanted: [Int]) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r").path
      // Long enough for several checkpoints of format 8.
      let frames = format == .format8 ? 140_001 : 10_001
      try SignalFormatTests.record(format, frames: frames).write(to: path)
      let file = try RecordingFile.open(path)
      let whole = try wanted.map { try file.samples(ofSignal: $0) }
      var reader = try file.reader(signals: wanted)
      let widths = reader.samplesPerFrame
      #expect(reader.frameCount * widths[0] == whole[0].count)
      for (start, count) in [(0, 1), (1, 7), (5_000, 4_099), (frames - 3, 10), (70_001, 9)] {
        guard start < reader.frameCount else { continue }
        reader.seek(to: start)
        let block = try #require(try reader.next(count))
        #expect(block.start == start)
        for (index, samples) in block.samples.enumerated() {
          let range = (start * widths[index])..<((start + block.frameCount) * widths[index])
          #expect(isSame(samples, whole[index][range]))
        }
      }
      reader.seek(to: 0)
      var joined = wanted.map { _ in [Float]() }
      while let block = try reader.next(997) {
        for (index, samples) in block.samples.enumerated() { joined[index] += samples }
      }
      for (joined, whole) in zip(joined, whole) { #expect(isSame(joined, whole[...])) }
    }
  }

  private func isSame(_ samples: [Float], _ others: ArraySlice<Float>) -> Bool {
    samples.elementsEqual(others) { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }

  static let parts = [
    segment("a", [("I", 0), ("II", 1000)], frames: 4),
    segment("b", [("II", 2000), ("I", 50)], frames: 3, gain: 1000, format: .format24, units: "uV"),
    segment("c", [("II", 3000)], frames: 2),
  ]

  /// A layout, a gap, and segments with signals in another order, format, gain and unit or missing.
  static func writeVariable(to folder: URL) throws {
    let layout = RecordHeader(
      name: "m_layout", samplingRate: 10, frameCount: 0,
      signals: ["I", "II", "V1"].map {
        SignalDescription(fileName: "~", format: .format0, gain: 100, units: "mV", name: $0)
      })
    try layout.write(to: folder.appending(path: "m_layout").path)
    try write(
      parts,
      [
        RecordSegment(name: "m_layout", frameCount: 0), RecordSegment(name: "a", frameCount: 4),
        RecordSegment(name: nil, frameCount: 5), RecordSegment(name: "b", frameCount: 3),
        RecordSegment(name: "c", frameCount: 2), RecordSegment(name: "a", frameCount: 4),
      ], signals: 3, to: folder)
  }

  @Test func variableLayout() throws {
    try withTemporaryFolder { folder in
      try Self.writeVariable(to: folder)
      let path = folder.appending(path: "m").path
      let file = try RecordingFile.open(path)
      #expect(file.signals.map(\.name) == ["I", "II", "V1"])
      #expect(file.duration == 1.8)
      let nan = Double.nan
      let gap = [nan, nan, nan, nan, nan]
      let a = [0, 0.01, 0.02, 0.03]
      let aII = [10, 10.01, 10.02, 10.03]
      // 50 ADC units of 1/1000 uV each.
      let b = [5.0e-5, 5.1e-5, 5.2e-5]
      let bII = [2.0e-3, 2.001e-3, 2.002e-3]
      #expect(try isClose(file.samples(ofSignal: 0), a + gap + b + [nan, nan] + a, 1e-9))
      #expect(try isClose(file.samples(ofSignal: 1), aII + gap + bII + [30, 30.01] + aII))
      #expect(try file.samples(ofSignal: 2).allSatisfy(\.isNaN))
      #expect(try file.samples(ofSignal: 2).count == 18)
      // Gains differ, so there is no one scale in which samples could be given as stored.
      let error = #expect(throws: FileError.self) { try Recording.read(path: path) }
      #expect(
        error?.problem
          == "expected one gain, baseline and unit of 'I' in all segments, found that 'a' and 'b' "
          + "differ")
      // A block that begins in the gap and ends in the last segment but one.
      var reader = try file.reader(signals: [1])
      reader.seek(to: 7)
      let block = try #require(try reader.next(6))
      #expect(isClose(block.samples[0], [nan, nan] + bII + [30]))
    }
  }

  /// Signals in another order are known by their names, where these are the record's;
  /// others are told.
  @Test func fixedLayoutInAnotherOrder() throws {
    func file(_ names: [String], in folder: URL) throws -> RecordingFile {
      try Self.write(
        [
          Self.segment("a", [("I", 0), ("II", 1000)], frames: 4),
          Self.segment("b", [(names[0], 2000), (names[1], 50)], frames: 2),
        ], [RecordSegment(name: "a", frameCount: 4), RecordSegment(name: "b", frameCount: 2)],
        signals: 2, to: folder)
      return try RecordingFile.open(folder.appending(path: "m").path)
    }
    let (first, second) = ([0, 0.01, 0.02, 0.03], [10, 10.01, 10.02, 10.03])
    try withTemporaryFolder { folder in
      let turned = try file(["II", "I"], in: folder)
      #expect(try isClose(turned.samples(ofSignal: 0), first + [0.5, 0.51], 1e-6))
      #expect(try isClose(turned.samples(ofSignal: 1), second + [20, 20.01], 1e-6))
      #expect(turned.remarks.isEmpty)
    }
    try withTemporaryFolder { folder in
      let other = try file(["I", "V1"], in: folder)
      #expect(try isClose(other.samples(ofSignal: 0), first + [20, 20.01], 1e-6))
      #expect(
        other.remarks == [
          "the signals of segment 'b' are I, V1, those of the record I, II: they are joined by their order"
        ])
    }
  }

  @Test func fixedLayout() throws {
    let segments = [
      Self.segment("a", [("I", 0), ("II", 1000)], frames: 4),
      Self.segment("b", [("I", 100), ("II", -32_768)], frames: 1),
    ]
    try withTemporaryFolder { folder in
      try Self.write(
        segments,
        [
          RecordSegment(name: "a", frameCount: 4), RecordSegment(name: nil, frameCount: 1),
          RecordSegment(name: "b", frameCount: 1),
        ], signals: 2, to: folder)
      let path = folder.appending(path: "m").path
      let recording = try Recording.read(path: path)
      let missing = Int32.min
      #expect(
        recording.samples == [
          [0, 1, 2, 3, missing, 100], [1000, 1001, 1002, 1003, missing, missing],
        ])
      #expect(recording.header.frameCount == 6)
      // The whole can be written as one segment, and is the same.
      let whole = folder.appending(path: "whole").path
      var copy = recording
      copy.header.name = "whole"
      try copy.write(to: whole)
      #expect(try Recording.read(path: whole).samples == recording.samples)
      for signal in 0..<2 {
        let samples = try RecordingFile.open(path).samples(ofSignal: signal)
        let copied = try RecordingFile.open(whole).samples(ofSignal: signal)
        #expect(samples.map(\.bitPattern) == copied.map(\.bitPattern))
        #expect(
          samples.map(\.bitPattern) == recording.physicalSamples(ofSignal: signal).map(\.bitPattern)
        )
      }
    }
  }

  /// `wfdb.rdrecord(path, m2s=True)` of the same record, in mV.
  @Test(.enabled(if: Python.has("wfdb"), "ECG_PYTHON cannot import wfdb"))
  func variableLayoutIsWhatWFDBReads() throws {
    try withTemporaryFolder { folder in
      // wfdb does not convert units: the same without the segment in uV.
      try Self.writeVariable(to: folder)
      var b = Self.segment("b", [("II", 2000), ("I", 50)], frames: 3, gain: 250)
      b.header.signals[0].baseline = 12
      try b.write(to: folder.appending(path: "b").path, overwrite: true)
      let path = folder.appending(path: "m").path
      let lines = numbers(
        try Python.run(
          """
          import sys, wfdb
          r = wfdb.rdrecord(sys.argv[1], m2s=True)
          assert r.sig_name[:2] == ['I', 'II'], r.sig_name
          for s in r.p_signal.T[:2]: print(*s.tolist())
          """, [path]))
      try #require(lines.count == 2)
      let file = try RecordingFile.open(path)
      for signal in 0..<2 {
        #expect(try isClose(file.samples(ofSignal: signal), lines[signal]))
      }
    }
  }

  /// A skew beyond the record's end leaves nothing but gaps.
  @Test(arguments: [9, 10, 11, 2_147_483_647])
  func skewMayBeLongerThanTheRecord(skew: Int) throws {
    var record = Self.segment("r", [("I", 5), ("II", 0)], frames: 10)
    record.header.signals[0].skew = skew
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r").path
      try record.write(to: path)
      let file = try RecordingFile.open(path)
      let samples = try file.samples(ofSignal: 0)
      #expect(samples.count == 10)
      #expect(samples.map(\.isNaN) == [skew > 9] + [Bool](repeating: true, count: 9))
      var reader = try file.reader(signals: [0, 1])
      reader.seek(to: 5)
      #expect(try reader.next()?.samples[0].allSatisfy(\.isNaN) == true)
    }
  }
}
