public import ECGFiles
import Foundation

extension AnnotationFile {
  /// Reads an annotation file.
  ///
  /// - Parameters:
  ///   - path: the file, such as `mitdb/100.atr`.
  ///   - header: the record's header, where annotations past the record's end are to be refused.
  ///   - folder: where the file is.
  ///   - tolerance: whether a file that lacks its end mark, as of a program that was stopped, is
  ///     read all the same; it says so in ``AnnotationFile/remarks``.
  /// - Throws: `FileError`; what is malformed is named by its byte.
  public static func read(
    path: String, within header: RecordHeader? = nil, in folder: InputFolder = .disk,
    tolerance: DamageTolerance = .cutShort
  ) throws -> AnnotationFile {
    var annotations: [Annotation] = []
    let (samplingRate, remarks) = try forEach(
      path: path, within: header, in: folder, tolerance: tolerance
    ) { annotations.append($0) }
    return AnnotationFile(
      annotations: annotations, samplingRate: samplingRate, remarks: remarks)
  }

  /// Reads an annotation file without keeping it: an annotation in memory takes many times what it
  /// does in the file.
  ///
  /// - Parameters:
  ///   - path: the file, such as `mitdb/100.atr`.
  ///   - header: the record's header, where annotations past the record's end are to be refused.
  ///   - folder: where the file is.
  ///   - tolerance: whether a file that lacks its end mark is read all the same.
  ///   - body: called with each annotation in the order of the file, which is that of
  ///     time as a rule.
  /// - Returns: what ``AnnotationFile/samplingRate`` and ``AnnotationFile/remarks`` are.
  /// - Throws: `FileError`; what `body` throws.
  package static func forEach(
    path: String, within header: RecordHeader? = nil, in folder: InputFolder = .disk,
    tolerance: DamageTolerance = .cutShort, _ body: (Annotation) throws -> Void
  ) throws -> (samplingRate: Double?, remarks: [String]) {
    let path = folder.shown(path)
    let data = try folder.read(path)
    guard !data.isEmpty else {
      throw FileError(
        .badData, path: path, "expected annotations, found an empty file",
        remedy: "Fetch the file again")
    }
    return try data.withUnsafeBytes { bytes in
      var reader = AnnotationReader(
        path: path, bytes: bytes, readsCutShort: tolerance >= .cutShort)
      return try reader.read(within: header, body)
    }
  }
}

/// Decodes the words of an annotation file one after the other.
private struct AnnotationReader {
  let path: String
  let bytes: UnsafeRawBufferPointer
  let readsCutShort: Bool
  private var offset = 0
  private var sample = 0
  // Both hold for all following annotations until they change.
  private var channel: UInt8 = 0
  private var number: Int8 = 0
  private var lacksEndMark = false

  init(path: String, bytes: UnsafeRawBufferPointer, readsCutShort: Bool) {
    self.readsCutShort = readsCutShort
    self.path = path
    self.bytes = bytes
  }

  mutating func read(
    within header: RecordHeader?, _ body: (Annotation) throws -> Void
  ) throws -> (samplingRate: Double?, remarks: [String]) {
    var isFirst = true
    var samplingRate: Double?
    var end = Self.end(of: header, samplingRate: nil)
    while let start = try skipToMark() {
      guard let annotation = try mark() else { continue }
      if isFirst, let given = Self.samplingRate(in: annotation) {
        samplingRate = given
        end = Self.end(of: header, samplingRate: given)
        continue
      }
      guard annotation.sample >= 0 else {
        throw error("expected a sample of 0 or more, found \(annotation.sample)", at: start)
      }
      // The mark that ends a rhythm may be behind the last sample; a beat may not.
      let isMark = !AnnotationCode.isBeat(annotation.symbol)
      if let end, Double(annotation.sample) >= end, !isMark || Double(annotation.sample) > end {
        throw error(
          "expected annotations within the record's \(Int(end)) samples, found one at sample "
            + "\(annotation.sample)", at: start,
          remedy: "Check that the annotations belong to this record")
      }
      isFirst = false
      try body(annotation)
    }
    return (samplingRate, lacksEndMark ? ["the end mark (two zero bytes) is missing"] : [])
  }

