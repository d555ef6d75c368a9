import ECGText
import ECGFiles
import Foundation

extension RecordHeader {
  /// The header as `header(5)` lays it down, every field written out.
  ///
  /// - Parameter path: the path to name in errors.
  /// - Throws: `FileError` of kind `badData` for what a header cannot hold: names with blanks or
  ///   slashes, texts with line breaks, numbers out of range.
  public func text(path: String) throws -> String {
    let writer = HeaderWriter(path: path)
    var lines = [try writer.recordLine(self)]
    if segments.isEmpty {
      lines += try signals.map(writer.signalLine)
    } else {
      lines += try segments.map(writer.segmentLine)
    }
    lines += try comments.map { "# " + (try writer.line($0, "a comment")) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Writes the header file, whole or not at all.
  ///
  /// - Parameters:
  ///   - path: the `.hea` file, or the record's path without `.hea`.
  ///   - overwrite: whether a file that exists may be replaced.
  /// - Throws: `FileError`.
  public func write(to path: String, overwrite: Bool = false) throws {
    let path = Self.path(of: path)
    try OutputFile.write(text(path: path), to: path, overwrite: overwrite)
  }
}

/// Puts the lines of a header together.
private struct HeaderWriter {
  let path: String

  func recordLine(_ header: RecordHeader) throws -> String {
    guard header.samplingRate > 0, header.samplingRate.isFinite else {
      throw error("a sampling rate of \(header.samplingRate) Hz")
    }
    var name = try word(header.name, "a record name")
    if !header.segments.isEmpty { name += "/\(header.segments.count)" }
    var rate = number(header.samplingRate)
    if header.counterFrequency != header.samplingRate || header.counterBase != 0 {
      rate += "/\(number(header.counterFrequency))"
      if header.counterBase != 0 { rate += "(\(number(header.counterBase)))" }
    }
    var fields = [name, "\(header.signals.count)", rate, "\(header.frameCount ?? 0)"]
    if let start = header.start {
      let fraction = String(format: "%03d", (start.nanosecond ?? 0) / 1_000_000)
      fields.append(
        String(format: "%02d:%02d:%02d", start.hour ?? 0, start.minute ?? 0, start.second ?? 0)
          + (fraction == "000" ? "" : ".\(fraction)"))
      if let day = start.day, let month = start.month, let year = start.year {
        fields.append(String(format: "%02d/%02d/%04d", day, month, year))
      }
    }
    return fields.joined(separator: " ")
  }

  func segmentLine(_ segment: RecordSegment) throws -> String {
    "\(try segment.name.map { try word($0, "a segment name") } ?? "~") \(segment.frameCount)"
  }

  func signalLine(_ signal: SignalDescription) throws -> String {
    guard signal.gain.isFinite, signal.gain != 0 else { throw error("a gain of \(signal.gain)") }
    guard signal.samplesPerFrame >= 1, signal.skew >= 0, signal.byteOffset >= 0 else {
      throw error("samples per frame, a skew or a byte offset below 0")
    }
    var format = "\(signal.format.rawValue)"
    if signal.samplesPerFrame != 1 { format += "x\(signal.samplesPerFrame)" }
    if signal.skew != 0 { format += ":\(signal.skew)" }
    if signal.byteOffset != 0 { format += "+\(signal.byteOffset)" }
    let units = try word(signal.units, "a unit")
    let fields = [
      try word(signal.fileName, "a file name"), format,
      "\(number(signal.gain))(\(signal.baseline))/\(units)", "\(signal.adcResolution)",
      "\(signal.adcZero)", "\(signal.initialValue)", "\(signal.checksum ?? 0)",
      "\(signal.blockSize)", try line(signal.name, "a signal name"),
    ]
    return String(fields.joined(separator: " ").trimmed)
  }

  /// The shortest decimal that reads as the same number.
  private func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }

  private func word(_ text: String, _ what: String) throws -> String {
    guard !text.isEmpty, !text.contains(where: { $0.isWhitespace || $0 == "/" || $0 == "#" }) else {
      throw error("\(what) \(text.quoted)")
    }
    return text
  }

  func line(_ text: String, _ what: String) throws -> String {
    guard !text.contains(where: \.isNewline) else { throw error("\(what) of several lines") }
    return text
  }

  private func error(_ what: String) -> FileError {
    FileError(
      .badData, path: path, "\(what) cannot be written to a header",
      remedy: "Names and units are without blanks and slashes, rates and gains above 0")
  }
}
