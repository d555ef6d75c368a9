import ECGFiles
import Foundation

/// The header of an EDF, EDF+ or BDF file.
///
/// Source: B. Kemp et al., A simple format for exchange of digitized polygraphic recordings, 1992;
/// B. Kemp, J. Olivan, European data format 'plus', 2003; BioSemi's description of BDF. The fields
/// with the patient's and the recording's identification are not read.
struct EDFHeader: Sendable {
  /// A signal of the file, annotations included.
  struct Signal: Sendable {
    let label: String
    let unit: String
    let physical: (low: Double, high: Double)
    let digital: (low: Double, high: Double)
    /// Whether samples are numbers without a sign, as the digital limits say, which the standard does
    /// not know.
    let isUnsigned: Bool
    /// Samples in a data record.
    let count: Int
    /// Where they begin in a data record, in bytes.
    let offset: Int
    let isAnnotations: Bool
    /// Why its samples mean nothing, as of a channel that nothing was connected to;
    /// nil where they do.
    let flaw: String?
  }

  /// Whether samples take three bytes (BDF) rather than two.
  let isBDF: Bool
  /// Whether there may be gaps between data records (EDF+D).
  let isDiscontinuous: Bool
  /// Whether the header says that this is EDF+ or BDF+; files that do not may have
  /// annotations all the same.
  let isPlus: Bool
  let start: DateComponents?
  /// Bytes before the first data record.
  let byteCount: Int
  /// The data records, nil where the file was not closed in order.
  let recordCount: Int?
  /// Seconds in a data record.
  let recordDuration: Double
  let signals: [Signal]
  /// Bytes in a data record.
  let recordByteCount: Int

  var bytesPerSample: Int { isBDF ? 3 : 2 }

  /// Whether bytes are the beginning of an EDF file: the version 0, filled up with blanks, or with
  /// zeros where a length of the header says that they are none of another file.
  static func begins(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 8, bytes[0] == UInt8(ascii: "0") else { return false }
    if bytes[1..<8].allSatisfy({ $0 == UInt8(ascii: " ") }) { return true }
    return bytes[1..<8].allSatisfy { [0, UInt8(ascii: " ")].contains($0) } && bytes.count >= 256
      && Int(EDFFields(path: "", bytes: bytes).text(184, 8)).map { $0 > 0 && $0 % 256 == 0 }
        ?? false
  }

  /// What BDF files begin with.
  static let magicBDF = [0xFF] + Array("BIOSEMI".utf8)

  /// - Throws: ``FileError`` that names the malformed field by its byte.
  init(_ bytes: FileBytes) throws {
    let fixed = EDFFields(path: bytes.path, bytes: try bytes.read(0..<256))
    isBDF = fixed.bytes.starts(with: Self.magicBDF)
    let count = try fixed.integer(252, 4, "the number of signals", in: 0...9_999)
    byteCount = 256 * (count + 1)
    let given = try fixed.integer(184, 8, "the header's length in bytes", in: 0...Int.max)
    guard given == byteCount else {
      throw fixed.error("expected a header of \(byteCount) bytes, found \(given)", at: 184)
    }
    let reserved = fixed.text(192, 44)
    isDiscontinuous = reserved.hasPrefix("EDF+D") || reserved.hasPrefix("BDF+D")
    start = Self.start(date: fixed.text(168, 8), time: fixed.text(176, 8))
    let records = try fixed.integer(236, 8, "the number of data records", in: -1...99_999_999)
    recordCount = records < 0 ? nil : records
    recordDuration = try fixed.number(244, 8, "a data record's duration in seconds")
    let fields = EDFFields(path: bytes.path, bytes: try bytes.read(0..<byteCount))
    isPlus = reserved.dropFirst(3).hasPrefix("+")
    var signals: [Signal] = []
    var offset = 0
    for index in 0..<count {
      let signal = try Self.signal(index, of: count, fields, offset: offset)
      offset += signal.count * (isBDF ? 3 : 2)
      signals.append(signal)
    }
    self.signals = signals
    recordByteCount = offset
    let hasSamples = signals.contains { !$0.isAnnotations }
    guard recordDuration > 0 || (recordDuration == 0 && !hasSamples) else {
      throw fixed.error(
        "expected a data record's duration above 0 seconds, found \(recordDuration)", at: 244)
    }
  }

