public import ECGFiles
import ECGText
import Foundation

extension RecordHeader {
  /// Reads a header file.
  ///
  /// - Parameters:
  ///   - path: the `.hea` file, or the record's path without `.hea`.
  ///   - folder: where it is.
  ///   - samplingRate: the sampling rate in Hz where it gives none; nil for ``defaultSamplingRate``, which is then
  ///     remarked.
  ///   - limits: what it may announce.
  /// - Throws: `FileError`; a malformed line is named by its number.
  public static func read(
    path: String, in folder: InputFolder = .disk, assuming samplingRate: Double? = nil,
    limits: RecordingLimits = RecordingLimits()
  ) throws -> RecordHeader {
    let path = folder.shown(Self.path(of: path))
    let bytes = try folder.bytes(path)
    guard bytes.count <= largest else {
      throw FileError(
        .badData, path: path, "expected a header of at most \(largest) bytes, found \(bytes.count)",
        remedy: "Name the header of a WFDB record")
    }
    let data = Data(try bytes.read(0..<bytes.count))
    guard !data.isEmpty else {
      throw FileError(
        .badData, path: path, "expected a header, found an empty file",
        remedy: "Fetch the file again")
    }
    // Old headers hold Latin-1 in their comments; every byte string is valid as such.
    let text =
      String(data: data, encoding: .utf8) ?? String(data: data, encoding: .isoLatin1) ?? ""
    do {
      return try RecordHeader(text: text, path: path, assuming: samplingRate, limits: limits)
    } catch let error as FileError where error.kind == .badData {
      // Such as a web page, or what stands for the file in a repository.
      guard let source = try? RecordingSource(path: path, in: folder),
        let kind = ForeignFile.kind(of: source)
      else { throw error }
      throw FileError(
        .badData, path: path, "expected the header of a WFDB record, found \(kind.name)",
        remedy: kind.remedy)
    }
  }

  private static let mostSkews = 64
  /// The bytes of a header, at the most: a million segments have fewer.
  private static let largest = 8 << 20

  /// The path of the header of `record`, which may be named with or without `.hea`.
  static func path(of record: String) -> String {
    record.hasSuffix(".hea") ? record : record + ".hea"
  }

  init(
    text: String, path: String, assuming samplingRate: Double? = nil,
    limits: RecordingLimits = RecordingLimits()
  ) throws {
    var header: (RecordHeader, counts: (signals: Int, segments: Int?))?
    var comments: [String] = []
    var signals: [SignalDescription] = []
    var segments: [RecordSegment] = []
    var files = SignalFileOrder()
    // Lines that follow the expected ones are counted, not kept.
    var (found, last) = (0, 1)
    var (rest, number): (Substring?, Int) = (text[...], 0)
    while let (text, others) = rest.map(Self.cut) {
      (rest, number) = (others, number + 1)
      if text.hasPrefix("#") {
        comments.append(String(text.dropFirst().trimmingPrefix(" ")))
        continue
      }
      guard !text.allSatisfy(\.isWhitespace) else { continue }
      let line = HeaderLine(path: path, number: number, text: text)
      last = line.number
      guard let counts = header?.counts else {
        let parsed = try RecordHeader.parse(line, assuming: samplingRate)
        header = parsed
        continue
      }
      found += 1
      guard found <= counts.segments ?? counts.signals else { continue }
      if counts.segments == nil {
        if found > limits.signals {
          try limits.check(signals: counts.signals, path: path, at: .line(line.number))
        }
        let signal = try SignalDescription(line: line)
        try files.add(signal, line)
        signals.append(signal)
      } else {
        if found > limits.segments {
          try limits.check(segments: counts.segments ?? 0, path: path, at: .line(line.number))
        }
        segments.append(try RecordSegment(line: line))
      }
    }
    guard let (header, counts) = header else {
      throw FileError(
        .badData, path: path, "expected a record line, found none", remedy: "Fetch the file again")
    }
    let expected = counts.segments ?? counts.signals
    guard found == expected else {
      let (what, parts) =
        counts.segments == nil ? ("signal", "signals") : ("segment", "segments")
      throw FileError(
        .badData, path: path, at: .line(last),
        "expected \(expected) \(what) lines, found \(found)",
        remedy: "Correct the number of \(parts) in the first line or fetch the file again")
    }
    // For each the file is read once more.
    let skews = Set(signals.map(\.skew)).count
    guard skews <= Self.mostSkews else {
      throw FileError(
        .badData, path: path, at: .line(last),
        "expected at most \(Self.mostSkews) different skews, found \(skews)",
        remedy: "Correct the header or fetch the file again")
    }
    self = header
    (self.comments, self.signals, self.segments) = (comments, signals, segments)
    let unknown = signals.filter { !$0.isCalibrated }.map {
      $0.name.isEmpty ? "(unnamed)" : $0.name.printable
    }
    if let first = unknown.first {
      remarks.append(
        "no gain is said of \(first)\(unknown.count > 1 ? " and \((unknown.count - 1).counted("other signal"))" : ""): "
          + "\(Int(SignalDescription.assumedGain)) steps a unit are assumed, and amplitudes may be wrong"
      )
    }
  }

  /// The first line of a text, and what follows it; nil where nothing does. Lines are not made all at once: of
  /// short ones that takes many times the text.
  private static func cut(_ text: Substring) -> (line: Substring, rest: Substring?) {
    guard let end = text.firstIndex(where: \.isNewline) else { return (text, nil) }
    return (text[..<end], text[text.index(after: end)...])
  }

  /// The record line: `name[/segments] nsig [fs[/counter[(base)]] [length [time [date]]]]`.
  private static func parse(
    _ line: HeaderLine, assuming samplingRate: Double?
  ) throws -> (RecordHeader, counts: (signals: Int, segments: Int?)) {
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
    return (header, (signalCount, segmentCount))
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

  /// Time of day and date. When a recording began matters to nothing else in it, so that what is no time
  /// is passed over: thousands of headers have the date in its place. Others, as those of the Challenge of 2017, have
  /// it before the time.
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

extension RecordSegment {
  /// A segment line: `name length`.
  init(line: HeaderLine) throws {
    let fields = line.fields
    guard fields.count == 2 else {
      throw line.error(expected: "a segment's name and length", found: line.text)
    }
    // A header names records beside it; it has no business elsewhere on the disk.
    guard line.isFileName(fields[0]) else {
      throw line.error(expected: "a segment name without a folder", found: fields[0])
    }
    let count = try line.integer(fields[1], "a segment's length in samples", in: 0...Int.max)
    self.init(name: fields[0] == "~" ? nil : String(fields[0]), frameCount: count)
  }
}

/// Sees to it that the signals of one file stand in lines that follow one another, as header(5) asks: where they
/// do not, programs differ in which samples are whose.
private struct SignalFileOrder {
  private var last = ""
  private var earlier: Set<String> = []

  mutating func add(_ signal: SignalDescription, _ line: HeaderLine) throws {
    guard signal.fileName != last else { return }
    guard signal.format != .format0 else {
      last = ""
      return
    }
    guard earlier.insert(signal.fileName).inserted else {
      throw line.error(
        expected: "the signals of one file in lines that follow one another",
        found: "\(signal.fileName) once more")
    }
    last = signal.fileName
  }
}
