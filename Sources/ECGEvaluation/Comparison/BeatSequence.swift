import ECGSignals
import ECGRecordings

/// What of one side's annotations a comparison needs: the beats, and where none are to be expected.
struct BeatSequence {
  /// A beat.
  struct Beat: Equatable {
    /// Its position, at the record's rate.
    let sample: Int
    /// The annotation's symbol.
    let symbol: Character
    /// Its class; ``BeatLabel/absent`` for a flutter wave outside any episode of flutter, which
    /// `bxb` takes for a mark of a QRS complex without a class.
    let label: BeatLabel
    /// The interval from the beat before, in samples; nil for the first beat, and where an episode
    /// of flutter or of unreadable signal begins between the two.
    let interval: Int?
  }

  /// The beats in order of time, without those within episodes of ventricular flutter.
  private(set) var beats: [Beat] = []
  /// The episodes of ventricular flutter or fibrillation, from `[` to `]`.
  private(set) var flutter: [ClosedRange<Int>] = []
  /// The episodes of unreadable signal.
  private(set) var shutdown: [ClosedRange<Int>] = []

  /// Where an episode ends that the file does not end.
  static let never = Int.max

  /// Sorts annotations out.
  ///
  /// A `~` whose subtype has bits 4 and 5 set says that no signal is readable from there on. It
  /// either comes with a `~` right after it that says where the signal is back (as in the European
  /// ST-T database), or stands alone somewhere within the unreadable stretch, which then reaches to
  /// within a window of its neighbours (as in the AHA database).
  ///
  /// - Parameters:
  ///   - annotations: in order of time, at the record's rate.
  ///   - window: the match window in samples.
  init(_ annotations: [Annotation], map: ClassMap, window: Int) {
    beats.reserveCapacity(annotations.count)
    var index = 0
    while index < annotations.count {
      let annotation = annotations[index]
      index += 1
      switch annotation.symbol {
      case "[":
        let end = annotations[index...].firstIndex { $0.symbol == "]" }
        flutter.append(annotation.sample...(end.map { annotations[$0].sample } ?? Self.never))
        index = end.map { $0 + 1 } ?? annotations.count
      case "~" where Self.isShutdown(annotation):
        guard index < annotations.count else {
          shutdown.append(annotation.sample...Self.never)
          return
        }
        let next = annotations[index]
        if next.symbol == "~", !Self.isShutdown(next) {
          shutdown.append(annotation.sample...next.sample)
          index += 1
        } else {
          shutdown.append(unreadable(before: next.sample, window: window))
        }
      default:
        append(annotation, map: map)
      }
    }
  }

  private static func isShutdown(_ annotation: Annotation) -> Bool {
    annotation.subtype & 0x30 == 0x30
  }

  /// The stretch that a lone mark stands for.
  private func unreadable(before next: Int, window: Int) -> ClosedRange<Int> {
    let end = max(next - window, 0)
    let start = max(beats.last?.sample ?? 0, flutter.last?.upperBound ?? 0) + window
    return min(start, end)...end
  }

  private mutating func append(_ annotation: Annotation, map: ClassMap) {
    let label: BeatLabel
    if let mapped = BeatLabel(symbol: annotation.symbol, map: map) {
      label = mapped
    } else if annotation.symbol == "!" {
      label = .absent
    } else {
      return
    }
    beats.append(
      Beat(
        sample: annotation.sample, symbol: annotation.symbol, label: label,
        interval: interval(to: annotation.sample)))
  }

  private func interval(to sample: Int) -> Int? {
    // A beat at sample 0 counts as none: a detector that starts within a beat puts it there.
    guard let last = beats.last?.sample, last > 0 else { return nil }
    let isBroken = (flutter.suffix(2) + shutdown.suffix(2)).contains {
      (last..<sample).contains($0.lowerBound)
    }
    return isBroken ? nil : sample - last
  }

  /// Whether the beat at `sample` is within an episode of ventricular flutter.
  func hasFlutter(at sample: Int) -> Bool { Self.contains(sample, in: flutter) }

  /// Whether the signal is unreadable at `sample`.
  func isUnreadable(at sample: Int) -> Bool { Self.contains(sample, in: shutdown) }

  /// The samples during which the signal is unreadable, in a record of `end` samples.
  func shutdownLength(end: Int) -> Int {
    shutdown.reduce(0) { sum, episode in
      let last =
        episode.upperBound == Self.never ? max(end, episode.lowerBound) : episode.upperBound
      return sum + (last - episode.lowerBound)
    }
  }

  /// Searches episodes in order of time. A lone mark's may reach back before the one before it
  /// begins, so that the last two that begin early enough are looked at.
  private static func contains(_ sample: Int, in episodes: [ClosedRange<Int>]) -> Bool {
    let after = episodes.partitionPoint { $0.lowerBound > sample }
    return episodes[..<after].suffix(2).contains { $0.contains(sample) }
  }
}
