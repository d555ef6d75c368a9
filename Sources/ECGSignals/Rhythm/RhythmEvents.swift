/// Beats in order of time with their classes, and the events in their sequence.
///
/// Ectopic are beats of classes S and V; a fusion beat is neither ectopic nor normal, so
/// that it ends runs and bigeminy. What is missing or unusable between two beats ends them
/// too: nobody knows what beats were there. So does ventricular flutter or fibrillation, in
/// which there are none.
public struct RhythmEvents: Sendable {
  /// The interval from which on one is a pause, in seconds.
  public static let pauseLength = 2.0
  /// What differences of times add to an interval, in seconds: less than a sample of any
  /// recording takes.
  package static let noise = 1e-6
  /// The ectopic beats in bigeminy or trigeminy, at the least.
  private static let leastRepetitions = 3
  private static let normal = AAMIClass.normal.label
  private static let ectopic = AAMIClass.ectopic.map(\.label)

  /// The R peaks in seconds: `N`, ascending.
  public let times: [Double]
  /// The classes as labels of ``AAMIClass``: `N`.
  public let labels: [Int]
  /// Whether a beat counts: it lies neither where nothing can be said about beats nor where the
  /// ventricles flutter, whoever tells that; `N`.
  public let isUsable: [Bool]
  /// Where nothing can be said about beats, in seconds, ascending.
  public let unusable: [Range<Double>]
  /// Where the ventricles flutter or fibrillate, in seconds, ascending: what lies across it is no
  /// interval, and so no pause.
  public let ventricularFlutter: [Range<Double>]
  /// What is unusable, and where else the ventricles flutter and samples are not missing, in
  /// seconds, ascending.
  package let blind: [Range<Double>]
  /// The interval from each beat to the next in seconds, nil where samples are missing in between,
  /// nothing can be said, or the ventricles flutter: `N − 1`.
  public let intervals: [Double?]
  /// The events in order of their first beats.
  public let events: [RhythmEvent]

  /// Finds the events in a sequence of beats.
  ///
  /// - Parameters:
  ///   - times: the R peaks in seconds, ascending.
  ///   - labels: the class of each, as a label of ``AAMIClass``.
  ///   - gaps: where samples are missing, in seconds, ascending.
  ///   - unusable: where nothing can be said about beats, see ``SignalQuality``, in seconds,
  ///     ascending: its beats are in no event and do not count.
  ///   - ventricularFlutter: where the ventricles flutter or fibrillate, in seconds, ascending:
  ///     its beats do not count either.
  /// - Precondition: `times` and `labels` are of one length.
  public init(
    times: [Double], labels: [Int], gaps: [Range<Double>] = [], unusable: [Range<Double>] = [],
    ventricularFlutter: [Range<Double>] = []
  ) {
    precondition(times.count == labels.count)
    self.times = times
    self.labels = labels
    self.unusable = unusable
    self.ventricularFlutter = ventricularFlutter
    let others = [unusable, gaps].reduce(ventricularFlutter) { rest, known in
      rest.flatMap { SignalQuality.parts(of: $0, without: known) }
    }
    let blind = (unusable + others).sorted { $0.lowerBound < $1.lowerBound }
    self.blind = blind
    var stretch = 0
    isUsable = times.map { time in
      while stretch < blind.count, blind[stretch].upperBound <= time { stretch += 1 }
      return stretch == blind.count || time < blind[stretch].lowerBound
    }
    let isSeen = [gaps, unusable, ventricularFlutter].map { Self.isSeen(times, between: $0) }
    intervals = zip(times, times.dropFirst()).enumerated().map { position, ends in
      isSeen.allSatisfy { $0[position] } ? ends.1 - ends.0 : nil
    }
    let stretches = Self.stretches(count: times.count, intervals)
    var events = Self.pauses(intervals)
    for stretch in stretches {
      events += Self.rows(labels, in: stretch)
      for label in Self.ectopic {
        events += Self.rhythm(.bigeminy, of: label, normals: 1, labels, in: stretch)
        events += Self.rhythm(.trigeminy, of: label, normals: 2, labels, in: stretch)
      }
    }
    self.events = events.sorted {
      ($0.beats.lowerBound, $0.beats.upperBound) < ($1.beats.lowerBound, $1.beats.upperBound)
    }
  }

  /// The interval that leads to each beat, nil where it is not known; the first has that of
  /// the second: `N`.
  var leadingIntervals: [Double?] {
    times.isEmpty ? [] : [intervals.first ?? nil] + intervals
  }

  /// Whether none of some stretches lies between a beat and the next: `N − 1`.
  private static func isSeen(_ times: [Double], between stretches: [Range<Double>]) -> [Bool] {
    var position = 0
    return zip(times, times.dropFirst()).map { start, end in
      while position < stretches.count, stretches[position].upperBound <= start { position += 1 }
      return position == stretches.count || stretches[position].lowerBound >= end
    }
  }

  /// The beats between which nothing is missing.
  private static func stretches(count: Int, _ intervals: [Double?]) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    var start = 0
    for (index, interval) in intervals.enumerated() where interval == nil {
      stretches.append(start..<index + 1)
      start = index + 1
    }
    return start < count ? stretches + [start..<count] : stretches
  }

  private static func pauses(_ intervals: [Double?]) -> [RhythmEvent] {
    intervals.enumerated().compactMap { index, interval in
      guard let interval, interval >= pauseLength - noise else { return nil }
      return RhythmEvent(kind: .pause, label: nil, beats: index...index + 1)
    }
  }

  /// Couplets and runs.
  private static func rows(_ labels: [Int], in stretch: Range<Int>) -> [RhythmEvent] {
    var events: [RhythmEvent] = []
    var start = stretch.lowerBound
    while start < stretch.upperBound {
      let label = labels[start]
      var end = start + 1
      while end < stretch.upperBound, labels[end] == label { end += 1 }
      if ectopic.contains(label), end - start > 1 {
        events.append(
          RhythmEvent(
            kind: end - start == 2 ? .couplet : .run, label: label, beats: start...end - 1))
      }
      start = end
    }
    return events
  }

  /// Stretches of one ectopic beat after `normals` normal ones, from the first ectopic beat to the
  /// last.
  private static func rhythm(
    _ kind: RhythmEvent.Kind, of label: Int, normals: Int, _ labels: [Int], in stretch: Range<Int>
  ) -> [RhythmEvent] {
    var events: [RhythmEvent] = []
    let step = normals + 1
    var start = stretch.lowerBound
    while start < stretch.upperBound {
      guard labels[start] == label else {
        start += 1
        continue
      }
      var last = start
      while last + step < stretch.upperBound, labels[last + step] == label,
        labels[last + 1..<last + step].allSatisfy({ $0 == normal })
      {
        last += step
      }
      if (last - start) / step + 1 >= leastRepetitions {
        events.append(RhythmEvent(kind: kind, label: label, beats: start...last))
      }
      start = last + 1
    }
    return events
  }
}
