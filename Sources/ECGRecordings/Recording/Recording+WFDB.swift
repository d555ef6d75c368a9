import ECGFiles
import Foundation

extension Recording {
  /// Reads a WFDB record: its header and all its signals, checked against the header's lengths and
  /// checksums.
  ///
  /// Samples are given as they are stored, skew included. Those of a record of several segments are
  /// given as if one file of format 32 held them all, with that format's missing value where
  /// nothing was recorded; the segments must agree in gain, baseline and unit.
  ///
  /// - Parameter path: the `.hea` file, or the record's path without `.hea`.
  /// - Throws: `FileError` that names the header or the signal file.
  public static func read(path: String) throws -> Recording {
    let record = try WFDBRecord(path: path)
    guard record.header.segments.isEmpty, let segment = record.whole else {
      return try joined(record)
    }
    let signals = Array(record.header.signals.indices)
    let samples = try segment.stored(signals, frames: 0..<segment.frameCount)
    for (index, signal) in record.header.signals.enumerated() where !samples[index].isEmpty {
      try SignalFile.check(
        samples[index].reduce(0, &+), of: signal, path: segment.path(ofSignal: index))
    }
    return Recording(header: record.header, samples: samples)
  }

  private static func joined(_ record: WFDBRecord) throws -> Recording {
    var header = record.header
    header.segments = []
    header.signals = try header.signals.indices.map { try description(ofSignal: $0, in: record) }
    let frameSize = header.signals.reduce(0) { $0 + $1.samplesPerFrame }
    try SizeLimit.check(
      frameCount: record.frameCount, frameSize: frameSize, stored: record.storedSampleCount,
      path: record.headerPath)
    var samples = header.signals.map {
      [Int32](repeating: .min, count: record.frameCount * $0.samplesPerFrame)
    }
    for source in record.sources { try source.segment.verifyChecksums() }
    try record.forEachPart(of: 0..<record.frameCount) { part, frames, offset in
      let wanted = header.signals.indices.filter { part.signals[$0] != nil }
      let stored = try part.segment.stored(
        wanted.compactMap { part.signals[$0] }, frames: frames)
      for (signal, values) in zip(wanted, stored) {
        let source = part.signals[signal].map { part.segment.header.signals[$0] }
        let missing = source?.format.missingValue ?? .min
        let start = offset * header.signals[signal].samplesPerFrame
        for (index, value) in values.enumerated() {
          samples[signal][start + index] = value == missing ? .min : value
        }
      }
    }
    for (index, signal) in samples.enumerated() {
      header.signals[index].initialValue = Int(signal.first ?? 0)
      header.signals[index].checksum = Int16(truncatingIfNeeded: signal.reduce(0, &+))
    }
    return Recording(header: header, samples: samples)
  }

  /// What the segments agree on for a signal.
  private static func description(
    ofSignal signal: Int, in record: WFDBRecord
  ) throws -> SignalDescription {
    var found: (description: SignalDescription, segment: String)?
    for part in record.sources {
      guard let position = part.signals[signal] else { continue }
      let here = part.segment.header.signals[position]
      guard let (first, name) = found else {
        found = (here, part.segment.header.name)
        continue
      }
      guard
        here.gain == first.gain, here.baseline == first.baseline, here.units == first.units
      else {
        throw FileError(
          .badData, path: record.headerPath,
          "expected one gain, baseline and unit of \(first.name.quoted) in all segments, found that "
            + "\(name.quoted) and \(part.segment.header.name.quoted) differ",
          remedy: "Read the record in millivolts, with RecordingFile")
      }
    }
    var result = found?.description ?? record.header.signals[signal]
    result.name = record.header.signals[signal].name
    result.fileName = "\(record.header.name).dat"
    result.format = .format32
    (result.byteOffset, result.skew, result.blockSize) = (0, 0, 0)
    return result
  }
}
