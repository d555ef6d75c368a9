import ECGFiles
import ECGRecordings
import Foundation
import ECGTestSupport
import Testing

/// Opening whatever the user names.
@Suite struct RecordingFileTests {
  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
  func realRecordsAreReadInMillivolts() throws {
    let path = try #require(RealData.mitdb).appending(path: "100").path
    for name in [path, path + ".hea", path + ".dat", path + ".atr"] {
      let file = try RecordingFile.open(name)
      #expect(file.format == .wfdb)
      #expect(file.signals.map(\.name) == ["MLII", "V5"])
      #expect(file.header?.comments.count == 2)
      // `wfdb.rdrecord('mitdb/100').p_signal[:3]` of wfdb 4.3.1 gives -0.145 and -0.065.
      var reader = try file.reader(signals: [0, 1])
      let block = try #require(try reader.next(3))
      #expect(block.samples == [[-0.145, -0.145, -0.145], [-0.065, -0.065, -0.065]])
      #expect(reader.frameRate == 360 && reader.frameCount == 650_000)
    }
  }

  /// All 48 records, in blocks: the same values as from the samples in ADC units.
  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
  func blocksOfRealRecordsAreTheWhole() throws {
    let folder = try #require(RealData.mitdb)
    let names = try String(contentsOf: folder.appending(path: "RECORDS"), encoding: .utf8)
      .split(whereSeparator: \.isNewline)
    for name in names.prefix(8) {
      let path = folder.appending(path: name).path
      let recording = try Recording.read(path: path)
      let file = try RecordingFile.open(path)
      for signal in 0..<2 {
        let samples = try file.samples(ofSignal: signal)
        #expect(samples == recording.physicalSamples(ofSignal: signal), "\(name)")
      }
    }
  }