  /// The fields of one signal: each kind of field is stored for all signals in turn.
  private static func signal(
    _ index: Int, of count: Int, _ fields: EDFFields, offset: Int
  ) throws -> Signal {
    func position(_ before: Int, _ width: Int) -> Int { 256 + count * before + index * width }
    let label = fields.text(position(0, 16), 16)
    let isAnnotations = label == "EDF Annotations" || label == "BDF Annotations"
    func number(_ before: Int, _ what: String) throws -> Double {
      try fields.number(position(before, 8), 8, "\(what) of signal \(index + 1)")
    }
    let physical = (
      low: try number(104, "the physical minimum"), high: try number(112, "the physical maximum")
    )
    let digital = (
      low: try number(120, "the digital minimum"), high: try number(128, "the digital maximum")
    )
    let samples = try fields.integer(
      position(216, 8), 8, "samples of signal \(index + 1) in a data record", in: 0...99_999_999)
    var flaw: String?
    if samples == 0 {
      flaw = "the header gives it no samples"
    } else if digital.low == digital.high || physical.low == physical.high {
      flaw = "its minimum and its maximum are the same in the header"
    }
    return Signal(
      label: label, unit: fields.text(position(96, 8), 8), physical: physical, digital: digital,
      isUnsigned: min(digital.low, digital.high) >= 0
        && (32_768...65_535).contains(max(digital.low, digital.high)),
      count: samples, offset: offset, isAnnotations: isAnnotations,
      flaw: isAnnotations ? nil : flaw)
  }

  /// `dd.mm.yy` of the years 1985 to 2084, and `hh.mm.ss`; nil where they make no sense.
  private static func start(date: String, time: String) -> DateComponents? {
    let numbers = [date, time].map { field in
      field.split(omittingEmptySubsequences: false) { $0 == "." || $0 == ":" || $0 == "/" }
        .map { Int($0.trimmingCharacters(in: .whitespaces)) ?? -1 }
    }
    guard numbers.allSatisfy({ $0.count == 3 }) else { return nil }
    let (day, month, year) = (numbers[0][0], numbers[0][1], numbers[0][2])
    let (hour, minute, second) = (numbers[1][0], numbers[1][1], numbers[1][2])
    guard
      (1...31).contains(day), (1...12).contains(month), (0...99).contains(year),
      (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
    else { return nil }
    return DateComponents(
      year: year < 85 ? 2000 + year : 1900 + year, month: month, day: day, hour: hour,
      minute: minute, second: second)
  }
}

/// The fields of the header: text of fixed width, filled up with blanks.
private struct EDFFields {
  let path: String
  let bytes: [UInt8]

  func text(_ start: Int, _ count: Int) -> String {
    guard start < bytes.count else { return "" }
    let field = bytes[start..<min(start + count, bytes.count)]
    if let text = String(validating: field, as: UTF8.self) {
      return text.trimmingCharacters(in: CharacterSet(charactersIn: " \0"))
    }
    // Latin-1 rather than ASCII: a micro sign is common.
    return String(String.UnicodeScalarView(field.map { Unicode.Scalar($0) }))
      .trimmingCharacters(in: CharacterSet(charactersIn: " \0"))
  }

  func integer(
    _ start: Int, _ count: Int, _ what: String, in range: ClosedRange<Int>
  ) throws -> Int {
    guard let value = Int(text(start, count)), range.contains(value) else {
      throw unexpected(what, start, count)
    }
    return value
  }

  /// A finite number; some programs write a decimal comma.
  func number(_ start: Int, _ count: Int, _ what: String) throws -> Double {
    let text = text(start, count).replacing(",", with: ".")
    guard let value = Double(text), value.isFinite else { throw unexpected(what, start, count) }
    return value
  }

  private func unexpected(_ what: String, _ start: Int, _ count: Int) -> FileError {
    guard start + count <= bytes.count else {
      return error("expected \(what), found the end of the file", at: bytes.count)
    }
    return error("expected \(what), found \(text(start, count).quoted)", at: start)
  }

  func error(_ problem: String, at byte: Int) -> FileError {
    FileError(
      .badData, path: path, at: .byte(byte), problem,
      remedy: "The file is damaged or not written to the standard; fetch or export it again")
  }
}
