import ECGFiles
public import Foundation

extension Recording {
  /// Writes a WFDB record: its header and the signal files that the header names, beside it.
  ///
  /// Formats, samples per frame, skews and byte offsets are those of the header's signals; lengths,
  /// initial values and checksums are taken from the samples. Signals that follow one another and
  /// name one file share it. All formats but FLAC are written, format 0 as a signal without a file.
  /// Each file appears whole or not at all, the header last.
  ///
  /// - Parameters:
  ///   - path: the `.hea` file, or the record's path without `.hea`.
  ///   - overwrite: whether files that exist may be replaced.
  /// - Throws: `FileError` of kind `badData` for what the formats cannot hold: a sample out of
  ///   range, signals of different lengths, in format 8 a step of more than 127; of kind
  ///   `cannotWrite` or `inputOutput` where writing fails.
  public func write(to path: String, overwrite: Bool = false) throws {
    let headerPath = RecordHeader.path(of: path)
    let writer = try RecordWriter(self, headerPath: headerPath)
    let text = try writer.header.text(path: headerPath)
    let files = try writer.files()
    for path in files.map(\.path) + [headerPath] {
      try OutputFile.check(path: path, overwrite: overwrite)
    }
    for file in files { try OutputFile.write(file.content, to: file.path, overwrite: overwrite) }
    try OutputFile.write(text, to: headerPath, overwrite: overwrite)
  }

  /// The files that ``write(to:overwrite:)`` writes, by their names.
  ///
  /// - Throws: `FileError` of kind `badData` as there.
  public func files(named name: String) throws -> [String: Data] {
    let headerPath = RecordHeader.path(of: name)
    let writer = try RecordWriter(self, headerPath: headerPath)
    var files = [headerPath: Data(try writer.header.text(path: headerPath).utf8)]
    for file in try writer.files() {
      files[URL(filePath: file.path).lastPathComponent] = file.content
    }
    return files
  }
}

/// Packs the samples of a record.
private struct RecordWriter {
  /// The header, completed by what follows from the samples.
  private(set) var header: RecordHeader
  private let samples: [[Int32]]
  private let headerPath: String
  private let frameCount: Int

  init(_ recording: Recording, headerPath: String) throws {
    let signals = recording.header.signals
    let stored = signals.indices.filter { signals[$0].format != .format0 }
    frameCount =
      stored.first.map { recording.samples[$0].count / max(signals[$0].samplesPerFrame, 1) }
      ?? recording.header.frameCount ?? 0
    self.headerPath = headerPath
    header = recording.header
    header.segments = []
    samples = recording.samples
    for index in stored {
      let signal = header.signals[index]
      guard samples[index].count == frameCount * signal.samplesPerFrame else {
        throw error(
          "expected \(frameCount * signal.samplesPerFrame) samples of signal \(signal.name.quoted), "
            + "found \(samples[index].count)")
      }
      let range = signal.format.sampleRange
      if let offset = samples[index].firstIndex(where: { !range.contains($0) }) {
        throw error(
          "sample \(offset) of signal \(signal.name.quoted), \(samples[index][offset]), is out of the range "
            + "of format \(signal.format.rawValue)")
      }
      header.signals[index].initialValue = Int(samples[index].first ?? 0)
      header.signals[index].checksum = Int16(truncatingIfNeeded: samples[index].reduce(0, &+))
      header.signals[index].blockSize = 0
    }
    header.frameCount = frameCount
  }

  /// The signal files and their bytes.
  func files() throws -> [(path: String, content: Data)] {
    let folder = URL(filePath: headerPath).deletingLastPathComponent()
    var files: [(path: String, content: Data)] = []
    var rest = header.signals.indices[...]
    while let first = rest.first {
      let signal = header.signals[first]
      let group = Array(rest.prefix { header.signals[$0].fileName == signal.fileName })
      rest.removeFirst(group.count)
      if signal.format == .format0 { continue }
      guard
        group.allSatisfy({
          header.signals[$0].format == signal.format
            && header.signals[$0].byteOffset == signal.byteOffset
        })
      else {
        throw error(
          "expected one format and byte offset for all signals in \(signal.fileName.quoted)")
      }
      let path = folder.appending(path: signal.fileName).relativePath
      guard !files.contains(where: { $0.path == path }) else {
        throw error("expected the signals in \(signal.fileName.quoted) to follow one another")
      }
      files.append((path, Data(try bytes(of: group))))
    }
    return files
  }

  private func bytes(of group: [Int]) throws -> [UInt8] {
    let signal = header.signals[group[0]]
    guard let packing = signal.format.packing else {
      throw error("signal format \(signal.format.rawValue) (FLAC) cannot be written")
    }
    var stream: [Int32] = []
    stream.reserveCapacity(group.reduce(0) { $0 + samples[$1].count })
    for frame in 0..<frameCount {
      for index in group {
        let width = header.signals[index].samplesPerFrame
        stream += samples[index][(frame * width)..<((frame + 1) * width)]
      }
    }
    if signal.format == .format8 { try takeDifferences(&stream, group) }
    var bytes = [UInt8](repeating: 0, count: signal.byteOffset)
    stream.withUnsafeBufferPointer { packing.pack($0, into: &bytes) }
    return bytes
  }

  /// Turns samples into their differences from the signal's sample before.
  private func takeDifferences(_ stream: inout [Int32], _ group: [Int]) throws {
    var last = group.map { Int32(truncatingIfNeeded: header.signals[$0].initialValue) }
    var offset = 0
    for frame in 0..<frameCount {
      for (position, index) in group.enumerated() {
        for _ in 0..<header.signals[index].samplesPerFrame {
          let (step, overflow) = stream[offset].subtractingReportingOverflow(last[position])
          guard !overflow, Int8(exactly: step) != nil else {
            throw error(
              "the step to frame \(frame) of signal \(header.signals[index].name.quoted) is too long for "
                + "format 8")
          }
          last[position] = stream[offset]
          stream[offset] = step
          offset += 1
        }
      }
    }
  }

  private func error(_ problem: String) -> FileError {
    FileError(
      .badData, path: headerPath, problem,
      remedy: "Choose a format that holds the samples, such as 16 or 32")
  }
}