  /// Takes the SKIPs before a mark and returns the byte the mark stands at, or nil at the end.
  private mutating func skipToMark() throws -> Int? {
    while true {
      // Text decodes as well, by chance; its end mark is what it never has.
      if offset == bytes.count, offset > 0, readsCutShort, !bytes.allSatisfy(Self.isPrintable) {
        lacksEndMark = true
        return nil
      }
      let word = try peek()
      if word == 0 { return nil }
      guard UInt8(word >> 10) == AnnotationWord.skip else { return offset }
      offset += 2
      // The order of a PDP-11: the upper half first, each half's lower byte first.
      let high = try next()
      let low = try next()
      sample &+= Int(Int32(bitPattern: UInt32(high) << 16 | UInt32(low)))
    }
  }

  /// Takes a mark and what qualifies it; nil for one that marks nothing.
  private mutating func mark() throws -> Annotation? {
    let start = offset
    let word = try next()
    let code = UInt8(word >> 10)
    guard let symbol = AnnotationCode.symbol(for: code) else {
      throw error(
        "expected an annotation code up to \(AnnotationCode.largest), found \(code)", at: start)
    }
    sample &+= Int(word & 0x3FF)
    var annotation = Annotation(sample: sample, symbol: symbol)
    while true {
      let word = offset == bytes.count && readsCutShort ? 0 : try peek()
      let value = UInt8(truncatingIfNeeded: word)
      switch UInt8(word >> 10) {
      case AnnotationWord.number: number = Int8(bitPattern: value)
      case AnnotationWord.subtype: annotation.subtype = Int8(bitPattern: value)
      case AnnotationWord.channel: channel = value
      case AnnotationWord.aux: annotation.aux = try text(count: Int(value))
      default:
        annotation.channel = channel
        annotation.number = number
        return code == 0 ? nil : annotation
      }
      offset += 2
    }
  }

  /// The text after an AUX word; leaves `offset` so that one more word ends it.
  private mutating func text(count: Int) throws -> String {
    let start = offset + 2
    let padded = count + count % 2
    guard padded <= bytes.count - start else {
      throw error("expected \(count) characters of text, found the end of the file", at: offset)
    }
    offset += padded
    var text = ""
    for byte in bytes[start..<start + count] { text.unicodeScalars.append(Unicode.Scalar(byte)) }
    return text
  }

  private static func isPrintable(_ byte: UInt8) -> Bool {
    (0x20..<0x7F).contains(byte) || (0x09...0x0D).contains(byte)
  }

  private func peek() throws -> UInt16 {
    guard offset <= bytes.count - 2 else {
      throw error(
        "expected an end mark (two zero bytes), found the end of the file", at: bytes.count)
    }
    return UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  private mutating func next() throws -> UInt16 {
    let word = try peek()
    offset += 2
    return word
  }

  private func error(
    _ problem: String, at byte: Int,
    remedy: Remedy = "The file is damaged or no annotation file; fetch it again"
  ) -> FileError {
    FileError(.badData, path: path, at: .byte(byte), problem, remedy: remedy)
  }

  /// The first sample that is past the record's end, counted at the annotations' rate.
  private static func end(of header: RecordHeader?, samplingRate: Double?) -> Double? {
    guard let header, let count = header.frameCount else { return nil }
    return Double(count) * (samplingRate ?? header.samplingRate) / header.samplingRate
  }

  private static func samplingRate(in annotation: Annotation) -> Double? {
    guard
      annotation.sample == 0, AnnotationCode.code(for: annotation.symbol) == AnnotationWord.note,
      let text = annotation.text, text.hasPrefix(AnnotationWord.frequencyNote),
      let samplingRate = Double(text.dropFirst(AnnotationWord.frequencyNote.count)),
      samplingRate.isFinite, samplingRate > 0
    else { return nil }
    return samplingRate
  }
}