  @Test(.enabled(if: RealData.existing("ptbdb") != nil, "ECG_DATA is not set"))
  func twelveLeadsAreRead() throws {
    let folder = try #require(RealData.existing("ptbdb"))
    let headers = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "hea" }
    #expect(headers.count == 64)
    for header in headers {
      let file = try RecordingFile.open(header.deletingPathExtension().path)
      #expect(file.signals.prefix(3).map(\.name) == ["i", "ii", "iii"])
      #expect(file.signals.allSatisfy { $0.samplingRate == 1000 && $0.unit == "mV" })
      let choice = try file.chooseLead()
      #expect(choice == LeadChoice(signal: 1, name: "ii", reason: .leadII))
      var reader = try file.reader(signals: [0, 1, 2])
      while let block = try reader.next() {
        // Einthoven: II = I + III, within the converter's steps.
        let worst =
          zip(zip(block.samples[0], block.samples[2]), block.samples[1])
          .map { abs($0.0 + $0.1 - $1) }.max() ?? 0
        #expect(worst < 0.01, "\(header.lastPathComponent)")
      }
    }
  }

  /// A file that is compressed by itself is read from the disk as what is in it, and has its name.
  @Test func filesCompressedWithGzipAreRead() throws {
    let trace = SyntheticTrace()
    let text =
      "time (s),ECG (mV)\n"
      + trace.samples.enumerated().map { "\(Double($0) / 250),\($1)\n" }.joined()
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r.csv.gz")
      let packed = ArchiveBuilder.gzip(Array(text.utf8))
      try Data(packed).write(to: path)
      let file = try RecordingFile.open(path.path)
      #expect(file.name == "r")
      #expect(file.signals[0].samplingRate == 250)
      #expect(trace.isTrace(try file.samples(ofSignal: 0)))
      #expect(RecordingFile.isSelfDescribing(path.path))
      try Data(packed.dropLast(100)).write(to: path)
      let error = #expect(throws: FileError.self) { try RecordingFile.open(path.path) }
      #expect(error?.description.contains("found the end of the file") == true)
    }
    // What came over a network may be as large as it likes when unpacked.
    let files = InputFolder(files: ["r.csv.gz": Data(ArchiveBuilder.gzip(Array(text.utf8)))])
    #expect(throws: FileError.self) { try RecordingFile.open("r.csv.gz", in: files) }
  }

  /// The times of `rdsamp` stand in brackets, as what JSON lists does.
  @Test func timesInBracketsAreNoJSON() throws {
    let rows = SyntheticTrace().samples.enumerated().map { row, value in
      String(format: "[12:00:%06.3f 01/05/2024]\t%.3f\n", Double(row) / 250, value)
    }
    let files = InputFolder(files: ["r.txt": Data(rows.joined().utf8)])
    #expect(try RecordingFile.open("r.txt", in: files).signals[0].samplingRate == 250)
  }

  /// Files of other kinds that are text.
  static let foreignText: [(String, String)] = [
    ("", "expected a recording, found an empty file"),
    ("PK\u{3}\u{4}rest", "a ZIP archive"),
    ("PK\u{3}\u{4}\u{14}\0\0\0a.npy\u{93}NUMPY", "an archive of NumPy arrays"),
    ("PK\u{3}\u{4}\u{14}\0\0\0[Content_Types].xml", "an Excel workbook"),
    ("<?xml version=\"1.0\"?>", "an XML file"),
    ("\u{FEFF}<AnnotatedECG xmlns=\"urn:hl7-org:v3\">", "an HL7 aECG file"),
    ("<?xml version=\"1.0\"?>\n<RestingECG>", "a MUSE XML file"),
    ("<!DOCTYPE html><title>404</title>", "a web page"),
    ("[1, 2]", "a JSON document"), ("{\"ecg\": []}", "a JSON document"),
    (
      "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n",
      "a pointer of Git LFS, which stands for the file"
    ),
    (
      "Dear diary,\ntoday\nI\nslept\n",
      "text without such rows"
    ),
  ]

  @Test(arguments: foreignText)
  func textThatIsNoRecordingIsNamed(content: String, found: String) throws {
    try expect(Data(content.utf8), isNamed: found)
  }

  @Test(
    arguments: [
      ([0x1F, 0x8B, 8, 0], "a file compressed with gzip"),
      ([0xE8, 0x03, 0xF4, 0x03, 0x01, 0x04], "a binary file of another kind"),
      ([1, 2, 0, 3], "a binary file of another kind"),
    ] as [([UInt8], String)])
  func bytesThatAreNoRecordingAreNamed(content: [UInt8], found: String) throws {
    try expect(Data(content), isNamed: found)
  }

  @Test(arguments: [
    (0, "ISHNE1.0", "a Holter recording in the ISHNE format"), (16, "SCPECG", "an SCP-ECG file"),
    (128, "DICM", "a DICOM file"), (0, "ARROW1", "a Feather or Arrow file"),
    (0, "SQLite format 3", "an SQLite database"), (0, "<stata_dta>", "a Stata file"),
    (0, "RIFF", "a WAV or AVI file"), (8, ".FIT", "a FIT file"), (0, "XDF:", "an XDF file"),
    (0, "Brain Vision Data Exchange Header", "a BrainVision header"),
  ])
  func filesKnownByAMarkAreNamed(offset: Int, mark: String, found: String) throws {
    try expect(Data(count: offset) + Data(mark.utf8) + Data(count: 600), isNamed: found)
  }

  /// Version 4 of MATLAB has no mark: type, size and name of a matrix.
  @Test(arguments: [("val", true), ("x1", true), ("", false), ("a\u{1}", false)])
  func matricesOfMATLABAreNamed(name: String, isMatrix: Bool) throws {
    let numbers: [UInt8] = [30, 1, 250, 0, UInt8(name.utf8.count + 1)]
    let start = Data(numbers.flatMap { [$0, 0, 0, 0] }) + Data(name.utf8) + [0]
    let found = isMatrix ? "a MATLAB file" : "a binary file of another kind"
    try expect(start + Data(count: 500), isNamed: found)
  }

  @Test(arguments: [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian])
  func markupInUTF16IsNamed(encoding: String.Encoding) throws {
    let philips = try #require("<restingecgdata/>".data(using: encoding))
    try expect(philips, isNamed: "a Philips XML file in UTF-16")
    try expect(Data([0xFF, 0xFE, 0x31, 0]), isNamed: "text in UTF-16")
    for encoding in [String.Encoding.utf16LittleEndian, .utf16BigEndian] {
      let table = try #require("time,ecg\n0,0.1\n0.004,0.2\n".data(using: encoding))
      try expect(table, isNamed: "text in UTF-16")
    }
  }

  private func expect(
    _ content: Data, called name: String = "file", isNamed found: String
  ) throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: name).path
      try content.write(to: URL(filePath: path))
      let error = #expect(throws: FileError.self) { try RecordingFile.open(path) }
      #expect(error?.kind == .badData)
      #expect(error?.path == path)
      #expect(error?.problem.hasSuffix(found) == true, "\(error?.problem ?? "")")
    }
  }

  /// As they come from old discs.
  @Test func headersInCapitalLettersAreNamed() throws {
    let text = "R 1 250 4\nR.DAT 16 200 11 0 0 0 0 MLII\n"
    try expect(
      Data(text.utf8), called: "R.HEA",
      isNamed: "the header of a WFDB record in capital letters")
  }

  @Test func whatIsNotThereIsNamed() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "100").path
      let error = #expect(throws: FileError.self) { try RecordingFile.open(path) }
      #expect(error?.kind == .noInput)
      #expect(error?.problem == "there is neither such a file nor a header \(path).hea")
      let asFile = #expect(throws: FileError.self) { try RecordingFile.open(folder.path) }
      #expect(asFile?.problem == "expected a file, found a folder")
      let header = #expect(throws: FileError.self) { try RecordingFile.open(path + ".hea") }
      #expect(header?.problem == "there is no such file")
    }
  }

  @Test(arguments: ["1e-9", "1e300", "5e-324"])
  func impossibleRatesAreRefused(rate: String) throws {
    try withTemporaryFolder { folder in
      try Data("r 1 \(rate) 1\nr.dat 16\n".utf8).write(to: folder.appending(path: "r.hea"))
      try Data([0, 0]).write(to: folder.appending(path: "r.dat"))
      let error = #expect(throws: FileError.self) {
        try RecordingFile.open(folder.appending(path: "r").path)
      }
      #expect(
        error?.problem.hasPrefix("expected a sampling rate of 0.001 to 1000000 Hz") == true)
    }
  }

  /// A pipe has no size and no place to go back to.
  @Test func pipesAreRead() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "pipe.csv").path
      try #require(mkfifo(path, 0o600) == 0)
      let writer = Thread {
        try? Data("0.5\n1.5\n".utf8).write(to: URL(filePath: path), options: [])
      }
      writer.start()
      let file = try RecordingFile.open(path, options: RecordingOptions(samplingRate: 100))
      #expect(try file.samples(ofSignal: 0) == [0.5, 1.5])
    }
  }
}

