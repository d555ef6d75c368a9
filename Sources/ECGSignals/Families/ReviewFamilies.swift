public import ECGParallel

/// The families that a reader of a recording goes through: beats of one class and one shape, a
/// dozen or two where the beats are a hundred thousand.
///
/// Within each class beats are sorted by the correlation of their QRS complexes in all leads, after
/// alignment by ±2 samples of 120 Hz; N and S beats that come early have families of their own,
/// since an early beat of usual shape is another thing than a usual beat. Families are then merged,
/// the most alike first, as long as two are more alike than 0.95 less a hundredth for each family
/// that there is: a clean recording keeps fine differences, a noisy one few families. What is done
/// is the same for the same beats, always.
///
/// They differ from ``BeatFamilies``, which know of no class and serve to find it.
public struct ReviewFamilies: Sendable {
  /// The beats of one class that look alike.
  public struct Family: Sendable {
    /// The class that its beats were taken for, as a label of ``AAMIClass``.
    public let label: Int
    /// Whether its beats come early; false for classes other than N and S, of which
    /// it is not asked.
    public let isEarly: Bool
    /// Its beats, in order of time.
    public let beats: [Int]
    /// The mean probability of its class, or what else was given as confidence.
    public let confidence: Double
    /// The mean interval before its beats in seconds; nil where none is known.
    public let intervalBefore: Double?
    /// The mean interval after them.
    public let intervalAfter: Double?
    /// The mean beat in each lead: `C × L`, see ``LeadBeats``.
    public let template: [[Float]]
    /// The standard deviation of each of its samples: `C × L`.
    public let spread: [[Float]]

    /// How many of its beats are expected to be of another class.
    public var expectedMistakes: Double { Double(beats.count) * (1 - confidence) }

    /// What a reader gains by looking at it: the mistakes expected, and the more where they are
    /// likely, since of a large family that is nearly certain they are other beats' matter.
    var worth: Double { expectedMistakes * max(1 - confidence, 0).squareRoot() }
  }

  /// The family of each beat as an index of ``families``; nil where the signal says
  /// nothing of it: `N`.
  public let members: [Int?]
  /// The families in the order in which they are worth a look: those first that are expected to
  /// hold many mistakes and are little certain.
  public let families: [Family]

  /// Sorts the beats of a recording.
  ///
  /// - Parameters:
  ///   - beats: the beats.
  ///   - labels: the class of each, as a label of ``AAMIClass``: `N`.
  ///   - confidences: the probability of that class: `N`.
  ///   - events: the beats in their sequence, which says where intervals are known and
  ///     beats are usable.
  ///   - threads: the threads that share the work; the result does not depend on it.
  /// - Precondition: there is one of each for every beat.
  public init(
    of beats: RecordingBeats, labels: [Int], confidences: [Float], events: RhythmEvents,
    threads: Int = ThreadCount.allCores
  ) {
    precondition(
      labels.count == beats.count && confidences.count == beats.count
        && events.times.count == beats.count)
    let groups = Self.groups(labels, events)
    let clusters = Self.clusters(of: beats, groups, threads: threads)
    var parts: [[Int]: [Int]] = [:]
    for (beat, group) in groups.enumerated() {
      guard let group else { continue }
      parts[[group, clusters[beat]], default: []].append(beat)
    }
    let families = ParallelWork.map(Self.largestFirst(parts.values), threads: threads) {
      Self.family($0, of: beats, labels, confidences, groups, events.intervals)
    }.sorted { ($0.worth, $1.beats[0]) > ($1.worth, $0.beats[0]) }
    var members = [Int?](repeating: nil, count: beats.count)
    for (number, family) in families.enumerated() {
      for beat in family.beats { members[beat] = number }
    }
    (self.members, self.families) = (members, families)
  }

  /// A beat is early whose logarithm of RR by the mean of 300 s is below this, as in
  /// ``BeatFamilies``.
  private static let early: Float = -0.12
  /// How much alike two families of a class must be to become one, where there are no others, and
  /// how much less for each family that there is.
  private static let (alike, lessAlike): (Float, Float) = (0.95, 0.01)

  /// The beats that may share a family: those of a class, and of N and S apart those that come
  /// early; nil where the signal says nothing: `N`.
  private static func groups(_ labels: [Int], _ events: RhythmEvents) -> [Int?] {
    let earliness = RhythmFeatures.earliness(events.leadingIntervals)
    let asked = [AAMIClass.normal.label, AAMIClass.supraventricular.label]
    return labels.indices.map { beat in
      guard events.isUsable[beat] else { return nil }
      let isEarly =
        asked.contains(labels[beat]) && earliness[beat] < early
      return 2 * labels[beat] + (isEarly ? 1 : 0)
    }
  }

  /// The cluster of each beat within its group: `N`.
  private static func clusters(
    of beats: RecordingBeats, _ groups: [Int?], threads: Int
  ) -> [Int] {
    let complexes = AlignedComplexes(of: beats)
    let members = Dictionary(grouping: groups.indices.filter { groups[$0] != nil }) { groups[$0] }
    let ordered = largestFirst(members.values)
    let found = ParallelWork.map(ordered, threads: threads) { members in
      var complex = complexes.room
      var clusters = ShapeClusters(length: complexes.length)
      let taken = members.map { beat in
        complexes.load(beat, into: &complex)
        return clusters.take(complex)
      }
      clusters.merge { count, likeness in likeness > alike - lessAlike * Float(count) }
      return taken.map(clusters.resolve)
    }
    var result = [Int](repeating: 0, count: beats.count)
    for (members, clusters) in zip(ordered, found) {
      for (beat, cluster) in zip(members, clusters) { result[beat] = cluster }
    }
    return result
  }

  /// Lists of beats in the order in which threads should take them: what takes longest
  /// must not come last.
  private static func largestFirst(_ lists: some Collection<[Int]>) -> [[Int]] {
    lists.sorted { ($0.count, $1[0]) > ($1.count, $0[0]) }
  }

  private static func family(
    _ members: [Int], of beats: RecordingBeats, _ labels: [Int], _ confidences: [Float],
    _ groups: [Int?], _ intervals: [Double?]
  ) -> Family {
    var samples = [Float](repeating: 0, count: LeadBeats.samplesPerBeat)
    var (template, spread): ([[Float]], [[Float]]) = ([], [])
    let count = Double(members.count)
    for lead in beats.leads {
      var sums = [Double](repeating: 0, count: LeadBeats.samplesPerBeat)
      var squares = sums
      for beat in members {
        samples.withUnsafeMutableBufferPointer { lead.load(beat, into: $0) }
        for index in samples.indices {
          let value = Double(samples[index])
          sums[index] += value
          squares[index] += value * value
        }
      }
      template.append(sums.map { Float($0 / count) })
      spread.append(
        zip(sums, squares).map { sum, square in
          Float(max(square / count - sum / count * (sum / count), 0).squareRoot())
        })
    }
    return Family(
      label: labels[members[0]], isEarly: groups[members[0]]?.isMultiple(of: 2) == false,
      beats: members,
      confidence: members.reduce(0) { $0 + Double(confidences[$1]) } / count,
      intervalBefore: members.compactMap { $0 > 0 ? intervals[$0 - 1] : nil }.mean,
      intervalAfter: members.compactMap { $0 < intervals.count ? intervals[$0] : nil }.mean,
      template: template, spread: spread)
  }
}
