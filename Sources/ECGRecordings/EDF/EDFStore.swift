import ECGFiles

/// The samples of an EDF, EDF+ or BDF file in physical units.
struct EDFStore: SampleStore {
  let signals: [RecordedSignal]
  let samplesPerPeriod: [Int]
  let period: Double
  let runs: [SampleRun]
  let remarks: [String]
  private let bytes: FileBytes
  private let header: EDFHeader
  /// The header's signals that are no annotations.
  private let channels: [EDFHeader.Signal]
  private let recordCount: Int

  /// Data records are read in pieces of about so many bytes.
  private static let pieceSize = 1 << 20

  /// More annotations than this are none that a person made; each takes many times the bytes it has in the file.
  private static let mostEvents = 1 << 18

  /// Opens the file; its annotations are read once.
  ///
  /// - Throws: ``FileError``.
  static func open(
    _ bytes: FileBytes, header: EDFHeader, tolerance: DamageTolerance, limits: RecordingLimits
  ) throws -> (EDFStore, events: [RecordedEvent]) {
    let (count, remarks) = try recordCount(bytes, header, tolerance)
    try limits.check(
      frames: count, of: header.signals.reduce(0) { $0 + ($1.isAnnotations ? 0 : $1.count) },
      lasting: header.recordDuration, path: bytes.path)
    let annotations = try annotations(bytes, header, count)
    let first = annotations.onsets.first ?? 0
    var events = annotations.events
    for index in events.indices { events[index].onset -= first }
    let store = try EDFStore(
      bytes, header, count, onsets: annotations.onsets,
      remarks: remarks + annotations.remarks)
    return (store, events.sorted { $0.onset < $1.onset })
  }

  private init(
    _ bytes: FileBytes, _ header: EDFHeader, _ recordCount: Int, onsets: [Double],
    remarks: [String]
  ) throws {
    self.remarks = remarks
    self.bytes = bytes
    self.header = header
    self.recordCount = recordCount
    channels = header.signals.filter { !$0.isAnnotations }
    period = header.recordDuration > 0 ? header.recordDuration : 1
    samplesPerPeriod = channels.map { max($0.count, 1) }
    let duration = period
    signals = channels.map {
      RecordedSignal(
        name: $0.label, storedUnit: $0.unit, samplingRate: Double($0.count) / duration,
        flaw: $0.flaw)
    }
    runs =
      header.isDiscontinuous
      ? try Self.runs(onsets, header, path: bytes.path)
      : [SampleRun(start: 0, periods: 0..<recordCount)]
  }

  var storedSampleCount: Int { recordCount * samplesPerPeriod.reduce(0, +) }

  func samples(of wanted: [Int], periods: Range<Int>) throws -> [[Float]] {
    var result = wanted.map { channel in
      var samples: [Float] = []
      samples.reserveCapacity(periods.count * samplesPerPeriod[channel])
      return samples
    }
    let size = header.recordByteCount
    let step = max(1, Self.pieceSize / max(size, 1))
    for start in stride(from: periods.lowerBound, to: periods.upperBound, by: step) {
      let end = min(start + step, periods.upperBound)
      let first = header.byteCount + start * size
      let piece = try bytes.read(first..<(first + (end - start) * size))
      piece.withUnsafeBytes { piece in
        for record in 0..<(end - start) {
          for (index, channel) in wanted.enumerated() {
            decode(piece, at: record * size + channels[channel].offset, channel, &result[index])
          }
        }
      }
    }
    return result
  }

  private func decode(
    _ bytes: UnsafeRawBufferPointer, at offset: Int, _ channel: Int, _ samples: inout [Float]
  ) {
    let signal = channels[channel]
    guard signal.flaw == nil else {
      samples += repeatElement(.nan, count: samplesPerPeriod[channel])
      return
    }
    let unit = VoltageUnit.millivolts(in: signal.unit) ?? 1
    let step =
      (signal.physical.high - signal.physical.low) / (signal.digital.high - signal.digital.low)
    let (gain, shift) = (step * unit, (signal.physical.low - signal.digital.low * step) * unit)
    if header.isBDF {
      for index in 0..<signal.count {
        let value = Packing24.sample(bytes, at: offset + 3 * index)
        samples.append(Float(Double(value) * gain + shift))
      }
    } else {
      for index in 0..<signal.count {
        let value = Packing16.sample(bytes, at: offset + 2 * index)
        samples.append(Float(Double(value) * gain + shift))
      }
    }
  }

