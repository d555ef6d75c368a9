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

  /// More annotations than this are none that a person made; each takes many times the bytes it
  /// has in the file.
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
    let runs = try Self.runs(of: recordCount, onsets, header, path: bytes.path)
    self.runs = runs
    // Where the physical limits are swapped too, it is upright.
    let inverted = channels.filter {
      $0.flaw == nil && $0.digital.low > $0.digital.high && $0.physical.low < $0.physical.high
    }
    let remarks =
      remarks
      + inverted.map {
        "the digital minimum of signal \($0.label.quoted) is above its maximum in the header, so that it is read "
          + "upside down: if they were confused, its waves point the wrong way"
      }
      + channels.filter { $0.isUnsigned && !header.isBDF }.map {
        "by its digital limits signal \($0.label.quoted) has numbers without a sign, and is read so"
      }
    self.remarks =
      header.isDiscontinuous
      ? remarks : remarks + Self.misfits(of: runs, onsets, recordCount, header)
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
        let step = signal.isUnsigned && value < 0 ? value + 65_536 : value
        samples.append(Float(Double(step) * gain + shift))
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
    guard count >= held else {
      return (
        count,
        [
          "the file holds \(held) data records, of which the header declares \(count): the rest is left unread"
        ]
      )
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
        guard isList, isTimed else {
          guard header.isPlus else { return (onsets, events, [unreadable(from: start)]) }
          throw malformed(bytes.path, start)
        }
      }
    }
    let remark = "of \(count) annotations the first \(mostEvents) are read"
    return (onsets, events, count > events.count ? [remark] : [])
  }

  private static func unreadable(from byte: Int) -> String {
    "the header does not say that the file is EDF+, and its annotations cannot be read from byte \(byte) on: "
      + "from there they are left out, and gaps between data records are not seen"
  }

  private static func malformed(_ path: String, _ byte: Int) -> FileError {
    FileError(
      .badData, path: path, at: .byte(byte),
      "expected the annotations of a data record (a sign, a time, texts), found something else",
      remedy: "The file is damaged or not written to the standard; fetch or export it again")
  }

  /// The stretches without gaps. Where the header says that there is but one, only a jump from one
  /// data record to the next makes more: clocks that are not quite right drift.
  private static func runs(
    of recordCount: Int, _ onsets: [Double], _ header: EDFHeader, path: String
  ) throws -> [SampleRun] {
    guard !header.isDiscontinuous else { return try runs(onsets, header, path: path) }
    var runs = [SampleRun(start: 0, periods: 0..<recordCount)]
    guard let first = onsets.first else { return runs }
    let longest = header.recordDuration + max(header.recordDuration, leastJump)
    for index in onsets.indices.dropFirst() where onsets[index] - onsets[index - 1] > longest {
      let last = runs[runs.count - 1]
      let end = last.start + Double(index - last.periods.lowerBound) * header.recordDuration
      runs[runs.count - 1].periods = last.periods.lowerBound..<index
      runs.append(
        SampleRun(start: max(onsets[index] - first, end), periods: index..<recordCount))
    }
    return runs
  }

  /// What times say against a header by which there are no gaps.
  private static func misfits(
    of runs: [SampleRun], _ onsets: [Double], _ recordCount: Int, _ header: EDFHeader
  ) -> [String] {
    let claim =
      "the header says \(header.isPlus ? "that there are no gaps" : "nothing of gaps"), but by their times "
      + "data records"
    var remarks = runs.count > 1 ? ["\(claim) have \(runs.count - 1) between them"] : []
    guard let first = onsets.first else { return remarks }
    // Runs that were joined, where the times go on elsewhere.
    var (worst, isJump) = (0.0, false)
    for run in runs {
      var previous = 0.0
      // Of a list that cannot be read to its end there are no times behind it.
      for index in run.periods.clamped(to: onsets.indices) {
        let place = run.start + Double(index - run.periods.lowerBound) * header.recordDuration
        let late = onsets[index] - first - place
        if abs(late) > abs(worst) { worst = late }
        if index > run.periods.lowerBound, abs(late - previous) > beat { isJump = true }
        previous = late
      }
    }
    if let fall = onsets.indices.dropFirst().first(where: { onsets[$0] < onsets[$0 - 1] }) {
      remarks.append(
        "by its time data record \(fall + 1) begins before the one in front of it: they are read as they stand"
      )
    } else if isJump || abs(worst) > leastJump {
      let seconds = (abs(worst) * 10).rounded() / 10
      remarks.append(
        "\(claim) begin up to \(seconds) s \(worst > 0 ? "later" : "earlier") than they are read")
    }
    return remarks
  }

  /// A data record so many seconds off where it is read is off by more than clocks are in
  /// so short a time.
  private static let beat = 0.5

  /// Seconds between data records that are no gap in a file that says it has none.
  private static let leastJump = 1.0

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
