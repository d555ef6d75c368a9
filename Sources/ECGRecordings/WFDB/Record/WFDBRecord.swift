import ECGFiles
import Foundation

/// A WFDB record opened for reading: one segment, or several with gaps between them.
struct WFDBRecord: Sendable {
  /// The segment that a stretch of the record is taken from; several stretches may be of one.
  struct Source: Sendable {
    let segment: WFDBSegment
    /// For each signal of the record the signal of the segment that continues it, where one does.
    let signals: SignalPlaces
  }

  /// A stretch of the record: a header of a few bytes can have a million of them.
  private struct Part {
    /// The record's frame at which it begins.
    let start: Int
    /// Which of ``sources`` it is.
    let source: Int
  }

  /// The header of the whole: the signals of a multi-segment record are those of its layout
  /// segment, or of its first one where the layout is fixed.
  let header: RecordHeader
  let headerPath: String
  let frameCount: Int
  /// The segments, each once, in order of their first stretch.
  let sources: [Source]
  /// In order of time, none overlapping and none empty.
  private let parts: [Part]

  /// More frames than this are taken for a damaged header: at 1 kHz, 34 years.
  private static let largestFrameCount = 1 << 40

  /// - Parameters:
  ///   - path: the `.hea` file, or the record's path without `.hea`.
  ///   - folder: where it is.
  ///   - samplingRate: the sampling rate in Hz where its header gives none; nil for that
  ///     of the format.
  ///   - tolerance: what may be missing.
  ///   - limits: what its headers may announce.
  /// - Throws: `FileError`.
  init(
    path: String, in folder: InputFolder = .disk, assuming samplingRate: Double? = nil,
    tolerance: DamageTolerance = .none, limits: RecordingLimits = RecordingLimits()
  ) throws {
    headerPath = folder.shown(RecordHeader.path(of: path))
    var header = try RecordHeader.read(
      path: headerPath, in: folder, assuming: samplingRate, limits: limits)
    if header.segments.isEmpty {
      try limits.check(header, frames: header.frameCount ?? 0, path: headerPath)
      let segment = try WFDBSegment(
        header: header, headerPath: headerPath, in: folder, tolerance: tolerance)
      frameCount = segment.frameCount
      try Self.check(frameCount: frameCount, path: headerPath)
      sources = [Source(segment: segment, signals: .same)]
      parts = [Part(start: 0, source: 0)]
    } else {
      var opener = SegmentOpener(
        master: header, path: headerPath, source: folder, tolerance: tolerance, limits: limits)
      frameCount = try opener.frameCount()
      try Self.check(frameCount: frameCount, path: headerPath)
      let layout = try opener.layout()
      header.signals = try layout ?? opener.firstSignals()
      header.frameCount = frameCount
      try limits.check(header, frames: frameCount, path: headerPath)
      var parts: [Part] = []
      var start = 0
      for segment in header.segments {
        defer { start += segment.frameCount }
        // The layout has no frames, nor has anything else that may be passed over.
        guard let name = segment.name, segment.frameCount > 0 else { continue }
        let source = try opener.source(
          name, frameCount: segment.frameCount, of: header.signals, byName: layout != nil)
        if let source { parts.append(Part(start: start, source: source)) }
      }
      try opener.checkMissing()
      header.remarks += opener.remarks
      self.parts = parts
      sources = opener.sources
    }
    self.header = header
  }

  private static func check(frameCount: Int, path: String) throws {
    guard frameCount > largestFrameCount else { return }
    throw FileError(
      .badData, path: path,
      "expected at most \(largestFrameCount) samples per signal, found \(frameCount)",
      remedy: "Correct the header or fetch it again")
  }

  /// The only segment of a record that is one, or begins and ends with it.
  var whole: WFDBSegment? { parts.count == 1 ? sources[0].segment : nil }

  /// Calls `body` for each stretch that holds some of `frames`, with the range in the segment's
  /// frames and the offset at which it begins in `frames`.
  func forEachPart(
    of frames: Range<Int>, _ body: (Source, Range<Int>, _ offset: Int) throws -> Void
  ) rethrows {
    let first = parts.partitionPoint { end(of: $0) > frames.lowerBound }
    for part in parts[first...] {
      guard part.start < frames.upperBound else { return }
      let lower = max(frames.lowerBound, part.start)
      let upper = min(frames.upperBound, end(of: part))
      guard lower < upper else { continue }
      try body(
        sources[part.source], (lower - part.start)..<(upper - part.start),
        lower - frames.lowerBound)
    }
  }

  private func end(of part: Part) -> Int {
    part.start + sources[part.source].segment.frameCount
  }

  /// The samples that are in files, of all signals together.
  var storedSampleCount: Int {
    let widths = sources.map { source in
      source.segment.header.signals.reduce(0) {
        $0 + ($1.format == .format0 ? 0 : $1.samplesPerFrame)
      }
    }
    return parts.reduce(0) { sum, part in
      let (count, overflow) = widths[part.source].multipliedReportingOverflow(
        by: sources[part.source].segment.frameCount)
      let (total, isOver) = sum.addingReportingOverflow(count)
      return overflow || isOver ? .max : total
    }
  }
}

/// Where a segment has the signals of the record.
enum SignalPlaces: Equatable, Sendable {
  /// The same in the same order.
  case same
  /// Some of them: for a signal of the record that of the segment. Not an array, since a segment of
  /// one signal may be one of thousands in a record of thousands of signals.
  case some([Int: Int])

  /// The segment's signal for one of the record; nil where it has none.
  subscript(signal: Int) -> Int? {
    switch self {
    case .same: signal
    case .some(let locations): locations[signal]
    }
  }
}

extension RecordingLimits {
  /// - Throws: `FileError` where a header announces too much.
  fileprivate func check(_ header: RecordHeader, frames: Int, path: String) throws {
    try check(signals: header.signals.count, path: path)
    try check(segments: header.segments.count, of: header.signals.count, path: path)
    try check(
      frames: frames, of: header.signals.reduce(0) { $0 + $1.samplesPerFrame },
      lasting: 1 / header.samplingRate, path: path)
  }
}
