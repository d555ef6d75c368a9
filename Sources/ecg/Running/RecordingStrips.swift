import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGRecordings
import ECGReports
import ECGSignals

/// The stretches of a recording that its page shows: the longest event of each kind, single ectopic beats of a
/// class that makes no event, and the extremes of the rhythm.
struct RecordingStrips {
  /// The strips, first those that matter most.
  let strips: [RhythmStrip]

  /// What is to be shown, and when the beats that are meant come, in seconds.
  private typealias Wish = (subject: RhythmStrip.Subject, meant: ClosedRange<Double>)

  /// The length of a strip in seconds: 180 mm of paper, which a printed page has room for.
  private static let length = 7.2
  /// What is in the middle of a strip: of what is longer the beginning.
  private static let shown = 0.6 * length

  /// Reads the samples around what is to be shown.
  ///
  /// - Throws: `FileError`.
  init(
    of result: ClassifiedRecording, _ events: RhythmEvents, _ episodes: [RhythmEpisode],
    _ extremes: RhythmExtremes
  ) throws {
    var reader = try result.recording.reader(signals: [result.lead.signal])
    let symbols = BeatTask.arrhythmia.classes.map(\.symbol)
    let rate = result.samplingRate
    strips = try Self.wishes(result, events, episodes, extremes).map { wish in
      let length = wish.meant.upperBound - wish.meant.lowerBound
      let middle = wish.meant.lowerBound + min(length, Self.shown) / 2
      let start = max(0, min(middle - Self.length / 2, result.seconds - Self.length))
      let frame = Int(start * reader.frameRate)
      reader.seek(to: frame)
      let block = try reader.next(max(1, Int(Self.length * reader.frameRate)))
      let samples = block?.samples[0] ?? []
      let first = Double(frame) / reader.frameRate
      let range = first..<first + max(Double(samples.count), 1) / rate
      let beats = events.times.indices.filter { range.contains(events.times[$0]) }
      return RhythmStrip(
        wish.subject, meant: wish.meant, start: first, samplingRate: rate, samples: samples,
        unit: result.recording.signals[result.lead.signal].unit,
        beats: beats.map { (time: events.times[$0], symbol: symbols[events.labels[$0]]) },
        unusable: events.unusable)
    }
  }

  private static func wishes(
    _ result: ClassifiedRecording, _ events: RhythmEvents, _ episodes: [RhythmEpisode],
    _ extremes: RhythmExtremes
  ) -> [Wish] {
    func times(_ beats: ClosedRange<Int>) -> ClosedRange<Double> {
      events.times[beats.lowerBound]...events.times[beats.upperBound]
    }
    func seconds(_ beats: ClosedRange<Int>) -> Double {
      events.times[beats.upperBound] - events.times[beats.lowerBound]
    }
    // The ventricles' before the atria's.
    let ectopic = AAMIClass.ectopic.map(\.label).sorted(by: >)
    func longest(_ kind: RhythmEvent.Kind) -> [Wish] {
      (kind == .pause ? [nil] : ectopic.map(Optional.some)).compactMap { label in
        events.events.filter { $0.kind == kind && $0.label == label }
          .max { seconds($0.beats) < seconds($1.beats) }
          .map { (.event($0), times($0.beats)) }
      }
    }
    let fibrillation = episodes.filter { $0.rhythm == .fibrillation }
      .max { seconds($0.beats) < seconds($1.beats) }
    let singles = ectopic.filter { label in !events.events.contains { $0.label == label } }
      .compactMap { label -> Wish? in
        surest(of: label, result, events).map { (.single(label: label), times($0...$0)) }
      }
    let rates: [Wish?] = [
      extremes.fastest.map { (.fastest(rate: $0.rate), $0.start...$0.end) },
      extremes.slowest.map { (.slowest(rate: $0.rate), $0.start...$0.end) },
      // Where there are pauses, the longest of them is shown.
      extremes.longestInterval.flatMap {
        $0.seconds < RhythmEvents.pauseLength
          ? (.longestInterval(seconds: $0.seconds), $0.start...$0.end) : nil
      },
    ]
    return (fibrillation.map { [(.rhythm(.fibrillation), times($0.beats))] } ?? [])
      + longest(.run) + longest(.pause) + singles + rates.compactMap { $0 } + longest(.couplet)
      + longest(.bigeminy) + longest(.trigeminy)
  }

  /// The usable beat of a class that is the most probable to be one.
  private static func surest(
    of label: Int, _ result: ClassifiedRecording, _ events: RhythmEvents
  ) -> Int? {
    let classes = AAMIClass.allCases.count
    return events.labels.indices.filter { events.labels[$0] == label && events.isUsable[$0] }
      .max {
        result.probabilities[$0 * classes + label] < result.probabilities[$1 * classes + label]
      }
  }
}
