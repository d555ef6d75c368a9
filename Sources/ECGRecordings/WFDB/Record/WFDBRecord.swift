import ECGFiles
import Foundation

/// A WFDB record opened for reading: one segment, or several with gaps between them.
struct WFDBRecord: Sendable {
  /// A segment and its place.
  struct Part: Sendable {
    /// The record's frame at which the segment begins.
    let start: Int
    let segment: WFDBSegment
    /// For each signal of the record the signal of the segment that continues it, where one does.
    let signals: [Int?]
  }

  /// The header of the whole: the signals of a multi-segment record are those of its layout segment,
  /// or of its first one where the layout is fixed.
  let header: RecordHeader
  let headerPath: String
  let frameCount: Int
  /// In order of time, none overlapping.
  let parts: [Part]

  /// More frames than this are taken for a damaged header: at 1 kHz, 34 years.
  private static let largestFrameCount = 1 << 40

  /// - Parameters:
  ///   - path: the `.hea` file, or the record's path without `.hea`.
  ///   - folder: where it is.
  ///   - tolerance: what may be missing of a record of one segment.
  init(path: String, in folder: InputFolder = .disk, tolerance: DamageTolerance = .none) throws {
    headerPath = folder.shown(RecordHeader.path(of: path))
    let header = try RecordHeader.read(path: headerPath, in: folder)
    if header.segments.isEmpty {
      let segment = try WFDBSegment(
        header: header, headerPath: headerPath, in: folder, tolerance: tolerance)
      self.header = header
      frameCount = segment.frameCount
      parts = [Part(start: 0, segment: segment, signals: Array(header.signals.indices))]
    } else {
      (self.header, parts) = try Self.open(header, path: headerPath, in: folder)
      frameCount = self.header.frameCount ?? 0
    }
    guard frameCount <= Self.largestFrameCount else {
      throw FileError(
        .badData, path: headerPath,
        "expected at most \(Self.largestFrameCount) samples per signal, found \(frameCount)",
        remedy: "Correct the header or fetch it again")
    }
  }

  /// Opens the segments and finds the whole's signals in each.
  private static func open(
    _ master: RecordHeader, path: String, in folder: InputFolder
  ) throws -> (RecordHeader, [Part]) {
    var opener = SegmentOpener(master: master, path: path, source: folder)
    var header = master
    var layout: [SignalDescription]?
    var parts: [Part] = []
    var start = 0
    for (index, segment) in master.segments.enumerated() {
      if index == 0, segment.frameCount == 0, let name = segment.name {
        layout = try opener.header(name).signals
        continue
      }
      guard let name = segment.name else {
        start = try opener.advance(start, by: segment.frameCount)
        continue
      }
      let opened = try opener.segment(name, frameCount: segment.frameCount)
      let signals = layout ?? parts.first?.segment.header.signals ?? opened.header.signals
      let places =
        try layout == nil
        ? opener.inOrder(signals, in: opened) : opener.byName(signals, in: opened)
      parts.append(Part(start: start, segment: opened, signals: places))
      start = try opener.advance(start, by: segment.frameCount)
    }
    if let given = master.frameCount, given != start {
      throw opener.error("expected segments of \(given) samples in all, found \(start)")
    }
    header.signals = layout ?? parts.first?.segment.header.signals ?? []
    header.frameCount = start
    return (header, parts)
  }

  /// Calls `body` for each part that holds some of `frames`, with the range in the part's frames and
  /// the offset at which it begins in `frames`.
  func forEachPart(
    of frames: Range<Int>, _ body: (Part, Range<Int>, _ offset: Int) throws -> Void
  ) rethrows {
    // Parts are sorted: find the first that ends after the range begins.
    var low = 0
    var high = parts.count
    while low < high {
      let middle = (low + high) / 2
      if parts[middle].start + parts[middle].segment.frameCount <= frames.lowerBound {
        low = middle + 1
      } else {
        high = middle
      }
    }
    for part in parts[low...] {
      guard part.start < frames.upperBound else { return }
      let lower = max(frames.lowerBound, part.start)
      let upper = min(frames.upperBound, part.start + part.segment.frameCount)
      guard lower < upper else { continue }
      try body(part, (lower - part.start)..<(upper - part.start), lower - frames.lowerBound)
    }
  }

