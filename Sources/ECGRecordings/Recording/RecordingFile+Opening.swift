public import ECGFiles
import Foundation

/// What a reader of recordings needs to know beyond the file.
public struct RecordingOptions: Equatable, Sendable {
  /// Samples per second in Hz, for tables, which do not say it.
  public var samplingRate: Double?
  /// The unit of a table's samples, such as `uV`. Where it is nil, that of the header row counts, or
  /// mV.
  public var unit: String?
  /// The columns of a table to read, by name or by number counted from 1; nil for all that are no
  /// times.
  public var columns: [String]?
  /// Whether the checksums of a WFDB record are compared, which passes over its files once.
  public var verifiesChecksums: Bool

  /// Creates options.
  public init(
    samplingRate: Double? = nil, unit: String? = nil, columns: [String]? = nil,
    verifiesChecksums: Bool = true
  ) {
    self.samplingRate = samplingRate
    self.unit = unit
    self.columns = columns
    self.verifiesChecksums = verifiesChecksums
  }
}

extension RecordingFile {
  /// Rates in Hz outside this range are taken for damage.
  static let frequencies = 1e-3...1e6

  /// Opens a recording; its format is told from its content.
  ///
  /// - Parameters:
  ///   - path: a WFDB record (its path without or with `.hea`, or one of its signal files), an EDF,
  ///     EDF+ or BDF file, an electrocardiogram that Apple Health exported, or a table in CSV.
  ///   - folder: where it is: the disk, or memory.
  ///   - options: what the file does not say.
  /// - Throws: ``FileError`` where there is no such file, where it is none of these, or where it is
  ///   damaged.
  public static func open(
    _ path: String, in folder: InputFolder = .disk, options: RecordingOptions = RecordingOptions()
  ) throws -> RecordingFile {
    let file: RecordingFile
    if let record = recordPath(of: path, in: folder) {
      let record = try WFDBRecord(path: record, in: folder)
      file = RecordingFile(
        path: path, format: .wfdb, start: record.header.start, header: record.header,
        store: WFDBStore(record), folder: folder)
    } else {
      file = try openFile(path, in: folder, options)
    }
    for signal in file.signals {
      guard frequencies.contains(signal.samplingRate) else {
        throw FileError(
          .badData, path: path,
          "expected a sampling frequency of \(frequencies.lowerBound) to "
            + "\(Int(frequencies.upperBound)) Hz, found \(signal.samplingRate) Hz",
          remedy: "Correct the header or fetch the file again")
      }
    }
    if options.verifiesChecksums { try file.store.verifyChecksums() }
    return file
  }

  /// Whether a path names a recording that says so itself: a WFDB record, an EDF or BDF file, or an
  /// export of Apple Health. Of a table of numbers nobody can tell what it is.
  public static func isSelfDescribing(_ path: String) -> Bool {
    if recordPath(of: path, in: .disk) != nil { return true }
    guard let beginning = try? FileBytes(path: path).read(0..<(1 << 16)) else { return false }
    return beginning.starts(with: EDFHeader.magic) || beginning.starts(with: EDFHeader.magicBDF)
      || AppleHealthTable(beginning) != nil
  }

  /// The path of the WFDB record that `path` names, nil where it names something else.
  private static func recordPath(of path: String, in folder: InputFolder) -> String? {
    if path.hasSuffix(".hea") { return path }
    func hasHeader(_ path: String) -> Bool { folder.hasFile(path + ".hea") }
    guard folder.hasFile(path) else { return hasHeader(path) ? path : nil }
    let url = URL(filePath: path)
    let record = url.deletingPathExtension().relativePath
    // A signal file beside its header; other formats are known by what they begin with.
    guard !["edf", "bdf", "csv", "txt", "rec"].contains(url.pathExtension.lowercased()),
      record != path, hasHeader(record)
    else { return nil }
    return record
  }

