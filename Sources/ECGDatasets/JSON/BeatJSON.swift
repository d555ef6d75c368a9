import ECGFiles
import ECGText
public import Foundation

/// Reads beats from a JSON document: `{"beats": [[…], …]}`, each beat an array of its samples.
///
/// It is a reader for this one form, many times as fast as one for any JSON, and as strict as
/// RFC 8259. Every sample is the `Float` nearest to what is written.
public enum BeatJSON {
  /// There are more beats than there may be.
  public struct TooManyBeats: Error, CustomStringConvertible {
    /// How many there may be.
    public let limit: Int

    /// The message.
    public var description: String { "expected \(limit) beats at the most, found more" }
  }

  /// Reads a document.
  ///
  /// - Parameters:
  ///   - content: the document, in UTF-8.
  ///   - name: what to call it in errors.
  ///   - samplesPerBeat: `L`, the samples that a beat must have.
  ///   - mostBeats: the beats that it may have.
  /// - Returns: `N × L` samples.
  /// - Throws: `FileError` of kind `badData` with the first byte that is not what it should be;
  ///   ``TooManyBeats``.
  public static func read(
    _ content: Data, name: String, samplesPerBeat: Int, mostBeats: Int
  ) throws -> [Float] {
    try content.withUnsafeBytes { bytes in
      try DecimalRounding.powers.withUnsafeBufferPointer { powers in
        var reader = BeatJSONReader(
          bytes: bytes.bindMemory(to: UInt8.self), powers: powers, name: name,
          samplesPerBeat: samplesPerBeat, mostBeats: mostBeats)
        return try reader.document()
      }
    }
  }
}

extension BeatJSON.TooManyBeats: LocalizedError {
  /// The message, for what shows errors by their localised description.
  public var errorDescription: String? { description }
}

/// A walk over a document.
private struct BeatJSONReader {
  let bytes: UnsafeBufferPointer<UInt8>
  let powers: UnsafeBufferPointer<DecimalRounding.Power>
  let name: String
  let samplesPerBeat: Int
  let mostBeats: Int
  private var position = 0
  private var values: [Float] = []
  private var beats = 0

  private static let key = Array("\"beats\"".utf8)

  init(
    bytes: UnsafeBufferPointer<UInt8>, powers: UnsafeBufferPointer<DecimalRounding.Power>,
    name: String, samplesPerBeat: Int, mostBeats: Int
  ) {
    self.bytes = bytes
    self.powers = powers
    self.name = name
    self.samplesPerBeat = samplesPerBeat
    self.mostBeats = mostBeats
  }

  mutating func document() throws -> [Float] {
    try expect("{", "an object, {\"beats\": [[…], …]}")
    skipSpace()
    guard bytes.count - position >= Self.key.count,
      bytes[position..<position + Self.key.count].elementsEqual(Self.key)
    else { throw error("expected the key \"beats\" and no other") }
    position += Self.key.count
    try expect(":", "a colon")
    try expect("[", "an array of beats")
    if !takes("]") {
      repeat { try beat() } while takes(",")
      try expect("]", "a comma or the end of the beats")
    }
    try expect("}", "the end of the object")
    skipSpace()
    guard position == bytes.count else { throw error("expected the end of the document") }
    return values
  }

  private mutating func beat() throws {
    skipSpace()
    guard beats < mostBeats else { throw BeatJSON.TooManyBeats(limit: mostBeats) }
    let start = position
    try expect("[", "a beat, an array of \(samplesPerBeat) numbers")
    var samples = 0
    if !takes("]") {
      repeat {
        guard samples < samplesPerBeat else {
          throw lengthError(found: "more", at: start)
        }
        values.append(try number())
        samples += 1
      } while takes(",")
      try expect("]", "a comma or the end of the beat")
    }
    guard samples == samplesPerBeat else {
      throw lengthError(found: "\(samples)", at: start)
    }
    beats += 1
  }

  private mutating func number() throws -> Float {
    skipSpace()
    let start = position
    if here == UInt8(ascii: "-") { position += 1 }
    let whole = digits()
    guard whole > 0, whole == 1 || bytes[position - whole] != UInt8(ascii: "0") else {
      throw error("expected a number", at: start)
    }
    if here == UInt8(ascii: ".") {
      position += 1
      guard digits() > 0 else { throw error("expected a number", at: start) }
    }
    if here == UInt8(ascii: "e") || here == UInt8(ascii: "E") {
      position += 1
      if here == UInt8(ascii: "-") || here == UInt8(ascii: "+") { position += 1 }
      guard digits() > 0 else { throw error("expected a number", at: start) }
    }
    let field = UnsafeBufferPointer(rebasing: bytes[start..<position])
    guard let powers = powers.baseAddress,
      case .number(let value) = DecimalText(field, powers: powers), value.isFinite
    else { throw error("expected a number that a Float can hold", at: start) }
    return value
  }

  /// The byte that comes next; 0, which no document has, at the end.
  private var here: UInt8 { position < bytes.count ? bytes[position] : 0 }

  private mutating func digits() -> Int {
    let start = position
    while UInt8(ascii: "0")...UInt8(ascii: "9") ~= here { position += 1 }
    return position - start
  }

  private mutating func skipSpace() {
    while here == 0x20 || here == 0x0A || here == 0x0D || here == 0x09 { position += 1 }
  }

  private mutating func takes(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard here == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar, _ what: String) throws {
    guard takes(character) else { throw error("expected \(what)") }
  }

  private func lengthError(found: String, at index: Int) -> FileError {
    var error = error(
      "expected \(samplesPerBeat) samples in beat \(beats), found \(found)", at: index)
    error.reason = .beatLength
    return error
  }

  private func error(_ problem: String, at index: Int? = nil) -> FileError {
    let index = index ?? position
    let found =
      index < bytes.count
      ? "found \(String(reflecting: String(decoding: bytes[index..<min(index + 12, bytes.count)], as: UTF8.self)))"
      : "found the end"
    return FileError(
      .badData, path: name, at: .byte(index),
      problem.contains("found") ? problem : "\(problem), \(found)")
  }
}
