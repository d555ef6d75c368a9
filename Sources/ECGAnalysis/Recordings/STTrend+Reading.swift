import ECGFiles
import ECGRecordings
public import ECGSignals

extension STTrend {
  /// Measures the leads of a recording that its beats were classified by, in a pass of its own: which beats are
  /// normal has to be known before.
  ///
  /// - Parameters:
  ///   - recording: the recording with its classified beats.
  ///   - events: its ``ClassifiedRecording/events``.
  /// - Returns: nil where no lead is in mV.
  /// - Throws: `FileError`.
  public init?(of recording: ClassifiedRecording, _ events: RhythmEvents) throws {
    let signals = recording.leads.filter { recording.recording.signals[$0].unit == "mV" }
    guard !signals.isEmpty else { return nil }
    let rates = signals.map { recording.recording.signals[$0].samplingRate }
    var reader = try recording.recording.reader(signals: signals)
    var steps = signals.map { _ in [Step]() }
    let normal = AAMIClass.normal.label
    var first = 0
    for start in stride(from: 0, to: recording.seconds, by: Self.minute) {
      let end = start + Self.minute
      var beats: [Int] = []
      while first < events.times.count, events.times[first] < end {
        if events.labels[first] == normal, events.isUsable[first] { beats.append(first) }
        first += 1
      }
      let intervals = beats.compactMap { $0 < events.intervals.count ? events.intervals[$0] : nil }
      guard !intervals.isEmpty else {
        for lead in signals.indices { steps[lead].append(.unknown) }
        continue
      }
      let heartRate = 60 * Double(intervals.count) / intervals.reduce(0, +)
      let frame = max(0, Int((start - 1) * reader.frameRate))
      let last = Int((end + 1) * reader.frameRate)
      reader.seek(to: frame)
      let samples = try reader.next(last - frame)?.samples ?? []
      let begin = Double(frame) / reader.frameRate
      for (lead, rate) in rates.enumerated() {
        let before = Int((STSegment.before * rate).rounded(.up)) + 1
        let after = Int((STSegment.after * rate).rounded(.up)) + 1
        let windows = beats.compactMap { beat -> [Float]? in
          let peak = Int(((events.times[beat] - begin) * rate).rounded())
          guard lead < samples.count, peak >= before, peak + after < samples[lead].count else {
            return nil
          }
          return Array(samples[lead][peak - before...peak + after])
        }
        steps[lead].append(
          Self.measure(windows, peak: before, samplingRate: rate, heartRate: heartRate))
      }
    }
    self.init(
      leads: zip(signals, steps).map { signal, steps in
        let name = recording.recording.signals[signal].name
        return Lead(lead: name.isEmpty ? "\(signal + 1)" : name, steps: steps)
      })
  }
}
