import ECGFiles
public import Foundation

extension AnnotationFile {
  /// Writes the file as WFDB does, whole or not at all.
  ///
  /// - Throws: `FileError` of kind `badData` for an annotation that the format cannot hold (an
  ///   unknown symbol, a sample below 0, a text of more than 255 characters or outside Latin-1), of
  ///   kind `cannotWrite` or `inputOutput` where writing fails.
  public func write(to path: String, overwrite: Bool = false) throws {
    try OutputFile.check(path: path, overwrite: overwrite)
    try OutputFile.write(encoded(path: path), to: path, overwrite: overwrite)
  }

  /// The file's bytes.
  ///
  /// - Parameter path: the path to name in errors.
  public func encoded(path: String) throws -> Data {
    try Self.encoded(annotations, samplingRate: samplingRate, path: path)
  }

  /// The bytes of a file of annotations that are not kept: an annotation in memory takes many
  /// times what it does in the file.
  ///
  /// - Parameters:
  ///   - annotations: in the order of the file, which is that of time.
  ///   - samplingRate: what ``samplingRate`` is.
  ///   - path: the path to name in errors.
  /// - Throws: `FileError` as ``write(to:overwrite:)`` does.
  public static func encoded(
    _ annotations: some Sequence<Annotation>, samplingRate: Double?, path: String
  ) throws -> Data {
    var writer = AnnotationWriter(path: path)
    if let samplingRate { try writer.append(samplingRate: samplingRate) }
    for annotation in annotations { try writer.append(annotation) }
    writer.finish()
    return Data(writer.bytes)
  }
}

/// Encodes annotations one after the other.
private struct AnnotationWriter {
  let path: String
  private(set) var bytes: [UInt8] = []
  private var last = Annotation(sample: 0, symbol: " ")

  /// A time takes one SKIP for every 2^31 samples; this bounds their number.
  private static let largestSample = 1 << 40

  init(path: String) { self.path = path }

  /// A note on the rate, then a null annotation that takes the time back to 0: it ends the notes
  /// that concern the file as a whole.
  mutating func append(samplingRate: Double) throws {
    let isWhole = samplingRate == samplingRate.rounded() && abs(samplingRate) < 1e15
    let number = isWhole ? "\(Int(samplingRate))" : "\(samplingRate)"
    try append(Annotation(sample: 0, symbol: "\"", aux: AnnotationWord.frequencyNote + number))
    append(skip: -1)
    append(code: 0, value: 1)
  }

  mutating func append(_ annotation: Annotation) throws {
    guard let code = AnnotationCode.code(for: annotation.symbol), code > 0 else {
      throw error("the symbol \(String(annotation.symbol).quoted) at sample \(annotation.sample)")
    }
    guard (0...Self.largestSample).contains(annotation.sample) else {
      throw error("sample \(annotation.sample)")
    }
    var step = annotation.sample - last.sample
    while step > AnnotationWord.longestStep {
      let skip = Int32(clamping: step)
      append(skip: skip)
      step -= Int(skip)
    }
    append(code: code, value: UInt16(step))
    if annotation.subtype != 0 {
      append(code: AnnotationWord.subtype, value: tenBits(annotation.subtype))
    }
    if annotation.channel != last.channel {
      append(code: AnnotationWord.channel, value: UInt16(annotation.channel))
    }
    if annotation.number != last.number {
      append(code: AnnotationWord.number, value: tenBits(annotation.number))
    }
    if let aux = annotation.aux, !aux.isEmpty { try append(aux: aux, at: annotation.sample) }
    last = annotation
  }

  /// The word that ends the file.
  mutating func finish() { append(code: 0, value: 0) }

  private mutating func append(aux: String, at sample: Int) throws {
    let characters = aux.unicodeScalars.compactMap { UInt8(exactly: $0.value) }
    guard characters.count == aux.unicodeScalars.count, characters.count <= 255 else {
      throw error("the text \(aux.quoted) at sample \(sample)")
    }
    append(code: AnnotationWord.aux, value: UInt16(characters.count))
    bytes += characters
    if characters.count % 2 == 1 { bytes.append(0) }
  }

  private mutating func append(skip: Int32) {
    let bits = UInt32(bitPattern: skip)
    append(code: AnnotationWord.skip, value: 0)
    append(word: UInt16(bits >> 16))
    append(word: UInt16(truncatingIfNeeded: bits))
  }

  /// The two's complement of the number in the ten bits of a word, as the C library writes it.
  private func tenBits(_ number: Int8) -> UInt16 {
    UInt16(bitPattern: Int16(number)) & 0x3FF
  }

  private mutating func append(code: UInt8, value: UInt16) {
    append(word: UInt16(code) << 10 | value)
  }

  private mutating func append(word: UInt16) {
    bytes.append(UInt8(truncatingIfNeeded: word))
    bytes.append(UInt8(word >> 8))
  }

  private func error(_ what: String) -> FileError {
    FileError(
      .badData, path: path, "\(what) cannot be written to an annotation file",
      remedy: "Samples count from 0, symbols are WFDB's, texts are up to 255 characters of Latin-1")
  }
}
