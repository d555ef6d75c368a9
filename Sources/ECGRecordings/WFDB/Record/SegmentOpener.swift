import ECGFiles
import Foundation

/// What opening the segments of a record has in common. Each is opened once however
/// often it occurs.
struct SegmentOpener {
  let master: RecordHeader
  let path: String
  /// The segments that were opened.
  private(set) var sources: [WFDBRecord.Source] = []
  private let folder: URL
  private let source: InputFolder
  private let tolerance: DamageTolerance
  private let limits: RecordingLimits
  private var headers: [String: RecordHeader] = [:]
  /// Where in ``sources`` a segment is.
  private var positions: [String: Int] = [:]
  /// Why a segment cannot be read whose files are not all there, by its name.
  private var missing: [String: FileError] = [:]
  /// The names of those, in order.
  private var namesOfMissing: [String] = []
  /// The first segment of a fixed layout whose signals have other names than the record's.
  private var otherNames: (segment: String, expected: [String], found: [String])?
  /// The record's signals by their names, in order.
  private var signalsByName: [String: [Int]] = [:]

  init(
    master: RecordHeader, path: String, source: InputFolder, tolerance: DamageTolerance,
    limits: RecordingLimits
  ) {
    self.master = master
    self.path = path
    self.source = source
    self.tolerance = tolerance
    self.limits = limits
    folder = URL(filePath: path).deletingLastPathComponent()
  }

  /// The frames of all segments together.
  func frameCount() throws -> Int {
    var count = 0
    for segment in master.segments {
      let (sum, overflow) = count.addingReportingOverflow(segment.frameCount)
      guard !overflow else { throw error("the segments are longer than a recording can be") }
      count = sum
    }
    if let given = master.frameCount, given != count {
      throw error("expected segments of \(given) samples in all, found \(count)")
    }
    return count
  }

  /// The signals of the layout segment, a first one without samples; nil where there is none.
  mutating func layout() throws -> [SignalDescription]? {
    guard let first = master.segments.first, first.frameCount == 0, let name = first.name else {
      return nil
    }
    return try known(header(name).signals)
  }

  /// Keeps the names of the record's signals.
  private mutating func known(_ signals: [SignalDescription]) -> [SignalDescription] {
    signalsByName = Dictionary(grouping: signals.indices) { signals[$0].name }
    return signals
  }

