import ECGFiles
import Foundation

/// Files that people have and that no format here reads, told from what they begin with, so that an
/// error can name them.
enum ForeignFile {
  /// What a file is called, and what can be done with it.
  struct Kind: Equatable {
    let name: String
    let remedy: Remedy
  }

  /// What kind of file `source` is; nil for text that is none of the kinds known here.
  static func kind(of source: RecordingSource) -> Kind? {
    let beginning = source.beginning
    let ending = URL(filePath: source.path).pathExtension
    if ending != "hea", ending.lowercased() == "hea", !beginning.isEmpty {
      return Kind(
        name: "the header of a WFDB record in capital letters",
        remedy: "Rename it so that it ends in .hea, and its files as it names them")
    }
    let signature = signatures.first { signature in
      beginning.dropFirst(signature.offset).starts(with: signature.bytes)
    }
    if let signature { return signature.kind }
    if beginning.starts(with: Array("PK\u{3}\u{4}".utf8)) { return archive(source) }
    if let text = utf16(beginning) {
      let kind = markup(text)
      return Kind(
        name: (kind?.name ?? "text") + " in UTF-16",
        remedy: kind?.remedy ?? "Save it as UTF-8 first")
    }
    let text = String(decoding: beginning.prefix(4_096), as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines.union(["\u{FEFF}"]))
    if let kind = markup(text) { return kind }
    if isBeatTable(source) {
      return Kind(
        name: "a table of beats that were found in a recording",
        remedy: "Name the recording, or the annotations beside the table")
    }
    if text.hasPrefix("{") || text.hasPrefix("["), !isStamped(text) {
      return Kind(
        name: "a JSON document", remedy: "Write its samples as a CSV file, a column a lead")
    }
    guard beginning.prefix(4_096).contains(where: isControl) else { return nil }
    if isMatrix(beginning) {
      return Kind(
        name: "a MATLAB file",
        remedy:
          "Put the header (.hea) of its WFDB record beside it, or write its samples as a CSV file")
    }
    return Kind(
      name: "a binary file of another kind",
      remedy:
        "The signal file of a WFDB record needs its header (.hea) beside it; anything else has to "
        + "be converted")
  }

  /// Whether text begins with a time in brackets, as `rdsamp` writes them: `[12:00:00.000 01/05/2024]`.
  private static func isStamped(_ text: String) -> Bool {
    guard let end = text.firstIndex(of: "]"), let colon = text.firstIndex(of: ":"), colon < end
    else { return false }
    return text[..<end].dropFirst().allSatisfy { $0.isWholeNumber || ":./- ".contains($0) }
  }

  /// What stands for a large file in a repository.
  static let pointer = Kind(
    name: "a pointer of Git LFS, which stands for the file",
    remedy: "Fetch the file itself with git lfs pull")
  private static let pointerBytes = Array("version https://git-lfs".utf8)

  /// Whether a file that begins with these bytes is such a pointer.
  static func isPointer(_ beginning: [UInt8]) -> Bool { beginning.starts(with: pointerBytes) }

  /// Whether a file is a table as `ecg detect` and `ecg classify` write of beats: numbers all the
  /// same, but none of a signal.
  static func isBeatTable(_ source: RecordingSource) -> Bool {
    source.beginning.starts(with: Array("sample,time,rr,quality".utf8))
  }

  /// Whether a file is compressed or an archive, by what is in it or by its ending, so that
  /// recordings may be in it.
  static func isPacked(_ source: RecordingSource) -> Bool {
    packedEndings.contains(URL(filePath: source.path).pathExtension.lowercased())
      || kind(of: source)?.remedy == unpack
  }

  /// The endings of what is compressed and of archives.
  static let packedEndings: Set<String> = [
    "zip", "tar", "tgz", "tbz", "tbz2", "txz", "tzst", "gz", "bz2", "xz", "zst", "z", "7z", "rar",
  ]

  /// The error for a file that no format here reads.
  static func error(_ path: String, found kind: Kind) -> FileError {
    FileError(
      .badData, path: path, "expected \(readableFormats), found \(kind.name)", remedy: kind.remedy)
  }

  /// The formats that are read, as a list in words.
  static var readableFormats: String {
    let names = RecordingFormat.all.map { article($0.name) }
    return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }

  /// The error for text in which nothing is found that a format here reads.
  static func error(_ path: String, found name: String) -> FileError {
    error(
      path,
      found: Kind(
        name: name, remedy: "Name the record's .hea file, or convert the recording to one of these")
    )
  }

