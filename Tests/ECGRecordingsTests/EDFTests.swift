import ECGFiles
import ECGRecordings
import Foundation
import ECGTestSupport
import Testing

@Suite struct EDFTests {
  static func open(_ file: EDFBytes) throws -> RecordingFile {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r.edf").path
      try file.data.write(to: URL(filePath: path))
      let file = try RecordingFile.open(path)
      // Read while the file is there.
      for signal in file.signals.indices { _ = try file.samples(ofSignal: signal) }
      return file
    }
  }

  private func samples(_ file: EDFBytes, _ signal: Int) throws -> [Float] {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r.edf").path
      try file.data.write(to: URL(filePath: path))
      return try RecordingFile.open(path).samples(ofSignal: signal)
    }
  }

  /// Some writers fill the header up with zeros.
  @Test func zerosInTheHeaderAreBlanks() throws {
    var file = Self.golden
    file.magic = [48] + [UInt8](repeating: 0, count: 7)
    #expect(try Self.open(file).format == .edf)
    let text = Data("0\0\0\0\0\0\0\0".utf8) + Data(count: 600)
    #expect(throws: FileError.self) {
      try RecordingFile.open("r", in: InputFolder(files: ["r": text]))
    }
  }

  /// Numbers without a sign, of which the standard knows nothing, are told by their limits.
  @Test func digitalLimitsMaySayThatThereIsNoSign() throws {
    var file = EDFBytes(signals: [
      .init(label: "ECG", physical: ("-3276.8", "3276.7"), digital: ("0", "65535"), count: 4)
    ])
    file.content = EDFBytes.samples([32_758, 32_768, 32_778, 42_768])
    let read = try samples(file, 0)
    for (found, expected) in zip(read, [-0.001, 0, 0.001, 1] as [Float]) {
      #expect(abs(found - expected) < 1e-5)
    }
    #expect(try Self.open(file).remarks.contains { $0.contains("without a sign") })
  }

  /// The samples, annotations and bytes of the data records are those of a file that
  /// pyEDFlib 0.1.42 wrote:
  ///
  ///     w = pyedflib.EdfWriter('a.edf', 2, file_type=pyedflib.FILETYPE_EDFPLUS)
  ///     w.setSignalHeaders([dict(label='ECG II', dimension='uV', sample_frequency=8, …
  ///     w.writeSamples([np.arange(24) * 100.0 - 1000, np.array([36.5, 36.6, 36.7])])
  ///     w.writeAnnotation(0.5, -1, 'start'); w.writeAnnotation(1.25, 0.5, 'artefact é')
  ///     pyedflib.EdfReader('a.edf').readSignal(0)    # -999.9, -899.9, …
  static let golden: EDFBytes = {
    var file = EDFBytes(
      reserved: "EDF+C", recordCount: "3",
      signals: [
        .init(label: "ECG II", count: 8),
        .init(
          label: "Temp", unit: "degC", physical: ("0", "50"), digital: ("-1000", "1000"), count: 1),
        .init(
          label: "EDF Annotations", unit: "", physical: ("-1", "1"), digital: ("-32768", "32767"),
          count: 57),
      ])
    let lists = [
      "+0\u{14}\u{14}\0+0.5000\u{14}start\u{14}",
      "+1\u{14}\u{14}\0+1.2500\u{15}0.5000\u{14}artefact é\u{14}", "+2\u{14}\u{14}",
    ]
    let first = [-9999, -8999, -7999, -6999, -5999, -4999, -3999, -2999]
    let second = [-1999, -999, 0, 1000, 2000, 3000, 4000, 5000]
    let third = [6000, 7000, 8000, 9000, 10000, 11000, 12000, 13000]
    for (index, (ecg, temperature)) in zip([first, second, third], [460, 464, 468]).enumerated() {
      file.content += EDFBytes.samples(ecg + [temperature]) + EDFBytes.list(lists[index], 114)
    }
    return file
  }()

  @Test func readsTwoRatesAndAnnotations() throws {
    let file = try Self.open(Self.golden)
    #expect(file.format == .edf)
    #expect(file.signals.map(\.name) == ["ECG II", "Temp"])
    #expect(file.signals.map(\.samplingRate) == [8, 1])
    #expect(file.signals.map(\.unit) == ["mV", "degC"])
    #expect(file.duration == 3)
    #expect(
      file.start == DateComponents(year: 2021, month: 3, day: 4, hour: 5, minute: 6, second: 7))
    #expect(
      file.events == [
        RecordedEvent(onset: 0.5, text: "start"),
        RecordedEvent(onset: 1.25, duration: 0.5, text: "artefact é"),
      ])
    #expect(try file.chooseLead().description == "lead ECG II")
    // pyEDFlib: -999.9 µV and so on; it rounds when it writes.
    let expected = (0..<24).map { position -> Double in
      let microvolts = Double(position * 100 - 1000)
      return (position < 10 ? microvolts + 0.1 : microvolts) / 1000
    }
    #expect(try isClose(samples(Self.golden, 0), expected))
    #expect(try isClose(samples(Self.golden, 1), [36.5, 36.6, 36.7]))
  }

  /// Neither the patient's name nor the date of birth is kept.
  @Test func thePatientIsNotKept() throws {
    var text = ""
    dump(try Self.open(Self.golden), to: &text)
    #expect(!text.contains("Jane") && !text.contains("1970"))
  }

  /// Blocks that end within data records, of signals of two rates.
  @Test(arguments: [1, 2, 3, 5, 8, 100], [[0], [0, 1]])
  func blocksAreTheWhole(size: Int, wanted: [Int]) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r.edf").path
      try Self.golden.data.write(to: URL(filePath: path))
      let file = try RecordingFile.open(path)
      var reader = try file.reader(signals: wanted)
      #expect(reader.frameRate == (wanted.count == 1 ? 8 : 1))
      #expect(reader.samplesPerFrame == (wanted.count == 1 ? [1] : [8, 1]))
      var joined = wanted.map { _ in [Float]() }
      while let block = try reader.next(size) {
        for (index, samples) in block.samples.enumerated() { joined[index] += samples }
      }
      #expect(joined == (try wanted.map { try file.samples(ofSignal: $0) }))
      reader.seek(to: 1)
      let block = try #require(try reader.next(1))
      #expect(block.samples[0][0] == joined[0][reader.samplesPerFrame[0]])
    }
  }

  /// Two data records that follow one another, then a gap of 2.5 s, then two with a quarter of a
  /// second between them.
  @Test func gapsBetweenDataRecordsAreGaps() throws {
    var file = EDFBytes(
      reserved: "EDF+D", recordCount: "4",
      signals: [
        .init(label: "EDF Annotations", unit: "", physical: ("-1", "1"), count: 16),
        .init(label: "EKG", unit: "mV", physical: ("-32768", "32767"), count: 4),
      ])
    for (index, onset) in ["+10.5", "+11.5", "+15.00", "+16.25"].enumerated() {
      file.content += EDFBytes.list("\(onset)\u{14}\u{14}\0\(onset)\u{14}r\(index)\u{14}", 32)
      file.content += EDFBytes.samples((0..<4).map { 10 * index + $0 })
    }
    let nan = Double.nan
    let gap = [Double](repeating: nan, count: 10)
    #expect(
      try isClose(
        samples(file, 0),
        [0, 1, 2, 3, 10, 11, 12, 13] + gap + [20, 21, 22, 23, nan, 30, 31, 32, 33]))
    let opened = try Self.open(file)
    #expect(opened.duration == 6.75)
    #expect(opened.events.map(\.onset) == [0, 1, 4.5, 5.75])
    #expect(opened.events.map(\.text) == ["r0", "r1", "r2", "r3"])
  }

  /// Data records that a file "without gaps" has a little apart, or over one another: they are
  /// joined, and that is told.
  @Test func dataRecordsThatDoNotFitAreTold() throws {
    func remarks(_ onset: (Int) -> Double) throws -> [String] {
      var file = EDFBytes(
        reserved: "EDF+C", recordCount: "40",
        signals: [
          .init(label: "EDF Annotations", unit: "", physical: ("-1", "1"), count: 16),
          .init(label: "EKG", unit: "mV", physical: ("-32768", "32767"), count: 4),
        ])
      for index in 0..<40 {
        file.content += EDFBytes.list("+\(onset(index))\u{14}\u{14}", 32)
        file.content += EDFBytes.samples((0..<4).map { 10 * index + $0 })
      }
      let opened = try Self.open(file)
      #expect(try samples(file, 0).count == 160)
      #expect(opened.duration == 40)
      return opened.remarks
    }
    let claim =
      "the header says that there are no gaps, but by their times data records begin up to"
    #expect(try remarks { Double($0) * 1.5 } == ["\(claim) 19.5 s later than they are read"])
    #expect(try remarks { Double($0) * 0.9 } == ["\(claim) 3.9 s earlier than they are read"])
    #expect(
      try remarks { $0 < 20 ? Double($0) : Double($0) + 0.9 }
        == ["\(claim) 0.9 s later than they are read"])
    #expect(
      try remarks { Double($0 < 20 ? $0 : $0 - 15) } == [
        "by its time data record 21 begins before the one in front of it: they are read as they stand"
      ])
    // A clock that is not quite right.
    #expect(try remarks { Double($0) * 1.001 }.isEmpty)
  }

  /// BioSemi's samples of three bytes.
  @Test func readsBDF() throws {
    var file = EDFBytes(
      magic: [0xFF] + Array("BIOSEMI".utf8), reserved: "24BIT",
      signals: [
        .init(
          label: "A1", physical: ("-262144", "262143"), digital: ("-8388608", "8388607"), count: 3)
      ])
    for value in [-8_388_608, 0, 8_388_607] {
      file.content += [0, 8, 16].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
    #expect(try Self.open(file).format == .bdf)
    #expect(try isClose(samples(file, 0), [-262.144, -0.000484375, 262.143], 1e-5))
  }

  /// Files that were not closed say -1 data records; what is there is read.
  @Test func takesAsManyDataRecordsAsThereAre() throws {
    var file = Self.golden
    file.recordCount = "-1"
    file.content += [1, 2, 3]
    #expect(try samples(file, 0).count == 24)
  }

  /// What pyEDFlib writes and reads of it, where it is at hand.
  @Test(
    .enabled(if: Python.has("pyedflib"), "ECG_PYTHON cannot import pyedflib"),
    arguments: ["EDF", "EDFPLUS", "BDF", "BDFPLUS"])
  func readsWhatPyEDFlibWrites(type: String) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r.edf").path
      let text = try Python.run(
        """
        import sys, pyedflib, numpy as np
        path, kind = sys.argv[1:3]
        top = 32767 if kind.startswith('EDF') else 8388607
        w = pyedflib.EdfWriter(path, 3, file_type=getattr(pyedflib, 'FILETYPE_' + kind))
        signals = [('ECG I', 'uV', 256, -5000, 5000), ('EKG V1', 'mV', 100, -4.5, 4.5),
                   ('Resp', '', 32, -1, 3)]
        w.setSignalHeaders([dict(label=l, dimension=d, sample_frequency=f, physical_min=a,
            physical_max=b, digital_min=-top - 1, digital_max=top, transducer='', prefilter='')
            for l, d, f, a, b in signals])
        g = np.random.default_rng(1)
        w.writeSamples([g.uniform(a, b, 5 * f) for l, d, f, a, b in signals])
        if kind.endswith('PLUS'):
            w.writeAnnotation(0, -1, 'first'); w.writeAnnotation(2.125, 1.5, 'zwölf')
        w.close()
        r = pyedflib.EdfReader(path)
        for i, scale in enumerate([1e-3, 1, 1]): print(*['%.12g' % v for v in r.readSignal(i) * scale])
        print(*['%g %g' % (a, b) for a, b, c in zip(*r.readAnnotations())] if kind.endswith('PLUS') else [])
        """, [path, type])
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      try #require(lines.count >= 4)
      let file = try RecordingFile.open(path)
      #expect(file.format == (type.hasPrefix("EDF") ? .edf : .bdf))
      #expect(file.signals.map(\.name) == ["ECG I", "EKG V1", "Resp"])
      #expect(file.signals.map(\.samplingRate) == [256, 100, 32])
      #expect(file.signals.map(\.unit) == ["mV", "mV", ""])
      for signal in 0..<3 {
        #expect(try isClose(file.samples(ofSignal: signal), numbers(lines[signal])[0]))
      }
      if type.hasSuffix("PLUS") {
        #expect(lines[3] == "0 -1 2.125 1.5")
        #expect(
          file.events == [
            RecordedEvent(onset: 0, text: "first"),
            RecordedEvent(onset: 2.125, duration: 1.5, text: "zwölf"),
          ])
      }
    }
  }

  /// Labels in UTF-8, which the standard does not know, and in Latin-1.
  @Test func labelsAreReadInEitherEncoding() throws {
    // The bytes of UTF-8, each of them a character.
    let bytes = String(String.UnicodeScalarView("\u{C9}KG".utf8.map { Unicode.Scalar($0) }))
    for label in ["\u{C9}KG", bytes] {
      let edf = EDFBytes(
        signals: [EDFBytes.Signal(label: label, count: 1)], content: EDFBytes.samples([1]))
      let file = try RecordingFile.open("r.edf", in: InputFolder(files: ["r.edf": edf.data]))
      #expect(file.signals[0].name == "\u{C9}KG")
    }
  }
}
