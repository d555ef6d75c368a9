public import ECGFiles
import ECGText
import Foundation

extension RecordHeader {
  /// Reads a header file.
  ///
  /// - Parameters:
  ///   - path: the `.hea` file, or the record's path without `.hea`.
  ///   - folder: where it is.
  ///   - samplingRate: the sampling rate in Hz where it gives none; nil for
  ///     ``defaultSamplingRate``, which is then remarked.
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
    var lines = HeaderLines(text, path: path)
    guard let recordLine = lines.next() else {
      throw FileError(
        .badData, path: path, "expected a record line, found none", remedy: "Fetch the file again")
    }
    let announced: AnnouncedLines
    (self, announced) = try Self.parse(recordLine, assuming: samplingRate)
    var (found, last) = (0, recordLine)
    var files = SignalFileOrder()
    while let line = lines.next() {
      (found, last) = (found + 1, line)
      // Lines that follow the expected ones are counted, not kept.
      guard found <= announced.count else { continue }
      switch announced {
      case .signals(let count):
        if found > limits.signals {
          try limits.check(signals: count, path: path, at: .line(line.number))
        }
        let signal = try SignalDescription(line: line)
        try files.add(signal, line)
        signals.append(signal)
      case .segments(let count):
        if found > limits.segments {
          try limits.check(segments: count, path: path, at: .line(line.number))
        }
        segments.append(try RecordSegment(line: line))
      }
    }
    comments = lines.comments
    try announced.check(found, last)
    try checkSkews(last)
    if let remark = assumedGains { remarks.append(remark) }
  }

  private func checkSkews(_ last: HeaderLine) throws {
    // For each the file is read once more.
    let skews = Set(signals.map(\.skew)).count
    guard skews <= Self.mostSkews else {
      throw FileError(
        .badData, path: last.path, at: .line(last.number),
        "expected at most \(Self.mostSkews) different skews, found \(skews)",
        remedy: "Correct the header or fetch the file again")
    }
  }

  /// Whose gain is not said; nil where all are.
  private var assumedGains: String? {
    let unknown = signals.filter { !$0.isCalibrated }.map {
      $0.name.isEmpty ? "(unnamed)" : $0.name.printable
    }
    guard let first = unknown.first else { return nil }
    let others =
      unknown.count > 1 ? " and \((unknown.count - 1).counted("other signal"))" : ""
    return "no gain is said of \(first)\(others): "
      + "\(Int(SignalDescription.assumedGain)) steps a unit are assumed, and amplitudes may be wrong"
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

/// Sees to it that the signals of one file stand in lines that follow one another, as header(5)
/// asks: where they do not, programs differ in which samples are whose.
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