  /// The samples that are in files, of all signals together.
  var storedSampleCount: Int {
    parts.reduce(0) { sum, part in
      let width = part.segment.header.signals.reduce(0) {
        $0 + ($1.format == .format0 ? 0 : $1.samplesPerFrame)
      }
      return sum + part.segment.frameCount * width
    }
  }
}

/// What opening the segments of a record has in common.
private struct SegmentOpener {
  let master: RecordHeader
  let path: String
  private let folder: URL
  private let source: InputFolder
  // Read once however often a segment occurs.
  private var headers: [String: RecordHeader] = [:]
  private var segments: [String: WFDBSegment] = [:]

  init(master: RecordHeader, path: String, source: InputFolder) {
    self.master = master
    self.path = path
    self.source = source
    folder = URL(filePath: path).deletingLastPathComponent()
  }

  private func path(of segment: String) -> String {
    RecordHeader.path(of: folder.appending(path: segment).relativePath)
  }

  mutating func header(_ name: String) throws -> RecordHeader {
    if let header = headers[name] { return header }
    let header = try RecordHeader.read(path: path(of: name), in: source)
    guard header.segments.isEmpty else {
      throw error("expected segments of one piece, found that '\(name)' has several itself")
    }
    guard header.samplingRate == master.samplingRate else {
      throw error(
        "expected segments of \(master.samplingRate) Hz, found '\(name)' with \(header.samplingRate) Hz"
      )
    }
    headers[name] = header
    return header
  }

  mutating func segment(_ name: String, frameCount: Int) throws -> WFDBSegment {
    let header = try header(name)
    let segment =
      try segments[name]
      ?? WFDBSegment(header: header, headerPath: path(of: name), in: source)
    segments[name] = segment
    guard segment.frameCount == frameCount else {
      throw error(
        "expected \(frameCount) samples in segment '\(name)', found \(segment.frameCount)")
    }
    return segment
  }

  /// The place after `count` more frames.
  func advance(_ start: Int, by count: Int) throws -> Int {
    let (end, overflow) = start.addingReportingOverflow(count)
    guard !overflow else { throw error("the segments are longer than a recording can be") }
    return end
  }

  /// In a fixed layout all segments have the same signals.
  func inOrder(_ signals: [SignalDescription], in segment: WFDBSegment) throws -> [Int?] {
    let found = segment.header.signals
    guard found.count == signals.count else {
      throw error(
        "expected \(signals.count) signals in every segment, found \(found.count) in "
          + "'\(segment.header.name)'")
    }
    for (expected, found) in zip(signals, found) { try check(found, expected, in: segment) }
    return Array(signals.indices)
  }

  /// In a variable layout a signal is known by its name; of several with one name the first goes with
  /// the first, and so on.
  func byName(_ signals: [SignalDescription], in segment: WFDBSegment) throws -> [Int?] {
    var left = Dictionary(grouping: segment.header.signals.indices) {
      segment.header.signals[$0].name
    }
    return try signals.map { signal in
      guard let place = left[signal.name]?.first else { return nil }
      left[signal.name]?.removeFirst()
      try check(segment.header.signals[place], signal, in: segment)
      return place
    }
  }

  private func check(
    _ found: SignalDescription, _ expected: SignalDescription, in segment: WFDBSegment
  ) throws {
    guard found.samplesPerFrame == expected.samplesPerFrame else {
      throw error(
        "expected \(expected.samplesPerFrame) samples of '\(expected.name)' per frame, found "
          + "\(found.samplesPerFrame) in segment '\(segment.header.name)'")
    }
    guard VoltageUnit.convertible(found.units, to: expected.units) else {
      throw error(
        "expected '\(expected.name)' in \(expected.units), found \(found.units) in segment "
          + "'\(segment.header.name)'")
    }
  }

  func error(_ problem: String) -> FileError {
    FileError(
      .badData, path: path, problem,
      remedy: "Correct the headers or fetch the whole record again")
  }
}
