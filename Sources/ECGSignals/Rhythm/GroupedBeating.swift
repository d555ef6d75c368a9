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
  /// An interval is long that is so many times the shortest of the few around it.
  private static let (long, around) = (1.4, 4)
  /// What intervals within a group, and the pause, may last in cycles.
  private static let (within, pause) = (0.85, 1.3...2.3)
  /// The seconds from the last beat of a group to the missing one, at the least: the T wave is over
  /// where its P wave is looked for.
  private static let afterT = 0.6
  /// How like the usual P wave one is, by correlation and by height.
  private static let (alike, heights): (Float, ClosedRange<Float>) = (0.8, 0.6...1.7)
  /// By which share of a cycle it may come sooner or later, and by how many samples at the most, as
  /// the atria do not beat like a clock.
  private static let (unrest, reach) = (0.12, 18)
  /// So many samples before the missing beat another is cut, to have what comes sooner, too.
  private static let ahead = reach - LeadBeats.pWave.lowerBound
  /// So many groups on either side tell what is usual.
  private static let teachers = 8
  /// The seconds around a group of whose pauses so many, and this share, show a P wave.
  private static let (stretch, fewest, share) = (30.0, 3, 0.6)
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
      guard inner.allSatisfy({ $0.map { $0 >= Self.within * cycle } ?? false }),
        Self.pause.contains((times[end] - times[end - 1]) / cycle),
        times[end] - cycle - times[end - 1] >= Self.afterT
      else { return nil }
      return Group(beats: start..<end, missing: times[end] - cycle, cycle: cycle)
    }
    self.labels = labels
    guard groups.count >= Self.fewest, groups.contains(where: { hasEarly($0) }) else { return nil }
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
    var sums = [0]
    for shown in isShown { sums.append((sums.last ?? 0) + (shown ? 1 : 0)) }
    let times = groups.map(\.missing)
    return groups.enumerated().flatMap { position, group in
      guard hasEarly(group) else { return [Int]() }
      let first = times.partitionPoint { $0 >= times[position] - Self.stretch }
      let last = times.partitionPoint { $0 > times[position] + Self.stretch }
      let shown = sums[last] - sums[first]
      guard shown >= Self.fewest, Double(shown) >= Self.share * Double(last - first) else {
        return []
      }
      return group.beats.filter { labels[$0] == Self.supraventricular }
    }
  }

  private func hasEarly(_ group: Group) -> Bool {
    labels[group.beats].contains(Self.supraventricular)
  }

  /// Whether the interval that leads to a beat is long beside those around it.
  private static func isLong(_ intervals: [Double?], at beat: Int) -> Bool {
    guard let interval = intervals[beat] else { return false }
    let near = max(1, beat - around)...min(intervals.count - 1, beat + around)
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
    var best: (likeness: Float, height: Float) = (0, 0)
    for (lead, pause) in zip(beats.leads, pauses.leads) {
      let wave = Self.centred(Self.mean(lead, of: usual)[LeadBeats.pWave])
      let (samples, power) = (pause[position], wave.reduce(0) { $0 + $1 * $1 })
      for shift in -reach...reach {
        let start = Self.reach + shift
        let found = Self.centred(samples[start..<start + wave.count])
        let product = zip(wave, found).reduce(0) { $0 + $1.0 * $1.1 }
        let both = power * found.reduce(0) { $0 + $1 * $1 }
        guard both > 0, product / both.squareRoot() > best.likeness else { continue }
        best = (product / both.squareRoot(), product / power)
      }
    }
    return best.likeness >= Self.alike && Self.heights.contains(best.height)
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
}