  private static func openFile(
    _ path: String, in folder: InputFolder, _ options: RecordingOptions
  ) throws -> RecordingFile {
    let bytes: FileBytes
    do {
      bytes = try folder.bytes(path)
    } catch let error as FileError where error.problem == "there is no such file" {
      throw FileError(
        .noInput, path: path, "there is neither such a file nor a header \(path).hea",
        remedy: "Name a recording: a WFDB record, an EDF or BDF file, or a CSV file")
    }
    let beginning = try bytes.read(0..<(1 << 16))
    guard !beginning.isEmpty else {
      throw FileError(
        .badData, path: path, "expected a recording, found an empty file",
        remedy: "Fetch the file again")
    }
    if beginning.starts(with: EDFHeader.magic) || beginning.starts(with: EDFHeader.magicBDF) {
      let header = try EDFHeader(bytes)
      let (store, events) = try EDFStore.open(bytes, header: header)
      return RecordingFile(
        path: path, format: header.isBDF ? .bdf : .edf, start: header.start, events: events,
        store: store, folder: folder)
    }
    if let problem = foreign(beginning) { throw unknown(path, problem) }
    if let table = AppleHealthTable(beginning) {
      return try open(table, bytes, in: folder, options)
    }
    guard let layout = TableLayout(beginning) else {
      throw unknown(path, "text without rows of numbers after one or two header lines")
    }
    return try open(layout, bytes, in: folder, options)
  }

  private static func open(
    _ table: AppleHealthTable, _ bytes: FileBytes, in folder: InputFolder,
    _ options: RecordingOptions
  ) throws -> RecordingFile {
    let samplingRate = try table.samplingRate ?? rate(options, bytes.path)
    return RecordingFile(
      path: bytes.path, format: .appleHealth, start: table.start,
      store: try AppleHealthStore(bytes, table: table, samplingRate: samplingRate), folder: folder)
  }

  private static func open(
    _ layout: TableLayout, _ bytes: FileBytes, in folder: InputFolder,
    _ options: RecordingOptions
  ) throws -> RecordingFile {
    let samplingRate = try rate(options, bytes.path)
    let columns = try columns(layout, options, path: bytes.path)
    let signals = columns.map { column in
      RecordedSignal(
        name: layout.columns[column].name,
        storedUnit: options.unit ?? layout.columns[column].unit ?? "mV", samplingRate: samplingRate)
    }
    let store = try TableStore(
      bytes, layout: layout, columns: columns, signals: signals, samplingRate: samplingRate)
    return RecordingFile(path: bytes.path, format: .csv, start: nil, store: store, folder: folder)
  }

  private static func rate(_ options: RecordingOptions, _ path: String) throws -> Double {
    guard let samplingRate = options.samplingRate else {
      throw FileError(
        .badData, path: path, "the file does not say its sampling rate",
        remedy: "Give it in Hz, as in --rate 360")
    }
    return samplingRate
  }

  private static func columns(
    _ layout: TableLayout, _ options: RecordingOptions, path: String
  ) throws -> [Int] {
    guard let wanted = options.columns else {
      return layout.columns.indices.filter { !layout.columns[$0].isTime }
    }
    return try wanted.map { name in
      if let column = layout.columns.firstIndex(where: {
        $0.name.caseInsensitiveCompare(name) == .orderedSame
      }) {
        return column
      }
      if let number = Int(name), layout.columns.indices.contains(number - 1) { return number - 1 }
      throw FileError(
        .badData, path: path, "there is no column '\(name)'",
        remedy: "The columns are " + layout.columns.map(\.name).joined(separator: ", "))
    }
  }

  /// What bytes that are no text are, nil for text.
  private static func foreign(_ beginning: [UInt8]) -> String? {
    let kinds: [([UInt8], String)] = [
      (Array("PK\u{3}\u{4}".utf8), "a ZIP archive, which must be unpacked first"),
      ([0x1F, 0x8B], "a file compressed with gzip, which must be unpacked first"),
      ([0xFF, 0xFE], "text in UTF-16, which must be saved as UTF-8 first"),
      ([0xFE, 0xFF], "text in UTF-16, which must be saved as UTF-8 first"),
      (Array("<?xml".utf8), "an XML file"), (Array("{".utf8), "a JSON file"),
      (Array("%PDF".utf8), "a PDF file"), (Array("MATLAB".utf8), "a MATLAB file"),
      ([0x89, 0x48, 0x44, 0x46], "an HDF5 file"),
    ]
    if let kind = kinds.first(where: { beginning.starts(with: $0.0) }) { return kind.1 }
    if beginning.dropFirst(128).starts(with: Array("DICM".utf8)) { return "a DICOM file" }
    return beginning.prefix(4_096).contains(0) ? "a binary file of another kind" : nil
  }

  private static func unknown(_ path: String, _ found: String) -> FileError {
    FileError(
      .badData, path: path,
      "expected a WFDB record, an EDF or BDF file, an export of Apple Health or a CSV file, found "
        + found,
      remedy: "Name the record's .hea file, or convert the recording to one of these")
  }
}