  /// The signals of the first segment that is no gap.
  mutating func firstSignals() throws -> [SignalDescription] {
    var failure: FileError?
    for name in master.segments.lazy.compactMap(\.name) {
      do {
        return try known(header(name).signals)
      } catch let error as FileError where isBearable(error) {
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
    return []
  }

  /// Whether what was thrown says that a segment is not there, which is then taken for a gap.
  private func isBearable(_ error: FileError) -> Bool {
    error.kind == .noInput && tolerance >= .missingSignals
  }

  /// - Throws: `FileError` where no segment is there.
  func checkMissing() throws {
    guard sources.isEmpty, let first = namesOfMissing.first, let error = missing[first] else {
      return
    }
    throw error
  }

  /// What of the record is not there or not as it should be, in sentences without a full stop.
  var remarks: [String] { remarksOnMissing + remarksOnNames }

  private var remarksOnNames: [String] {
    guard let otherNames else { return [] }
    let list = { (names: [String]) in
      let shown = names.prefix(12).map { $0.isEmpty ? "no name" : $0.printable }
      return shown.joined(separator: ", ") + (names.count > 12 ? ", …" : "")
    }
    return [
      "the signals of segment \(otherNames.segment.quoted) are \(list(otherNames.found)), those of the record "
        + "\(list(otherNames.expected)): they are joined by their order"
    ]
  }

  private var remarksOnMissing: [String] {
    guard let first = namesOfMissing.first else { return [] }
    let frames = master.segments.reduce(0) { sum, segment in
      sum + (segment.name.map { missing[$0] != nil } == true ? segment.frameCount : 0)
    }
    let seconds = String(format: "%.1f", Double(frames) / master.samplingRate)
    let rest = namesOfMissing.count - 1
    return [
      "segment \(first.quoted)\(rest > 0 ? " and \(rest) more are" : " is") not there: "
        + "\(seconds) s are taken for gaps"
    ]
  }

  private func path(of segment: String) -> String {
    RecordHeader.path(of: folder.appending(path: segment).relativePath)
  }

  private mutating func header(_ name: String) throws -> RecordHeader {
    if let header = headers[name] { return header }
    let header = try RecordHeader.read(
      path: path(of: name), in: source, assuming: master.samplingRate, limits: limits)
    guard header.segments.isEmpty else {
      throw error("expected segments of one piece, found that \(name.quoted) has several itself")
    }
    guard header.samplingRate == master.samplingRate else {
      throw error(
        "expected segments of \(master.samplingRate) Hz, found \(name.quoted) with \(header.samplingRate) Hz"
      )
    }
    headers[name] = header
    return header
  }

  /// The index in ``sources`` of a segment; nil for one that is not there, where that is borne.
  mutating func source(
    _ name: String, frameCount: Int, of signals: [SignalDescription], byName: Bool
  ) throws -> Int? {
    guard missing[name] == nil else { return nil }
    let position: Int
    if let known = positions[name] {
      position = known
    } else {
      let segment: WFDBSegment
      do {
        segment = try WFDBSegment(header: header(name), headerPath: path(of: name), in: source)
      } catch let error as FileError where isBearable(error) {
        missing[name] = error
        namesOfMissing.append(name)
        return nil
      }
      position = sources.count
      sources.append(
        WFDBRecord.Source(
          segment: segment,
          signals: byName
            ? try self.byName(signals, in: segment) : try inOrder(signals, in: segment)))
      positions[name] = position
    }
    let found = sources[position].segment.frameCount
    guard found == frameCount else {
      throw error("expected \(frameCount) samples in segment \(name.quoted), found \(found)")
    }
    return position
  }

  /// In a fixed layout all segments have the same signals in the same order, as header(5) has it.
  /// Where they have them in another, by their names, the names count; where they have other
  /// names, it is told.
  private mutating func inOrder(
    _ signals: [SignalDescription], in segment: WFDBSegment
  ) throws -> SignalPlaces {
    let found = segment.header.signals
    guard found.count == signals.count else {
      throw error(
        "expected \(signals.count) signals in every segment, found \(found.count) in "
          + "\(segment.header.name.quoted)")
    }
    let names = (expected: signals.map(\.name), found: found.map(\.name))
    if names.expected != names.found {
      if names.expected.sorted() == names.found.sorted() { return try byName(signals, in: segment) }
      otherNames = otherNames ?? (segment.header.name, names.expected, names.found)
    }
    for (expected, found) in zip(signals, found) { try check(found, expected, in: segment) }
    return .same
  }

  /// In a variable layout a signal is known by its name; of several with one name the first goes
  /// with the first, and so on.
  private func byName(
    _ signals: [SignalDescription], in segment: WFDBSegment
  ) throws -> SignalPlaces {
    var (found, seen): ([Int: Int], [String: Int]) = ([:], [:])
    for (position, signal) in segment.header.signals.enumerated() {
      let number = seen[signal.name, default: 0]
      seen[signal.name] = number + 1
      guard let namesakes = signalsByName[signal.name], number < namesakes.count else { continue }
      try check(signal, signals[namesakes[number]], in: segment)
      found[namesakes[number]] = position
    }
    return .some(found)
  }

  private func check(
    _ found: SignalDescription, _ expected: SignalDescription, in segment: WFDBSegment
  ) throws {
    guard found.samplesPerFrame == expected.samplesPerFrame else {
      throw error(
        "expected \(expected.samplesPerFrame) samples of \(expected.name.quoted) per frame, found "
          + "\(found.samplesPerFrame) in segment \(segment.header.name.quoted)")
    }
    guard VoltageUnit.convertible(found.units, to: expected.units) else {
      throw error(
        "expected \(expected.name.quoted) in \(expected.units), found \(found.units) in segment "
          + "\(segment.header.name.quoted)")
    }
  }

  private func error(_ problem: String) -> FileError {
    FileError(
      .badData, path: path, problem,
      remedy: "Correct the headers or fetch the whole record again")
  }
}
