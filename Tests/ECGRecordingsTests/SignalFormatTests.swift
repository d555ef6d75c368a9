import ECGFiles
import ECGRecordings
import Foundation
import ECGTestSupport
import Testing

/// Every format of signal files, there and back.
@Suite struct SignalFormatTests {
  static let formats = SignalFormat.allCases.filter { ![0, 508, 516, 524].contains($0.rawValue) }

  /// What wfdb 4.3.1 reads from 24 bytes in each format:
  ///
  ///     b = bytes((i * 73 + 41) & 0xFF for i in range(24))    # for 311 every fourth byte & 0x3F
  ///     # r 2 100 <frames>
  ///     # r.dat <format> 200 12 0 7 0 0 a
  ///     # r.dat <format> 200 12 0 -7 0 0 b
  ///     wfdb.rdrecord('r', physical=False).d_signal.T.tolist()
  static let golden: [(SignalFormat, [[Int32]])] = [
    (
      .format8,
      [
        [48, -21, 56, 23, 136, 139, 32, 71, 0, 75, 40, 151],
        [107, 111, 5, 45, -25, 51, 17, 129, 131, 23, 61, -11],
      ]
    ),
    (
      .format16,
      [[29225, -27059, -17807, -8555, 697, 9949], [1211, 10463, 19459, 28711, -27573, -18321]]
    ),
    (
      .format24,
      [
        [-4_492_759, 7_416_031, 2_612_885, -2_255_797],
        [-6_927_100, 4_981_690, 178_544, -4_690_138],
      ]
    ),
    (
      .format32,
      [
        [79_393_321, 1_275_312_753, -1_807_023_431], [685_741_645, 1_881_661_077, -1_200_675_107],
      ]
    ),
    (
      .format61,
      [[10610, 19862, 29114, -27170, -18174, -8922], [-17660, -8408, 844, 10096, 19348, 28600]]
    ),
    (
      .format80,
      [
        [-87, 59, -51, 95, -15, -125, 21, -89, 57, -53, 93, -17],
        [-14, -124, 22, -88, 58, -52, 94, -16, -126, 20, -90, 56],
      ]
    ),
    (
      .format160,
      [[-3543, 5709, 14961, 24213, -32071, -22819], [-31557, -22305, -13309, -4057, 5195, 14447]]
    ),
    (
      .format212,
      [
        [553, -764, -1825, 954, -363, -1680, 1099, -218],
        [1979, 1174, 625, 76, -729, -1278, -1571, 1720],
      ]
    ),
    (
      .format310,
      [
        [276, 14, 111, 312, 311, 19, 348, -448, 55],
        [-419, -218, 178, -511, -182, 475, -475, -146, -284],
      ]
    ),
    (
      .format311,
      [
        [-471, 75, -27, -399, 192, 503, -327, 324, -55],
        [-292, -435, -371, 238, -363, -254, -320, -291, -122],
      ]
    ),
  ]

  @Test(arguments: golden)
  func readsAsWFDBDoes(format: SignalFormat, samples: [[Int32]]) throws {
    var bytes = (0..<24).map { UInt8(truncatingIfNeeded: $0 * 73 + 41) }
    if format == .format311 {
      for index in stride(from: 3, to: 24, by: 4) { bytes[index] &= 0x3F }
    }
    let header = """
      r 2 100 \(samples[0].count)
      r.dat \(format.rawValue) 200 12 0 7
      r.dat \(format.rawValue) 200 12 0 -7
      """
    try withTemporaryFolder { folder in
      try Data(header.utf8).write(to: folder.appending(path: "r.hea"))
      try Data(bytes).write(to: folder.appending(path: "r.dat"))
      #expect(try Recording.read(path: folder.appending(path: "r").path).samples == samples)
    }
  }

  /// A record with signals of several widths, and lengths that end anywhere in a block.
  static func record(_ format: SignalFormat, frames: Int, offset: Int = 0) -> Recording {
    let range = format.sampleRange
    let low = max(Int(range.lowerBound), -1 << 30)
    let span = min(Int(range.upperBound), 1 << 30) - low
    let signals = [("a", 1), ("b", 3), ("c", 2)].map { name, width in
      SignalDescription(
        fileName: "r.dat", format: format, samplesPerFrame: width, byteOffset: offset, gain: 12.5,
        baseline: -3, units: "uV", adcResolution: 8, name: "lead \(name)")
    }
    let samples = signals.enumerated().map { index, signal in
      (0..<(frames * signal.samplesPerFrame)).map { position -> Int32 in
        // The whole range, ends included; in format 8 steps of at most 127.
        if format == .format8 { return Int32((position * 37 + index) % 120) }
        return Int32(low + (position * 7_919 + index * 104_729) * (span / 997 + 1) % (span + 1))
      }
    }
    return Recording(
      header: RecordHeader(name: "r", samplingRate: 128.5, signals: signals, comments: ["hello"]),
      samples: samples)
  }

