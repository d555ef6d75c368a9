import ECGAnalysis
import ECGDatasets
import ECGRecordings
package import ECGSignals

extension RhythmStrip {
  /// What is to be shown, and when the beats that are meant come, in seconds.
  private typealias Choice = (subject: Subject, meant: ClosedRange<Double>)

  /// The length of a strip in seconds: 180 mm of paper, which a printed page has room for.
  private static let length = 7.2
  /// What is in the middle of a strip: of what is longer the beginning.
  private static let shown = 0.6 * length

  /// The stretches of a recording that its page shows, first those that matter most: the
  /// longest event of each kind, single ectopic beats of a class that makes no event, and the
  /// extremes of the rhythm.
  ///
  /// - Throws: `FileError` where the samples cannot be read.
  static func strips(of analysis: RecordingAnalysis) throws -> [RhythmStrip] {
    let (classified, events) = (analysis.classified, analysis.events)
    let (signal, rate) = (classified.lead.signal, classified.samplingRate)
    var reader = try classified.recording.reader(signals: [signal])
    let symbols = BeatTask.arrhythmia.classes.map(\.symbol)
    return try choices(of: analysis).map { choice in
      let span = choice.meant.upperBound - choice.meant.lowerBound
      let middle = choice.meant.lowerBound + min(span, shown) / 2
      let start = max(0, min(middle - length / 2, classified.seconds - length))
      let frame = Int(start * reader.frameRate)
      reader.seek(to: frame)
      let block = try reader.next(max(1, Int(length * reader.frameRate)))
      let samples = block?.samples[0] ?? []
      let first = Double(frame) / reader.frameRate
      let range = first..<first + max(Double(samples.count), 1) / rate
      let beats = events.times.indices.filter { range.contains(events.times[$0]) }
      return RhythmStrip(
        choice.subject, meant: choice.meant, start: first, samplingRate: rate, samples: samples,
        unit: classified.recording.signals[signal].unit,
        beats: beats.map { (time: events.times[$0], symbol: symbols[events.labels[$0]]) },
        unusable: unusable(events, for: choice.subject))
    }
  }

  /// Where a strip says that no beat counts: not where what it shows is why.
  package static func unusable(_ events: RhythmEvents, for subject: Subject) -> [Range<Double>] {
    guard subject == .rhythm(.ventricularFlutter) else { return events.blind }
    return events.blind.flatMap {
      SignalQuality.parts(of: $0, without: events.ventricularFlutter)
    }
  }

  private static func choices(of analysis: RecordingAnalysis) -> [Choice] {
    let (events, extremes) = (analysis.events, analysis.summary.extremes)
    func times(_ beats: ClosedRange<Int>) -> ClosedRange<Double> {
      events.times[beats.lowerBound]...events.times[beats.upperBound]
    }
    func seconds(_ beats: ClosedRange<Int>) -> Double {
      events.times[beats.upperBound] - events.times[beats.lowerBound]
    }
    // The ventricles' before the atria's.
    let ectopic = AAMIClass.ectopic.map(\.label).sorted(by: >)
    func longest(_ kind: RhythmEvent.Kind) -> [Choice] {
      (kind == .pause ? [nil] : ectopic.map(Optional.some)).compactMap { label in
        events.events.filter { $0.kind == kind && $0.label == label }
          .max { seconds($0.beats) < seconds($1.beats) }
          .map { (.event($0), times($0.beats)) }
      }
    }
    let fibrillation = analysis.episodes.fibrillation
      .max { seconds($0.beats) < seconds($1.beats) }
    let singles = ectopic.filter { label in !events.events.contains { $0.label == label } }
      .compactMap { label -> Choice? in
        mostProbable(of: label, in: analysis).map { (.single(label: label), times($0...$0)) }
      }
    let rates: [Choice?] = [
      extremes.fastest.map { (.fastest(rate: $0.rate), $0.start...$0.end) },
      extremes.slowest.map { (.slowest(rate: $0.rate), $0.start...$0.end) },
      // Where there are pauses, the longest of them is shown.
      extremes.longestInterval.flatMap {
        $0.seconds < RhythmEvents.pauseLength - RhythmEvents.noise
          ? (.longestInterval(seconds: $0.seconds), $0.start...$0.end) : nil
      },
    ]
    let flutter = analysis.episodes.stretches(events)
      .filter { $0.rhythm == .ventricularFlutter }.max { $0.seconds < $1.seconds }
      .map { (subject: Subject.rhythm(.ventricularFlutter), meant: $0.start...$0.end) }
    return (flutter.map { [$0] } ?? [])
      + (fibrillation.map { [(.rhythm(.fibrillation), times($0.beats))] } ?? [])
      + longest(.run) + longest(.pause) + singles + rates.compactMap { $0 } + longest(.couplet)
      + longest(.bigeminy) + longest(.trigeminy)
  }

  /// The usable beat of a class that is the most probable to be one.
  private static func mostProbable(of label: Int, in analysis: RecordingAnalysis) -> Int? {
    let (events, classes) = (analysis.events, AAMIClass.allCases.count)
    let probabilities = analysis.classified.probabilities
    return events.labels.indices.filter { events.labels[$0] == label && events.isUsable[$0] }
      .max { probabilities[$0 * classes + label] < probabilities[$1 * classes + label] }
  }
}
