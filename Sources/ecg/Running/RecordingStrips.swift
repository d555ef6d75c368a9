import ECGAnalysis
import ECGRecordings
import ECGSignals
import ECGDatasets
import ECGClassifier
import ECGReports

/// The stretches of a recording that its page shows: some events of each kind, the longest first.
struct RecordingStrips {
  /// The strips in order of time.
  let strips: [RhythmStrip]

  /// Events of one kind and class that are shown.
  private static let perKind = 3
  /// The length of a strip in seconds: 180 mm of paper, which a printed page has room for.
  private static let length = 7.2

  /// Reads the samples around events.
  ///
  /// - Throws: `FileError`.
  init(of result: ClassifiedRecording, _ events: RhythmEvents) throws {
    let groups = Dictionary(grouping: events.events) { "\($0.kind) \($0.label ?? -1)" }
    func seconds(_ event: RhythmEvent) -> Double {
      events.times[event.beats.upperBound] - events.times[event.beats.lowerBound]
    }
    let shown = groups.keys.sorted().flatMap { key in
      (groups[key] ?? []).sorted {
        (seconds($1), $0.beats.lowerBound) < (seconds($0), $1.beats.lowerBound)
      }
      .prefix(Self.perKind)
    }
    .sorted { $0.beats.lowerBound < $1.beats.lowerBound }
    var reader = try result.recording.reader(signals: [result.lead.signal])
    let symbols = BeatTask.arrhythmia.classes.map(\.symbol)
    let rate = result.samplingRate
    strips = try shown.map { event in
      let middle =
        events.times[event.beats.lowerBound]
        + min(seconds(event), Self.length * 0.6) / 2
      let start = max(0, min(middle - Self.length / 2, result.seconds - Self.length))
      let frame = Int(start * reader.frameRate)
      reader.seek(to: frame)
      let block = try reader.next(max(1, Int(Self.length * reader.frameRate)))
      let samples = block?.samples[0] ?? []
      let first = Double(frame) / reader.frameRate
      let range = first..<first + max(Double(samples.count), 1) / rate
      let beats = events.times.indices.filter { range.contains(events.times[$0]) }
      return RhythmStrip(
        event: event, start: first, samplingRate: rate, samples: samples,
        unit: result.recording.signals[result.lead.signal].unit,
        beats: beats.map { (time: events.times[$0], symbol: symbols[events.labels[$0]]) },
        unusable: events.unusable)
    }
  }
}
