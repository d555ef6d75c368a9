import ECGRecordings

/// Beats in groups with a pause after each, in which the atria beat on: every few P waves one is
/// not conducted, as in AV block of the second degree.
///
/// Beside a mean interval that has the pauses in it the beats of a group come early, all but the
/// first. By intervals alone they cannot be told from extrasystoles, after which there are
/// pauses as well: in groups of two those are bigeminy. What tells them is the P wave in the
/// pause, where it would be if the atria had gone on as before: it comes, and looks as usual. A
/// group of `n` beats then lasts `n + 1` cycles, also where conduction takes longer
/// from beat to beat (Wenckebach). Where the atria beat more than about 100 times a minute
/// nobody is asked: the T wave would lie where the P wave is looked for.
package struct GroupedBeating: Sendable {
  /// A group and its pause.
  private struct Group {
    /// The beats; the next group begins with the one after them.
    let beats: Range<Int>
    /// When the beat would have come that is missing, in seconds.
    let missing: Double
    /// The seconds from one beat of the atria to the next.
    let cycle: Double
  }

  private let groups: [Group]
  private let labels: [Int]

  /// The beats of a group: one beat has no early one after it, and many need no rule.
  private static let sizes = 2...6
  /// An interval is long that is so many times the shortest around it: a pause lasts two cycles,
  /// less by as much as conduction took longer before it; breathing changes intervals less.
  private static let long = 1.4
  /// So many intervals on either side are around one.
  private static let intervalsAround = 4
  /// The cycles that an interval within a group lasts at the least: it is one, or longer where
  /// conduction takes longer, less what breathing changes.
  private static let leastWithin = 0.85
  /// The cycles that a pause may last: two, or less where conduction took longer before it.
  private static let pause = 1.3...2.3
  /// The seconds from the last beat of a group to the missing one, at the least: the T wave is over
  /// where its P wave is looked for.
  private static let afterT = 0.6
  /// The correlation with the usual P wave from which on another is like it.
  private static let alike: Float = 0.8
  /// How high it is by the usual one.
  private static let heights: ClosedRange<Float> = 0.6...1.7
  /// By which share of a cycle it may come sooner or later, as the atria do not beat like a clock.
  private static let unrest = 0.12
  /// By how many samples at the most, 0.15 s.
  private static let reach = 18
  /// So many samples before the missing beat another is cut, to have what comes sooner, too.
  private static let ahead = reach - LeadBeats.pWave.lowerBound
  /// So many groups on either side tell what is usual.
  private static let teachers = 8
  /// The seconds on either side of a group whose pauses are asked with its own: block of this kind
  /// goes on for a while.
  private static let stretch = 30.0
  /// So many of them show a P wave, at the least.
  private static let fewest = 3
  /// This share of them does, as noise hides some and none is there after extrasystoles.
  private static let share = 0.6
  private static let supraventricular = AAMIClass.supraventricular.label
  private static let normal = AAMIClass.normal.label

  /// Finds the groups by their intervals; nil where no supraventricular beat is in one.
  ///
  /// - Parameters:
  ///   - beats: the beats.
  ///   - labels: the class of each, as a label of ``AAMIClass``: `N`.
  package init?(in beats: RecordingBeats, labels: [Int]) {
    let (times, intervals) = (beats.times, beats.intervals)
    let starts = times.indices.dropFirst().filter { Self.isLong(intervals, at: $0) }
    groups = zip(starts, starts.dropFirst()).compactMap { start, end in
      guard Self.sizes.contains(end - start) else { return nil }
      let cycle = (times[end] - times[start]) / Double(end - start + 1)
      let inner = intervals[start + 1..<end]
      guard inner.allSatisfy({ $0.map { $0 >= Self.leastWithin * cycle } ?? false }),
        Self.pause.contains((times[end] - times[end - 1]) / cycle),
        times[end] - cycle - times[end - 1] >= Self.afterT
      else { return nil }
      return Group(beats: start..<end, missing: times[end] - cycle, cycle: cycle)
    }
    self.labels = labels
    let isAsked = groups.indices.contains { position in
      hasEarly(groups[position]) && asked(with: position).count >= Self.fewest
    }
    guard isAsked else { return nil }
  }

  /// Where the signal is to be asked for P waves, one for each pause: in seconds, ascending.
  package var questions: [Double] {
    groups.map {
      max(0, $0.missing - Double(Self.ahead) / SignalConditioner.nominalSamplingRate)
    }
  }

  /// The supraventricular beats that are conducted as usual, ascending.
  ///
  /// - Parameters:
  ///   - beats: the beats.
  ///   - pauses: the same leads at the ``questions``.
  package func conducted(_ beats: RecordingBeats, pauses: RecordingBeats) -> [Int] {
    let isShown = groups.indices.map { showsPWave($0, beats, pauses) }
    return groups.enumerated().flatMap { position, group in
      guard hasEarly(group) else { return [Int]() }
      let answers = isShown[asked(with: position)]
      let shown = answers.count { $0 }
      guard shown >= Self.fewest, Double(shown) >= Self.share * Double(answers.count) else {
        return []
      }
      return group.beats.filter { labels[$0] == Self.supraventricular }
    }
  }

  /// The groups around one whose pauses are asked with its own.
  private func asked(with position: Int) -> Range<Int> {
    let time = groups[position].missing
    let first = groups.partitionPoint { $0.missing >= time - Self.stretch }
    return first..<groups.partitionPoint { $0.missing > time + Self.stretch }
  }

  private func hasEarly(_ group: Group) -> Bool {
    labels[group.beats].contains(Self.supraventricular)
  }

  /// Whether the interval that leads to a beat is long beside those around it.
  private static func isLong(_ intervals: [Double?], at beat: Int) -> Bool {
    guard let interval = intervals[beat] else { return false }
    let near =
      max(1, beat - intervalsAround)...min(intervals.count - 1, beat + intervalsAround)
    return intervals[near].compactMap(\.self).min().map { interval >= long * $0 } ?? false
  }

  /// Whether a lead shows a P wave like the usual one in the pause after a group.
  private func showsPWave(
    _ position: Int, _ beats: RecordingBeats, _ pauses: RecordingBeats
  ) -> Bool {
    let near = max(0, position - Self.teachers)...min(groups.count - 1, position + Self.teachers)
    let usual = groups[near].map(\.beats.lowerBound).filter { labels[$0] == Self.normal }
    guard usual.count >= Self.fewest else { return false }
    let samples = Self.unrest * groups[position].cycle * SignalConditioner.nominalSamplingRate
    let reach = min(Self.reach, Int(samples))
    return zip(beats.leads, pauses.leads).contains { lead, pause in
      let wave = Self.centred(Self.mean(lead, of: usual)[LeadBeats.pWave])
      guard let found = Self.closest(to: wave, in: pause[position], reach: reach) else {
        return false
      }
      return found.likeness >= Self.alike && Self.heights.contains(found.height)
    }
  }

  /// What is most like a P wave, of what comes up to so many samples sooner or later than it would:
  /// how like it is, by correlation, and how high by it; nil where nothing is.
  ///
  /// It has to be like it without the slope as well, since baselines and the ends of T waves slope
  /// alike in all pauses.
  private static func closest(
    to wave: [Float], in pause: [Float], reach: Int
  ) -> (likeness: Float, height: Float)? {
    let (power, level) = (product(wave, wave), levelled(wave))
    guard power > 0 else { return nil }
    return (-reach...reach).map { shift -> (likeness: Float, height: Float) in
      let start = Self.reach + shift
      let found = centred(pause[start..<start + wave.count])
      let likeness = min(correlation(wave, found), correlation(level, levelled(found)))
      return (likeness, product(wave, found) / power)
    }.max { $0.likeness < $1.likeness }
  }

  private static func product(_ one: [Float], _ other: [Float]) -> Float {
    zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The correlation of samples whose mean is 0.
  private static func correlation(_ one: [Float], _ other: [Float]) -> Float {
    let powers = product(one, one) * product(other, other)
    return powers > 0 ? product(one, other) / powers.squareRoot() : 0
  }

  private static func mean(_ lead: LeadBeats, of beats: [Int]) -> [Float] {
    var sum = [Float](repeating: 0, count: LeadBeats.samplesPerBeat)
    for beat in beats {
      for (index, sample) in lead[beat].enumerated() { sum[index] += sample }
    }
    return sum.map { $0 / Float(beats.count) }
  }

  private static func centred(_ samples: ArraySlice<Float>) -> [Float] {
    let mean = samples.reduce(0, +) / Float(samples.count)
    return samples.map { $0 - mean }
  }

  /// Samples whose mean is 0 without their slope.
  private static func levelled(_ samples: [Float]) -> [Float] {
    let places = samples.indices.map { Float($0) - Float(samples.count - 1) / 2 }
    let slope = product(places, samples) / product(places, places)
    return zip(places, samples).map { $1 - slope * $0 }
  }
}