/// Which signal is worked on.
@Suite struct LeadChoiceTests {
  /// A recording whose signals have these names and units.
  private func file(_ names: [(String, String)], in folder: URL) throws -> RecordingFile {
    let signals = names.map {
      SignalDescription(fileName: "r.dat", format: .format16, units: $0.1, name: $0.0)
    }
    let path = folder.appending(path: "r").path
    try Recording(
      header: RecordHeader(name: "r", signals: signals), samples: signals.map { _ in [0] }
    ).write(to: path)
    return try RecordingFile.open(path)
  }

  @Test(
    arguments: [
      (["V5", "MLII"], 1, .leadII, "lead MLII"),
      (["MLII", "ECG Lead II"], 1, .leadII, "lead ECG Lead II"),
      (["EEG C3", "EKG_ii-Ref", "V1"], 1, .leadII, "lead EKG_ii-Ref"),
      (["RESP", "V2", "I"], 1, .firstECG, "lead V2 (there is no lead II)"),
      (["EOG", "ECG"], 1, .firstECG, "lead ECG (there is no lead II)"),
      (
        ["RESP", "channel"], 1, .firstVoltage,
        "lead channel (the first voltage; no name tells an ECG lead)"
      ),
      ([""], 0, .firstVoltage, "signal 1 (the first voltage; no name tells an ECG lead)"),
    ] as [([String], Int, LeadChoice.Reason, String)])
  func theBestLeadIsChosen(
    names: [String], signal: Int, reason: LeadChoice.Reason, text: String
  ) throws {
    try withTemporaryFolder { folder in
      let choice = try file(names.map { ($0, "mV") }, in: folder).chooseLead()
      #expect(choice.signal == signal)
      #expect(choice.reason == reason)
      #expect(choice.description == text)
    }
  }

