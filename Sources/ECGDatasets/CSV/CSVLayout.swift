import ECGFiles
import ECGText

/// How a CSV file of beats is laid out, told from its first lines.
struct CSVLayout: Equatable, Sendable {
  /// A leading column that is neither sample nor label.
  enum Index: Equatable, Sendable {
    /// There is none.
    case none
    /// It counts the rows from this number.
    case counting(from: Int)
    /// It holds names of the rows, whatever they are.
    case names
  }

  /// What the column is that may hold labels, the last one where no header says otherwise.
  enum Last: Equatable, Sendable {
    case sample
    case label
    /// A label, whatever it says.
    case unread
  }

  /// The byte between fields.
  let delimiter: UInt8
  /// The decimal mark, a point or a comma.
  let mark: UInt8
  /// What ends a line.
  let ending: LineEnding
  /// The offset of the first row of data.
  let body: Int
  /// The line, counted from 1, at `body`.
  let line: Int
  /// The columns of every row, index and label included.
  let columns: Int
  /// What the first column is.
  let index: Index
  /// What the column at ``labelColumn`` is.
  let last: Last
  /// The column that may hold labels, counted from 0: the last one, or the first behind an index
  /// where the header says so.
  let labelColumn: Int
  /// The names of the columns, one of each; nil where there is no header, or one of other length.
  let names: [String]?

  /// Whether there is a column of labels that are read.
  var isLabelled: Bool { last == .label }

  /// `L`, the samples in a beat.
  var samplesPerBeat: Int { columns - (index == .none ? 0 : 1) - (last == .sample ? 0 : 1) }

  /// Whether the quick path is worth a try.
  var mayBeFixedWidth: Bool {
    index == .none && delimiter == UInt8(ascii: ",") && labelColumn == columns - 1
  }

  /// Tells the layout of a file.
  ///
  /// - Throws: `FileError` of kind `badData` where the file is empty, is no text, holds a header
  ///   alone, or has another number of columns than asked for.
  init(
    of bytes: UnsafeBufferPointer<UInt8>, path: String, labels: BeatCSV.Labels,
    samplesPerBeat: Int?
  ) throws {
    try CSVLayout.checkIsText(bytes, path: path)
    let opening = CSVOpening(bytes)
    (delimiter, mark, ending) = (opening.delimiter, opening.mark, opening.ending)
    guard let first = opening.rows.first else {
      throw FileError(
        .badData, path: path,
        opening.header == nil
          ? "expected beats, found an empty file" : "expected beats, found a header alone",
        remedy: "Check that the file was written or downloaded whole")
    }
    body = first.offset
    line = first.line
    columns = first.fields.count
    names = opening.header.flatMap { [columns = first.fields.count] header in
      // A header may say nothing of the index.
      header.count + 1 == columns ? [""] + header : header.count == columns ? header : nil
    }
    index = CSVLayout.index(
      of: opening, samples: samplesPerBeat ?? BeatDataset.kaggleSamplesPerBeat, labels: labels,
      isLengthFree: samplesPerBeat == nil)
    try CSVLayout.checkIsNoBeat(opening.header, path: path)
    let named = labels == .absent ? nil : CSVLayout.labelColumn(of: opening)
    labelColumn = named ?? columns - 1
    let rest = columns - (index == .none ? 0 : 1)
    let hasLabel = named != nil || rest != samplesPerBeat ?? BeatDataset.kaggleSamplesPerBeat
    last =
      switch labels {
      case .required: .label
      case .absent: .sample
      case .ifPresent: hasLabel ? .label : .sample
      case .unread: hasLabel ? .unread : .sample
      }
    try checkLabelColumn(path: path)
    try checkSampleNames(path: path)
    try check(samplesPerBeat: samplesPerBeat, labels: labels, path: path)
  }

  /// What columns of labels are called.
  private static let labelNames: Set = [
    "label", "labels", "class", "classes", "target", "targets", "y",
  ]

  /// The column, counted from 0, that the header calls labels; nil where there is no header or none
  /// is called so. The last one counts before others.
  private static func labelColumn(of opening: CSVOpening) -> Int? {
    guard let header = opening.header, let first = opening.rows.first else { return nil }
    // A header may say nothing of the index.
    let shift = first.fields.count - header.count
    guard shift == 0 || shift == 1 else { return nil }
    return header.lastIndex { labelNames.contains($0.lowercased()) }.map { $0 + shift }
  }

  /// Refuses labels between other columns, of which nobody knows which are samples.
  private func checkLabelColumn(path: String) throws {
    guard labelColumn != columns - 1, labelColumn != (index == .none ? 0 : 1) else { return }
    let behind = columns - 1 - labelColumn
    throw FileError(
      .badData, path: path, at: .line(max(line - 1, 1)),
      "expected labels in the first or the last column, found them in column \(labelColumn + 1) of \(columns)",
      remedy: "Take the \(behind.counted("column")) behind it away, or move it to the end")
  }

