import ECGRecordings

/// Pairs beats as PhysioNet's `bxb` does, the reference implementation of the beat-by-beat
/// comparison of ANSI/AAMI EC57.
///
/// Both sides are walked through in order of time. Of the two beats at hand the earlier is paired
/// with the later if they lie within the window and no neighbour is a better partner: the earlier
/// side's next beat has to be farther from the later beat, or closer to the later side's next beat
/// than to the later beat. Otherwise the earlier beat is one the other side does not have. So each
/// beat is paired at most once, and beats are never paired crosswise.
///
/// The rules, and the cases at either end of the period, were learned from the documentation and
/// the source of WFDB 10.7; what differs is listed at ``RecordComparison``.
struct BeatMatcher {
  let reference: BeatSequence
  let test: BeatSequence
  /// The first sample that counts.
  let start: Int
  /// The last sample that counts; nil where the last beat of the reference is the end.
  let end: Int?
  /// The most that two marks of one beat may lie apart, in samples.
  let window: Int

  private(set) var pairs: [BeatPair] = []
  /// The number of test beats that were not counted because the reference has flutter there.
  private(set) var beatsInFlutter = 0
  private var squaredIntervalErrors = 0.0
  private var intervalErrors = 0

  /// The indices of the beats at hand.
  private var i = 0
  private var j = 0

  /// Past the last beat.
  private static let never = BeatSequence.never

  init(
    reference: BeatSequence, test: BeatSequence, start: Int, end: Int?, window: Int
  ) {
    (self.reference, self.test) = (reference, test)
    (self.start, self.end, self.window) = (start, end, window)
    begin()
    while !isOver { step() }
  }

  /// Finds the first beat of each side.
  ///
  /// A test beat shortly before the period may be the partner of the reference's first beat in it.
  /// A test beat at its very beginning whose partner may have been just before the period is passed
  /// over where the next one suits the reference's first beat better.
  private mutating func begin() {
    guard start > 0 else { return }
    i = reference.beats.partitionPoint { $0.sample >= start }
    j = test.beats.partitionPoint { $0.sample >= start }
    let first = sample(i, of: reference)
    if j > 0 {
      let gap = distance(first, test.beats[j - 1].sample)
      if gap <= window, gap < distance(first, sample(j, of: test)) {
        j -= 1
        pairBoth()
        return
      }
    }
    if distance(sample(j, of: test), start) <= window,
      distance(first, sample(j + 1, of: test)) < distance(first, sample(j, of: test))
    {
      j += 1
    }
  }

  /// The root of the mean squared difference of RR intervals, in samples; nil where there are none.
  var rmsIntervalError: Double? {
    intervalErrors == 0 ? nil : (squaredIntervalErrors / Double(intervalErrors)).squareRoot()
  }

  private var isOver: Bool {
    let (now, other) = (sample(i, of: reference), sample(j, of: test))
    guard let end else { return now == Self.never }
    return now > end && other > end
  }

  private mutating func step() {
    let (now, other) = (sample(i, of: reference), sample(j, of: test))
    if other < now {
      if suits(other, now, next: sample(j + 1, of: test), otherNext: sample(i + 1, of: reference)) {
        pairBoth()
      } else {
        countExtra()
      }
    } else if suits(
      now, other, next: sample(i + 1, of: reference), otherNext: sample(j + 1, of: test))
    {
      pairBoth()
    } else {
      countMissed()
    }
  }

  /// Whether the beat at `earlier` and the other side's beat at `later` are the same beat.
  private func suits(_ earlier: Int, _ later: Int, next: Int, otherNext: Int) -> Bool {
    guard later - earlier <= window else { return false }
    return later - earlier < distance(later, next)
      || distance(next, otherNext) < distance(later, next)
  }

  private mutating func pairBoth() {
    count(reference.beats[i].label, test.beats[j].label, reference.beats[i], test.beats[j])
    i += 1
    j += 1
  }

  private mutating func countMissed() {
    let beat = reference.beats[i]
    count(beat.label, test.isUnreadable(at: beat.sample) ? .shutdown : .absent, beat, nil)
    i += 1
  }

  private mutating func countExtra() {
    let beat = test.beats[j]
    if reference.hasFlutter(at: beat.sample) {
      if beat.label.isBeat { beatsInFlutter += 1 }
      compareIntervals()
    } else {
      let isUnreadable = reference.isUnreadable(at: beat.sample)
      count(isUnreadable ? .shutdown : .absent, beat.label, nil, beat)
    }
    j += 1
  }

  private mutating func count(
    _ expected: BeatLabel, _ found: BeatLabel, _ beat: BeatSequence.Beat?,
    _ other: BeatSequence.Beat?
  ) {
    compareIntervals()
    guard expected.isBeat || found.isBeat else { return }
    pairs.append(
      BeatPair(
        reference: beat.map { BeatPair.Beat(sample: $0.sample, symbol: $0.symbol) },
        test: other.map { BeatPair.Beat(sample: $0.sample, symbol: $0.symbol) },
        expected: expected, found: found))
  }

  /// Takes the difference of the intervals before the two beats at hand, paired or not, as `bxb`
  /// does: a missed beat shows in the error.
  private mutating func compareIntervals() {
    guard i < reference.beats.count, j < test.beats.count,
      let expected = reference.beats[i].interval, let found = test.beats[j].interval,
      expected > 0, found > 0
    else { return }
    let error = Double(expected - found)
    squaredIntervalErrors += error * error
    intervalErrors += 1
  }

  private func sample(_ index: Int, of sequence: BeatSequence) -> Int {
    index < sequence.beats.count ? sequence.beats[index].sample : Self.never
  }

  /// Both are 0 or more, so that this cannot overflow.
  private func distance(_ a: Int, _ b: Int) -> Int { a < b ? b - a : a - b }
}