  @Test(arguments: formats, [0, 1, 2, 3, 4, 5, 1_000])
  func readsBackWhatItWrote(format: SignalFormat, frames: Int) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r").path
      let record = Self.record(format, frames: frames, offset: frames % 3)
      try record.write(to: path)
      let read = try Recording.read(path: path)
      #expect(read.samples == record.samples)
      #expect(read.header.comments == ["hello"])
      #expect(read.header.samplingRate == 128.5)
      for (signal, samples) in zip(read.header.signals, record.samples) {
        #expect(signal.gain == 12.5 && signal.baseline == -3 && signal.units == "uV")
        #expect(signal.initialValue == Int(samples.first ?? 0))
        #expect(signal.checksum == checksum(samples))
      }
    }
  }

  /// `wfdb.rdrecord(path, physical=False, smooth_frames=False).e_d_signal` of what we wrote.
  @Test(
    .enabled(if: Python.has("wfdb"), "ECG_PYTHON cannot import wfdb"),
    arguments: formats, [1, 2, 3, 4, 1_000])
  func wfdbReadsWhatWeWrote(format: SignalFormat, frames: Int) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r").path
      let record = Self.record(format, frames: frames, offset: frames % 3)
      try record.write(to: path)
      let text = try Python.run(
        """
        import sys, wfdb, numpy as np
        # wfdb 4.3.1 cannot give stored samples of format 61 by frames; the physical ones give them.
        physical = sys.argv[2] == '61'
        r = wfdb.rdrecord(sys.argv[1], physical=physical, smooth_frames=False)
        for i in range(3):
            if not physical: print(*r.e_d_signal[i].tolist()); continue
            d = np.rint(r.e_p_signal[i] * r.adc_gain[i] + r.baseline[i])
            print(*np.where(np.isnan(d), -32768, d).astype(int).tolist())
        print(*r.adc_gain, *r.baseline, *r.checksum, *r.init_value, r.fs)
        """, [path, "\(format.rawValue)"])
      let lines = numbers(text)
      try #require(lines.count == 4)
      #expect(lines.prefix(3).map { $0.map { Int32($0) } } == record.samples)
      let facts =
        [12.5, 12.5, 12.5, -3, -3, -3] + record.samples.map { Double(checksum($0)) }
        + record.samples.map { Double($0[0]) } + [128.5]
      #expect(lines[3].prefix(facts.count).elementsEqual(facts))
    }
  }

  /// What `wfdb.wrsamp` writes, in the formats that it writes.
  @Test(
    .enabled(if: Python.has("wfdb"), "ECG_PYTHON cannot import wfdb"),
    arguments: [80, 212, 16, 24, 32, 508, 516, 524])
  func readsWhatWFDBWrote(format: Int) throws {
    try withTemporaryFolder { folder in
      let text = try Python.run(
        """
        import sys, wfdb, numpy as np
        from wfdb.io._signal import SAMPLE_VALUE_RANGE
        folder, fmt = sys.argv[1], sys.argv[2]
        low, high = SAMPLE_VALUE_RANGE[fmt]
        d = np.random.default_rng(1).integers(low, high, (1001, 3), endpoint=True)
        wfdb.wrsamp('w', fs=250, units=['mV', 'uV', 'V'], sig_name=['I', 'II', 'x y'], d_signal=d,
                    fmt=[fmt] * 3, adc_gain=[200, 1.5, 1000], baseline=[0, 7, -7], write_dir=folder)
        for s in wfdb.rdrecord(folder + '/w', physical=False).d_signal.T: print(*s.tolist())
        r = wfdb.rdrecord(folder + '/w').p_signal * [1, 1e-3, 1e3]
        for s in r.T: print(*['%.12g' % v for v in s])
        """, [folder.path, "\(format)"])
      let lines = numbers(text)
      try #require(lines.count == 6)
      let path = folder.appending(path: "w").path
      #expect(
        try Recording.read(path: path).samples == lines.prefix(3).map { $0.map { Int32($0) } })
      let file = try RecordingFile.open(path)
      #expect(file.signals.map(\.name) == ["I", "II", "x y"])
      #expect(file.signals.map(\.unit) == ["mV", "mV", "mV"])
      for signal in 0..<3 {
        #expect(try isClose(file.samples(ofSignal: signal), lines[3 + signal]))
      }
    }
  }

  /// The code of each format for "no sample here" becomes NaN.
  @Test(arguments: formats.filter { $0.missingValue != nil })
  func missingSamplesAreGaps(format: SignalFormat) throws {
    let missing = try #require(format.missingValue)
    let signal = SignalDescription(fileName: "r.dat", format: format, gain: 100, units: "mV")
    let record = Recording(
      header: RecordHeader(name: "r", signals: [signal]),
      samples: [[0, missing, 100, missing + 1]])
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r").path
      try record.write(to: path)
      let samples = try RecordingFile.open(path).samples(ofSignal: 0)
      #expect(samples.map(\.isNaN) == [false, true, false, false])
      #expect(samples[2] == 1)
    }
  }

  @Test func whatAFormatCannotHoldIsNamed() throws {
    func write(_ format: SignalFormat, _ samples: [Int32]) -> FileError? {
      let signal = SignalDescription(fileName: "r.dat", format: format, name: "I")
      let record = Recording(
        header: RecordHeader(name: "r", signals: [signal]), samples: [samples])
      return #expect(throws: FileError.self) {
        try withTemporaryFolder { try record.write(to: $0.appending(path: "r").path) }
      }
    }
    #expect(
      write(.format212, [0, 2_048])?.problem
        == "sample 1 of signal 'I', 2048, is out of the range of format 212")
    #expect(
      write(.format8, [0, 1, 129])?.problem
        == "the step to frame 2 of signal 'I' is too long for format 8")
    #expect(write(.format516, [0])?.problem == "signal format 516 (FLAC) cannot be written")
  }
}