  @Test(arguments: [
    (["MLII", "V5"], "mlii", 0), (["MLII", "V5"], "II", 0), (["MLII", "V5"], "v5", 1),
    (["MLII", "II"], "ii", 1), (["ECG II", "ECG I"], "I", 1), (["ECG II", "ECG I"], "Lead II", 0),
    (["avr", "aVL"], "AVL", 1), (["EKG V1", "Ableitung V2"], "v2", 1), (["II"], "MLII", 0),
    (["D1", "DII"], "II", 1), (["c1", "c2"], "V2", 1),
  ])
  func aLeadIsFoundByName(names: [String], wanted: String, signal: Int) throws {
    try withTemporaryFolder { folder in
      let choice = try file(names.map { ($0, "mV") }, in: folder).chooseLead(named: wanted)
      #expect(choice.signal == signal)
      #expect(choice.reason == .asked)
      #expect(choice.description == "lead \(names[signal])")
    }
  }

  @Test func whatIsNotThereIsNamed() throws {
    try withTemporaryFolder { folder in
      let file = try file([("MLII", "mV"), ("RESP", "Ohm")], in: folder)
      let error = #expect(throws: FileError.self) { try file.chooseLead(named: "V6") }
      #expect(error?.problem == "there is no lead 'V6'; the signals are MLII, RESP")
    }
    try withTemporaryFolder { folder in
      let file = try file([("ABP", "mmHg"), ("RESP", "mV")], in: folder)
      let error = #expect(throws: FileError.self) { try file.chooseLead() }
      #expect(
        error?.problem
          == "none of the signals looks like an electrocardiogram; the signals are ABP, RESP")
    }
  }

  /// Units of voltage become mV; others stay what they are.
  @Test(arguments: [
    ("mV", "mV", 1), ("uV", "mV", 1e-3), ("\u{B5}V", "mV", 1e-3), ("\u{3BC}V", "mV", 1e-3),
    ("microvolts", "mV", 1e-3), ("V", "mV", 1e3), ("nV", "mV", 1e-6), ("mmHg", "mmHg", 1),
  ])
  func voltagesAreInMillivolts(stored: String, unit: String, factor: Double) throws {
    try withTemporaryFolder { folder in
      var signal = SignalDescription(fileName: "r.dat", format: .format16, gain: 4, units: stored)
      signal.name = "x"
      let path = folder.appending(path: "r").path
      try Recording(header: RecordHeader(name: "r", signals: [signal]), samples: [[8]])
        .write(to: path)
      let file = try RecordingFile.open(path)
      #expect(file.signals[0].unit == unit)
      #expect(file.signals[0].isVoltage == (unit == "mV"))
      #expect(try isClose(file.samples(ofSignal: 0), [2 * factor], 1e-9))
    }
  }
}