  private static func article(_ name: String) -> String {
    (name.lowercased().first.map("aeiou".contains) == true ? "an " : "a ") + name
  }

  private struct Signature {
    let bytes: [UInt8]
    let offset: Int
    let kind: Kind

    init(bytes: [UInt8], offset: Int = 0, name: String, remedy: Remedy) {
      (self.bytes, self.offset) = (bytes, offset)
      kind = Kind(name: name, remedy: remedy)
    }
  }

  private static let convert: Remedy = "Convert it to EDF or a WFDB record"
  private static let unpack: Remedy = "Unpack it first"

  private static let signatures: [Signature] = [
    Signature(bytes: pointerBytes, name: pointer.name, remedy: pointer.remedy),
    Signature(bytes: [0x1F, 0x8B], name: "a file compressed with gzip", remedy: unpack),
    Signature(bytes: Array("BZh".utf8), name: "a file compressed with bzip2", remedy: unpack),
    Signature(
      bytes: [0xFD, 0x37, 0x7A, 0x58, 0x5A], name: "a file compressed with xz", remedy: unpack),
    Signature(
      bytes: [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], name: "a 7-Zip archive", remedy: unpack),
    Signature(
      bytes: [0x28, 0xB5, 0x2F, 0xFD], name: "a file compressed with Zstandard", remedy: unpack),
    Signature(bytes: [0x1F, 0x9D], name: "a file compressed with compress", remedy: unpack),
    Signature(bytes: Array("Rar!".utf8), name: "a RAR archive", remedy: unpack),
    Signature(bytes: Array("ustar".utf8), offset: 257, name: "a tar archive", remedy: unpack),
    Signature(
      bytes: Array("ISHNE1.0".utf8), name: "a Holter recording in the ISHNE format", remedy: convert
    ),
    Signature(bytes: Array("SCPECG".utf8), offset: 16, name: "an SCP-ECG file", remedy: convert),
    Signature(
      bytes: Array("GDF ".utf8), name: "a file in the General Data Format", remedy: convert),
    Signature(bytes: Array("DICM".utf8), offset: 128, name: "a DICOM file", remedy: convert),
    Signature(bytes: Array("MATLAB".utf8), name: "a MATLAB file", remedy: mathRemedy),
    Signature(bytes: [0x89, 0x48, 0x44, 0x46], name: "an HDF5 file", remedy: mathRemedy),
    Signature(bytes: [0x93] + Array("NUMPY".utf8), name: "a NumPy array", remedy: mathRemedy),
    Signature(bytes: Array("PAR1".utf8), name: "a Parquet file", remedy: mathRemedy),
    Signature(bytes: Array("ARROW1".utf8), name: "a Feather or Arrow file", remedy: mathRemedy),
    Signature(bytes: Array("FEA1".utf8), name: "a Feather or Arrow file", remedy: mathRemedy),
    Signature(bytes: Array("SQLite format 3".utf8), name: "an SQLite database", remedy: mathRemedy),
    Signature(bytes: Array("$FL2".utf8), name: "an SPSS file", remedy: mathRemedy),
    Signature(bytes: Array("<stata_dta>".utf8), name: "a Stata file", remedy: mathRemedy),
    Signature(bytes: Array("RIFF".utf8), name: "a WAV or AVI file", remedy: mathRemedy),
    Signature(bytes: Array("CFWB".utf8), name: "a LabChart binary file", remedy: export),
    Signature(bytes: Array("XDF:".utf8), name: "an XDF file", remedy: mathRemedy),
    Signature(
      bytes: Array("POLY SAMPLE FILE".utf8), name: "a Poly5 file of TMSi", remedy: convert),
    Signature(bytes: Array(".FIT".utf8), offset: 8, name: "a FIT file", remedy: mathRemedy),
    Signature(
      bytes: Array("Brain Vision Data Exchange".utf8), name: "a BrainVision header", remedy: convert
    ),
    Signature(bytes: Array("%PDF".utf8), name: "a PDF document", remedy: picture),
    Signature(bytes: [0x89, 0x50, 0x4E, 0x47], name: "a PNG picture", remedy: picture),
    Signature(bytes: [0xFF, 0xD8, 0xFF], name: "a JPEG picture", remedy: picture),
    Signature(
      bytes: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], name: "an old Excel or Office file",
      remedy: "Save the sheet as CSV"),
  ]

  private static let mathRemedy: Remedy =
    "Write its samples as a CSV file, a column a lead, or as a WFDB record"
  private static let export: Remedy = "Export it as text or EDF from the program that wrote it"
  private static let picture: Remedy = "A drawing holds no samples; export the recording itself"

  /// What is in a ZIP archive tells an Excel sheet and NumPy's arrays.
  private static func archive(_ source: RecordingSource) -> Kind {
    let text = String(decoding: source.beginning, as: UTF8.self)
    let ending = URL(filePath: source.path).pathExtension.lowercased()
    if text.contains("[Content_Types].xml") || text.contains("xl/") || ending == "xlsx" {
      return Kind(name: "an Excel workbook", remedy: "Save the sheet as CSV")
    }
    if text.contains(".npy") || ending == "npz" {
      return Kind(name: "an archive of NumPy arrays", remedy: mathRemedy)
    }
    return Kind(name: "a ZIP archive", remedy: unpack)
  }

  /// The formats that are XML or HTML, by their first element.
  private static func markup(_ text: String) -> Kind? {
    guard text.hasPrefix("<") else { return nil }
    let lower = text.lowercased()
    if lower.hasPrefix("<!doctype html") || lower.hasPrefix("<html") {
      return Kind(
        name: "a web page", remedy: "Fetch the file itself: what was saved is a page about it")
    }
    let names = [
      ("annotatedecg", "an HL7 aECG file"), ("restingecgdata", "a Philips XML file"),
      ("restingecg", "a MUSE XML file"), ("cardiologyxml", "a CardioSoft XML file"),
      ("sapphire", "a GE Sapphire XML file"),
    ]
    let name = names.first { lower.contains("<\($0.0)") || lower.contains(":\($0.0)") }?.1
    return Kind(name: name ?? "an XML file", remedy: convert)
  }

  /// Text in UTF-16: with a byte order mark, or evidently so without one.
  private static func utf16(_ beginning: [UInt8]) -> String? {
    let bytes = beginning.prefix(4_096)
    let little = bytes.starts(with: [0xFF, 0xFE]) || isASCII(bytes, highBytesFrom: 1)
    guard little || bytes.starts(with: [0xFE, 0xFF]) || isASCII(bytes, highBytesFrom: 0) else {
      return nil
    }
    let high = little ? 1 : 0
    let units = stride(from: 0, to: bytes.count - 1, by: 2).map { index -> UInt16 in
      UInt16(bytes[index + high]) << 8 | UInt16(bytes[index + 1 - high])
    }
    return String(decoding: units, as: UTF16.self)
      .trimmingCharacters(in: .whitespacesAndNewlines.union(["\u{FEFF}"]))
  }

  /// Whether bytes are ASCII in two bytes a character, of which the high ones, every other from
  /// `first` on, are zero.
  private static func isASCII(_ bytes: ArraySlice<UInt8>, highBytesFrom first: Int) -> Bool {
    let whole = bytes.prefix(bytes.count / 2 * 2)
    return !whole.isEmpty
      && whole.enumerated().allSatisfy { index, byte in
        index % 2 == first ? byte == 0 : byte < 0x80 && byte != 0 && !isControl(byte)
      }
  }

  /// Whether a file begins as those of version 4 of MATLAB do, which have no mark: the type of a
  /// matrix, its size and the length of its name, in either order of bytes, then the name.
  private static func isMatrix(_ beginning: [UInt8]) -> Bool {
    guard beginning.count > 21 else { return false }
    return [false, true].contains { isBigEndian in
      let numbers = (0..<5).map { index in
        let bytes = beginning[(4 * index)..<(4 * index + 4)]
        return (isBigEndian ? Array(bytes) : bytes.reversed()).reduce(0) { $0 << 8 | Int($1) }
      }
      let (type, order) = (numbers[0] % 1_000, numbers[0] / 1_000)
      let name = beginning[20...].prefix(max(0, min(numbers[4], 64)))
      return order == (isBigEndian ? 1 : 0) && type % 10 < 3 && type / 10 % 10 < 6 && type < 100
        && numbers[1] > 0 && numbers[2] > 0 && numbers[3] < 2
        && name.count > 1 && name.last == 0
        && name.dropLast().allSatisfy { $0 > 32 && $0 < 0x7F }
    }
  }

  /// Whether text has no business to hold the byte.
  private static func isControl(_ byte: UInt8) -> Bool {
    byte < 0x20 && ![0x09, 0x0A, 0x0C, 0x0D, 0x1A].contains(byte)
  }
}
