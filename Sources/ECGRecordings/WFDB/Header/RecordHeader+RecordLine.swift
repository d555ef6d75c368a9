import ECGFiles
import Foundation

/// What the lines after a header's first one are of, and how many it announces.
enum AnnouncedLines {
  case signals(Int)
  case segments(Int)

  var count: Int {
    switch self {
    case .signals(let count), .segments(let count): count
    }
  }

  /// - Throws: `FileError` where there are not as many lines, at the last one.
  func check(_ found: Int, _ last: HeaderLine) throws {
    guard found != count else { return }
    let part =
      switch self {
      case .signals: "signal"
      case .segments: "segment"
      }
    throw FileError(
      .badData, path: last.path, at: .line(last.number),
      "expected \(count) \(part) lines, found \(found)",
      remedy: "Correct the number of \(part)s in the first line or fetch the file again")
  }
}

extension RecordHeader {
  /// The record line: `name[/segments] nsig [fs[/counter[(base)]] [length [time [date]]]]`.
  static func parse(
    _ line: HeaderLine, assuming samplingRate: Double?
  ) throws -> (RecordHeader, AnnouncedLines) {
    let fields = line.fields
    guard fields.count >= 2 else {
      throw line.error(expected: "a record name and the number of signals", found: line.text)
    }
    let name = fields[0].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    // Not a number: somebody put the folder before the name.
    let isFolder = name.count > 1 && Double(name[1]) == nil
    let segmentCount =
      try name.count < 2 || isFolder
      ? nil : line.integer(name[1], "the number of segments", in: 1...Int.max)
    let signalCount = try line.integer(fields[1], "the number of signals", in: 0...Int.max)
    let last = isFolder ? fields[0].split(separator: "/").last ?? "" : name[0]
    var header = RecordHeader(
      name: String(last), samplingRate: samplingRate ?? defaultSamplingRate, signals: [])
    if isFolder {
      header.remarks.append(
        "line \(line.number): the record's name has a folder in it: \(fields[0])")
    }
    if fields.count > 2 {
      try header.setFrequencies(fields[2], line)
    } else if samplingRate == nil, signalCount > 0 {
      header.remarks.append(
        "line \(line.number): the header gives no sampling rate; \(Int(defaultSamplingRate)) Hz is taken, "
          + "as the format has it")
    }
    if fields.count > 3 {
      let count = try line.integer(fields[3], "the number of samples per signal", in: 0...Int.max)
      header.frameCount = count == 0 ? nil : count
    }
    header.setStart(fields.dropFirst(4), line)
    return (header, segmentCount.map { .segments($0) } ?? .signals(signalCount))
  }

  /// `fs[/counter[(base)]]`.
  private mutating func setFrequencies(_ field: Substring, _ line: HeaderLine) throws {
    let parts = field.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    samplingRate = try line.number(parts[0], "a sampling rate in Hz")
    guard samplingRate > 0 else {
      throw line.error(expected: "a sampling rate above 0 Hz", found: parts[0])
    }
    counterFrequency = samplingRate
    guard parts.count == 2 else { return }
    let counter = parts[1].split(separator: "(", maxSplits: 1, omittingEmptySubsequences: false)
    let given = try line.number(counter[0], "a counter frequency in Hz")
    // 0 or less stands for "as the sampling rate".
    if given > 0 { counterFrequency = given }
    guard counter.count == 2 else { return }
    guard counter[1].hasSuffix(")") else {
      throw line.error(expected: "a base counter value in parentheses", found: field)
    }
    counterBase = try line.number(counter[1].dropLast(), "a base counter value")
  }

  /// Time of day and date. When a recording began matters to nothing else in it, so that what is no
  /// time is passed over: thousands of headers have the date in its place. Others, as those of the
  /// Challenge of 2017, have it before the time.
  private mutating func setStart(_ fields: ArraySlice<Substring>, _ line: HeaderLine) {
    guard let first = fields.first else { return }
    let second = fields.dropFirst().first
    let (time, date) = first.contains("-") ? (second ?? first, first) : (first, second)
    do {
      start = try Self.startOfDay(time, line)
      if let date { try setDate(date, line) }
    } catch {
      remarks.append(
        "line \(line.number): expected a start as hours:minutes:seconds day/month/year, found "
          + "\(fields.joined(separator: " ").quoted); the recording is taken to begin at an unknown time"
      )
      start = nil
    }
  }

  /// `hours:minutes:seconds[.fraction]`, of which the first ones may be absent.
  private static func startOfDay(_ field: Substring, _ line: HeaderLine) throws -> DateComponents {
    let what = "a time of day as hours:minutes:seconds"
    let parts = field.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 3 else { throw line.error(expected: what, found: field) }
    let whole = try parts.dropLast().reversed().map { try line.integer($0, what, in: 0...59) }
    let seconds = try line.number(parts[parts.count - 1], what)
    guard (0..<60).contains(seconds), whole.count < 2 || whole[1] < 24 else {
      throw line.error(expected: what, found: field)
    }
    let nanoseconds = ((seconds - seconds.rounded(.down)) * 1e9).rounded()
    return DateComponents(
      hour: whole.count > 1 ? whole[1] : 0, minute: whole.first ?? 0,
      second: Int(seconds), nanosecond: Int(nanoseconds))
  }

  /// `day/month/year`, or `year-month-day`.
  private mutating func setDate(_ field: Substring, _ line: HeaderLine) throws {
    let what = "a date as day/month/year"
    var parts = field.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 1 {
      parts = field.split(separator: "-", omittingEmptySubsequences: false).reversed()
    }
    guard parts.count == 3 else { throw line.error(expected: what, found: field) }
    start?.day = try line.integer(parts[0], what, in: 1...31)
    start?.month = try line.integer(parts[1], what, in: 1...12)
    start?.year = try line.integer(parts[2], what, in: 1...9999)
  }
}
