import ECGFiles
import Foundation

/// Samples of several leads in bytes that come in pieces, as text or as numbers.
///
/// Text has a line for each time, a column for each lead, and before them one of time stamps where
/// there are such. Columns are separated by commas, semicolons, tabs or spaces; commas are decimal
/// ones where semicolons or tabs separate. A cell without a number is a missing sample; with one
/// lead an empty line is one, if others follow. A first line of names is passed over.
package struct SampleStream: Sendable {
  /// Samples that follow upon one another.
  package struct Packet: Equatable, Sendable {
    /// When the first was taken, in seconds; nil where nobody says.
    package var time: Double?
    /// Those of each lead: `C` of the same length, NaN where one is missing.
    package var leads: [[Float]]
    /// The line of the first, from 1; nil where there are no lines.
    package var line: Int?
  }

  /// What errors call the stream.
  private let name: String
  /// How samples are coded; nil for text.
  private let coding: SampleCoding?
  private let leads: Int
  private let hasTimes: Bool

  /// What is not complete yet.
  private var rest: [UInt8] = []
  private var line = 0
  private var position = 0
  private var steps: StampSteps
  /// Lines whose stamps may turn out not to fit the rate.
  private var held: [Packet] = []
  /// Empty lines of a single column: missing samples, if others follow.
  private var emptyLines = 0
  /// Whether there were any samples.
  private var hasSamples = false
  /// What is wrong with the line after the samples that were returned.
  private var failure: FileError?

  /// Empty lines that may be nothing but the end of a text.
  private static let mostEmptyLines = 4_096
  /// No line of numbers is as long, in bytes.
  private static let longestLine = 1 << 16

  /// Begins a stream.
  ///
  /// - Parameters:
  ///   - name: what errors call it.
  ///   - coding: how samples are coded; nil for text.
  ///   - leads: how many leads there are, `C`.
  ///   - hasTimes: whether text has time stamps in seconds in its first column.
  ///   - samplingRate: in Hz, which time stamps have to fit.
  package init(
    name: String, coding: SampleCoding?, leads: Int, hasTimes: Bool, samplingRate: Double
  ) {
    (self.name, self.coding, self.leads, self.hasTimes) = (name, coding, leads, hasTimes)
    steps = StampSteps(samplingRate: samplingRate, stream: name)
  }

  /// Takes the next bytes.
  ///
  /// - Returns: the samples that are complete.
  /// - Throws: `FileError` that names the line or the byte.
  package mutating func read(_ bytes: [UInt8]) throws -> [Packet] {
    if let failure { throw failure }
    rest += bytes
    return try coding.map { readNumbers($0) } ?? readLines()
  }

  /// Ends the stream: the last line needs no end.
  ///
  /// - Throws: `FileError` where a sample is cut off.
  package mutating func finish() throws -> [Packet] {
    if let failure { throw failure }
    guard let coding else {
      let packets = rest.isEmpty ? [] : try read([UInt8(ascii: "\n")])
      if let failure { throw failure }
      guard hasSamples else { throw nothing }
      return release(packets)
    }
    guard rest.isEmpty else {
      throw FileError(
        .badData, path: name, at: .byte(position),
        "expected \(leads * coding.size) bytes, a sample of each lead, found \(rest.count) and the end",
        remedy:
          "Give the number of leads\(with: .leadCount) and what a sample is\(with: .sampleCoding)")
    }
    guard hasSamples else { throw nothing }
    return []
  }

  private var nothing: FileError {
    FileError(
      .badData, path: name, "expected samples, found none", remedy: "Send samples there")
  }

  private mutating func readNumbers(_ coding: SampleCoding) -> [Packet] {
    let frame = leads * coding.size
    let size = rest.count / frame * frame
    guard size > 0 else { return [] }
    hasSamples = true
    let found = rest.withUnsafeBytes { coding.decode($0, leads: leads) }
    rest.removeFirst(size)
    position += size
    return [Packet(time: nil, leads: found, line: nil)]
  }

  private mutating func readLines() throws -> [Packet] {
    var packets: [Packet] = []
    var start = rest.startIndex
    while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
      line += 1
      let text = String(decoding: rest[start..<end], as: UTF8.self)
      start = end + 1
      let packet: Packet?
      do {
        packet = try readLine(text)
      } catch let error as FileError where !steps.isRefused && !(held + packets).isEmpty {
        // What came before it counts, however the bytes came.
        failure = error
        return release(packets)
      }
      guard let packet else { continue }
      // Without time stamps all that came at once goes on at once.
      if packet.time == nil, !packets.isEmpty {
        for lead in 0..<leads { packets[packets.count - 1].leads[lead] += packet.leads[lead] }
      } else {
        packets.append(packet)
      }
    }
    rest.removeFirst(start)
    guard rest.count <= Self.longestLine else {
      throw problem("a line of numbers", "one of more than \(Self.longestLine) bytes", line + 1)
    }
    guard hasTimes, !steps.isSettled else { return release(packets) }
    held += packets
    return []
  }

  /// Lines with those that were held back before them.
  private mutating func release(_ packets: [Packet]) -> [Packet] {
    defer { held = [] }
    return held.isEmpty ? packets : held + packets
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
      throw problem(columns == 1 ? "one column" : "\(columns) columns", "\(cells.count)", line)
    }
    let numbers = cells.map(Self.number)
    if line == 1, numbers.allSatisfy({ $0 == nil }) { return nil }
    if let wrong = numbers.firstIndex(where: { $0 == nil }) {
      throw problem("a number in column \(wrong + 1)", "\"\(cells[wrong])\"", line)
    }
    var values = numbers.compactMap(\.self)
    var time: Double?
    if hasTimes {
      let stamp = values.removeFirst()
      guard stamp.isFinite else { throw problem("a time", "\"\(cells[0])\"", line) }
      try steps.add(stamp, line: line)
      time = stamp
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
    if mark == ",", let cells = Self.cellsWithDecimalCommas(text) { return cells }
    return text.split(separator: mark, omittingEmptySubsequences: false)
  }

  /// The cells of a line in which semicolons or tabs part columns, with points for decimal commas;
  /// nil where commas part columns.
  private static func cellsWithDecimalCommas(_ text: String) -> [Substring]? {
    guard let mark = [Character(";"), "\t"].first(where: { text.contains($0) }) else { return nil }
    let cells = text.split(separator: mark, omittingEmptySubsequences: false)
    guard cells.allSatisfy({ !$0.contains(",") || $0.wholeMatch(of: decimalComma) != nil })
    else { return nil }
    return cells.map { Substring($0.replacing(",", with: ".")) }
  }

  private static var decimalComma: Regex<Substring> { /\s*[+-]?\d*,\d+(?:[eE][+-]?\d+)?\s*/ }

  /// - Returns: NaN for a missing one, nil where it is no number.
  private static func number(_ cell: Substring) -> Double? {
    let text = cell.trimmingCharacters(in: .whitespaces)
    return text.isEmpty || text == "-" ? .nan : Double(text)
  }

  private func problem(_ expected: String, _ found: String, _ line: Int) -> FileError {
    FileError(
      .badData, path: name, at: .line(line), "expected \(expected), found \(found)",
      remedy: """
        Give the number of leads\(with: .leadCount), and say\(with: .timeStamps) where the first column is \
        time
        """)
  }
}