  /// The data records that can be read, and what is to be said of their number.
  private static func recordCount(
    _ bytes: FileBytes, _ header: EDFHeader, _ tolerance: DamageTolerance
  ) throws -> (count: Int, remarks: [String]) {
    let available = max(bytes.count - header.byteCount, 0)
    let held = header.recordByteCount == 0 ? 0 : available / header.recordByteCount
    guard let count = header.recordCount else {
      return (held, ["the header leaves the number of data records open: all \(held) are read"])
    }
    guard header.recordByteCount > 0 else { return (count, []) }
    if count == 0, held > 0, tolerance == .cutShort {
      return (
        held, ["the header says that there are no data records; all \(held) in the file are read"]
      )
    }
    guard count <= held || (held > 0 && tolerance == .cutShort) else {
      throw FileError(
        .badData, path: bytes.path,
        "expected \(count) data records of \(header.recordByteCount) bytes, found "
          + "\(available) bytes of them", remedy: "The file is cut short; fetch it again")
    }
    guard count > held else { return (count, []) }
    return (held, ["the file is cut short: \(held) of \(count) data records are there"])
  }

  /// The onset of each data record, where the file says so, and the remarks.
  private static func annotations(
    _ bytes: FileBytes, _ header: EDFHeader, _ recordCount: Int
  ) throws -> (onsets: [Double], events: [RecordedEvent], remarks: [String]) {
    let lists = header.signals.filter { $0.isAnnotations && $0.count > 0 }
    var onsets: [Double] = []
    var events: [RecordedEvent] = []
    var count = 0
    guard !lists.isEmpty else {
      guard !header.isDiscontinuous else {
        throw FileError(
          .badData, path: bytes.path,
          "expected annotations that say when each data record began, found none",
          remedy: "The file is not written to the standard; export it again")
      }
      return ([], [], [])
    }
    let file = try bytes.opened()
    for record in 0..<recordCount {
      for (index, list) in lists.enumerated() {
        let start = header.byteCount + record * header.recordByteCount + list.offset
        let content = try file.read(start..<(start + list.count * header.bytesPerSample))
        var isTimed = index > 0
        let isList = EDFAnnotations.forEach(in: content[...]) { entry in
          // The first entry says when the data record began, and need not say more.
          if !isTimed { onsets.append(entry.onset) }
          isTimed = true
          for text in entry.texts {
            count += 1
            guard events.count < mostEvents else { return }
            events.append(
              RecordedEvent(onset: entry.onset, duration: entry.duration, text: text))
          }
        }
        guard isList, isTimed else { throw malformed(bytes.path, start) }
      }
    }
    let remark = "of \(count) annotations the first \(mostEvents) are read"
    return (onsets, events, count > events.count ? [remark] : [])
  }

  private static func malformed(_ path: String, _ byte: Int) -> FileError {
    FileError(
      .badData, path: path, at: .byte(byte),
      "expected the annotations of a data record (a sign, a time, texts), found something else",
      remedy: "The file is damaged or not written to the standard; fetch or export it again")
  }

  /// Data records that follow one another within half a sample are one stretch.
  private static func runs(
    _ onsets: [Double], _ header: EDFHeader, path: String
  ) throws -> [SampleRun] {
    let most = header.signals.filter { !$0.isAnnotations }.map(\.count).max() ?? 1
    let tolerance = 0.5 * header.recordDuration / Double(most)
    let first = onsets.first ?? 0
    var runs: [SampleRun] = []
    for (index, onset) in onsets.enumerated() {
      let start = onset - first
      guard let last = runs.last else {
        runs.append(SampleRun(start: start, periods: 0..<1))
        continue
      }
      let end = last.start + Double(last.periods.count) * header.recordDuration
      guard start >= end - tolerance else {
        throw FileError(
          .badData, path: path,
          "expected data record \(index + 1) to begin at \(end + first) s or later, found \(onset) s",
          remedy: "The file is not written to the standard; export it again")
      }
      if start <= end + tolerance {
        runs[runs.count - 1].periods = last.periods.lowerBound..<(index + 1)
      } else {
        runs.append(SampleRun(start: start, periods: index..<(index + 1)))
      }
    }
    return runs
  }
}
