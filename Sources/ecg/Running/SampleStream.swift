import ArgumentParser
import ECGFiles
import Foundation

/// How samples come on standard input.
enum SampleStreamFormat: String, CaseIterable, ExpressibleByArgument {
  case text, f32, i16

  /// The bytes of a sample; of text nobody knows.
  fileprivate var size: Int { self == .i16 ? 2 : 4 }
}

/// Samples of several leads in bytes that come in pieces.
struct SampleStream {
  /// Samples that follow upon one another.
  struct Packet: Equatable {
    /// When the first was taken, in seconds; nil where nobody says.
    var time: Double?
    /// Those of each lead.
    var leads: [[Float]]
    /// The line of the first, from 1.
    var line: Int?
  }

  let format: SampleStreamFormat
  let leads: Int
  let hasTimes: Bool

  /// What is not complete yet.
  private var rest: [UInt8] = []
  private var line = 0
  private var position = 0
  /// Empty lines of a single column: missing samples, if others follow.
  private var emptyLines = 0
  /// Whether there were any samples.
  private(set) var hasSamples = false

  /// Empty lines that may be nothing but the end of a text.
  private static let mostEmptyLines = 4_096
  /// No line of numbers is as long, in bytes.
  private static let longestLine = 1 << 16

  init(format: SampleStreamFormat, leads: Int, hasTimes: Bool) {
    (self.format, self.leads, self.hasTimes) = (format, leads, hasTimes)
  }

  /// Takes the next bytes.
  ///
  /// - Returns: the samples that are complete.
  /// - Throws: `FileError` that names the line or the byte.
  mutating func read(_ bytes: [UInt8]) throws -> [Packet] {
    rest += bytes
    return format == .text ? try readLines() : readNumbers()
  }

  /// Ends the stream: the last line needs no end.
  ///
  /// - Throws: `FileError` where a sample is cut off.
  mutating func finish() throws -> [Packet] {
    if format == .text {
      let packets = rest.isEmpty ? [] : try read([UInt8(ascii: "\n")])
      guard hasSamples else { throw Self.nothing }
      return packets
    }
    guard rest.isEmpty else {
      throw FileError(
        .badData, path: "standard input", at: .byte(position),
        "expected \(leads * format.size) bytes, a sample of each lead, found \(rest.count) and the end",
        remedy: "Give the number of leads with --leads and what a sample is with --format")
    }
    guard hasSamples else { throw Self.nothing }
    return []
  }

  private static let nothing = FileError(
    .badData, path: "standard input", "expected samples, found none",
    remedy: "Send samples there, as in \"strap | ecg live --rate 130\"")

  private mutating func readNumbers() -> [Packet] {
    let size = format.size
    let count = rest.count / (size * leads)
    guard count > 0 else { return [] }
    hasSamples = true
    var found = [[Float]](repeating: [], count: leads)
    rest.withUnsafeBytes { bytes in
      for index in 0..<count * leads {
        let sample: Float
        if format == .i16 {
          let number = Int16(
            littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * index, as: Int16.self))
          sample = number == .min ? .nan : Float(number)
        } else {
          sample = Float(
            bitPattern: UInt32(
              littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)))
        }
        found[index % leads].append(sample)
      }
    }
    rest.removeFirst(count * leads * size)
    position += count * leads * size
    return [Packet(time: nil, leads: found, line: nil)]
  }

  private mutating func readLines() throws -> [Packet] {
    var packets: [Packet] = []
    var start = rest.startIndex
    while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
      line += 1
      let text = String(decoding: rest[start..<end], as: UTF8.self)
      start = end + 1
      guard let packet = try readLine(text) else { continue }
      // Without time stamps all that came at once goes on at once.
      if packet.time == nil, !packets.isEmpty {
        for lead in 0..<leads { packets[packets.count - 1].leads[lead] += packet.leads[lead] }
      } else {
        packets.append(packet)
      }
    }
    rest.removeFirst(start)
    guard rest.count <= Self.longestLine else {
      throw failure("a line of numbers", "one of more than \(Self.longestLine) bytes", line + 1)
    }
    return packets
  }

  /// - Returns: nil for an empty line and for one of names.
  private mutating func readLine(_ text: String) throws -> Packet? {
    // Tabs part columns, empty ones too.
    let text = text.trimmingCharacters(in: CharacterSet(charactersIn: " \r"))
    let columns = leads + (hasTimes ? 1 : 0)
    guard !text.isEmpty else {
      guard columns == 1, hasSamples else { return nil }
      emptyLines += 1
      guard emptyLines > Self.mostEmptyLines else { return nil }
      defer { emptyLines = 0 }
      return Packet(
        time: nil, leads: [[Float](repeating: .nan, count: emptyLines)], line: line)
    }
    let cells = cells(of: text)
    guard cells.count == columns else {
      throw failure(columns == 1 ? "one column" : "\(columns) columns", "\(cells.count)", line)
    }
    let numbers = cells.map(Self.number)
    if line == 1, numbers.allSatisfy({ $0 == nil }) { return nil }
    if let wrong = numbers.firstIndex(where: { $0 == nil }) {
      throw failure("a number in column \(wrong + 1)", "\"\(cells[wrong])\"", line)
    }
    var values = numbers.compactMap(\.self)
    var time: Double?
    if hasTimes {
      time = values.removeFirst()
      guard time?.isFinite == true else { throw failure("a time", "\"\(cells[0])\"", line) }
    }
    defer { (hasSamples, emptyLines) = (true, 0) }
    let missing = [Float](repeating: .nan, count: emptyLines)
    return Packet(
      time: time, leads: values.map { missing + [$0.isFinite ? Float($0) : .nan] }, line: line)
  }

  /// Between commas, semicolons and tabs there may be nothing; spaces may be many.
  private func cells(of text: String) -> [Substring] {
    let mark = [Character(","), ";", "\t"].first { text.contains($0) }
    guard let mark else { return text.split(separator: " ") }
    return text.split(separator: mark, omittingEmptySubsequences: false)
  }

  /// - Returns: NaN for a missing one, nil where it is no number.
  private static func number(_ cell: Substring) -> Double? {
    let text = cell.trimmingCharacters(in: .whitespaces)
    return text.isEmpty || text == "-" ? .nan : Double(text)
  }

  private func failure(_ expected: String, _ found: String, _ line: Int) -> FileError {
    FileError(
      .badData, path: "standard input", at: .line(line), "expected \(expected), found \(found)",
      remedy:
        "Give the number of leads with --leads, and --times where the first column is time")
  }
}