  /// What columns are called that hold no samples, whatever else a table is of.
  private static let strangeNames: Set = [
    "patient", "patient_id", "patientid", "subject", "subject_id", "record", "record_id",
    "record_name", "id", "beat_id", "fold", "split", "age", "sex", "time", "timestamp", "filename",
  ]

  /// Refuses a column among the samples whose name says that it holds none: a patient's number
  /// would be a voltage.
  private func checkSampleNames(path: String) throws {
    guard let names else { return }
    let found = names.indices.first {
      $0 != labelColumn && !($0 == 0 && index != .none)
        && Self.strangeNames.contains(names[$0].lowercased())
    }
    guard let found else { return }
    throw FileError(
      .badData, path: path, at: .line(max(line - 1, 1)),
      "expected samples beside the label, found column \(found + 1) of \(columns), \(names[found])",
      remedy: "Take the column away")
  }

  /// Refuses a beat that became the header of a table. pandas takes the first line for names where
  /// it was not told otherwise, and tells equal ones apart: 0.0, 0.0.1, 0.0.2 …
  private static func checkIsNoBeat(_ header: [String]?, path: String) throws {
    guard let header else { return }
    let named = header.drop { Double($0) == nil }
    func isNumberMadeUnique(_ field: String) -> Bool {
      guard Double(field) == nil, let point = field.lastIndex(of: ".") else { return false }
      return Double(field[..<point]) != nil && Int(field[field.index(after: point)...]) != nil
    }
    guard let found = named.first(where: isNumberMadeUnique),
      named.allSatisfy({ Double($0) != nil || isNumberMadeUnique($0) })
    else { return }
    throw FileError(
      .badData, path: path, at: .line(1),
      "expected names of columns, found a beat that became one, with \(found.prefix(24)) among them",
      remedy: "Write the file again and say that it has no header (pandas: header=None)")
  }

  /// Refuses a file whose rows are not of the length asked for.
  private func check(samplesPerBeat: Int?, labels: BeatCSV.Labels, path: String) throws {
    let isRight = samplesPerBeat.map { $0 == self.samplesPerBeat } ?? true
    guard !isRight || self.samplesPerBeat < 1 else { return }
    let length = samplesPerBeat.map(String.init) ?? "some"
    let expected =
      switch labels {
      case .required: "\(length) samples and a label"
      case .absent: "\(length) samples and no label"
      case .ifPresent, .unread: "\(length) samples, with or without a label"
      }
    let extra = index == .none ? "" : " (one of them an index)"
    throw FileError(
      .badData, path: path, at: .line(line),
      "expected \(expected), found \(columns.counted("column"))\(extra)",
      remedy: "Check that this is the file you meant: one beat a row, fields separated by commas"
        + (labels != .required && columns <= Self.mostSignals
          ? "; a table of a signal's samples is a recording, and wants its rate" : ""),
      reason: .beatLength)
  }

  /// A row of so few numbers may be a moment of a recording.
  private static let mostSignals = 16

  /// Tells an index column by its name or its counting.
  private static func index(
    of opening: CSVOpening, samples: Int, labels: BeatCSV.Labels, isLengthFree: Bool
  ) -> Index {
    guard let first = opening.rows.first else { return .none }
    if let header = opening.header {
      let isIndex =
        header.count + 1 == first.fields.count
        || (header.count == first.fields.count
          && ["", "unnamed: 0", "index"].contains(header[0].lowercased()))
      return isIndex ? .names : .none
    }
    let counts = opening.rows.map { Int($0.fields[0]) }
    guard counts.count > 1, let start = counts[0], start == 0 || start == 1,
      counts.enumerated().allSatisfy({ $1 == start + $0 })
    else { return .none }
    // Two rows may begin with 0 and 1 by chance; three of samples within 0 … 1 do not go on to 2.
    let isSure = opening.rows.count > 2
    let surplus = first.fields.count - samples
    return switch labels {
    case .required: !isLengthFree && surplus == 2 || isSure ? .counting(from: start) : .none
    case .absent: !isLengthFree && surplus == 1 || isSure ? .counting(from: start) : .none
    case .ifPresent, .unread: surplus == 2 || isSure ? .counting(from: start) : .none
    }
  }

  /// Refuses what is plainly no text, such as the archive the file came in.
  private static func checkIsText(
    _ bytes: UnsafeBufferPointer<UInt8>, path: String
  ) throws {
    let isArchive =
      bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x1F, 0x8B])
    if isArchive {
      throw FileError(
        .badData, path: path, at: .byte(0), "expected CSV text, found a compressed file",
        remedy: "Unpack it first")
    }
    let strange = bytes.prefix(4096).firstIndex { $0 < 0x20 && !(0x09...0x0D ~= $0) }
    if let strange {
      let byte = bytes[strange]
      throw FileError(
        .badData, path: path, at: .byte(strange),
        "expected CSV text, found the byte 0x\(byte < 16 ? "0" : "")\(String(byte, radix: 16))",
        remedy: "Save the file as plain text (UTF-8)")
    }
  }
}
