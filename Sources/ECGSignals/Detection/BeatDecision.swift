import Foundation

/// Decides which candidates are beats.
struct BeatDecision: Codable, Sendable {
  /// The beats whose median height is the level of beats.
  private static let beatCount = 12
  /// The other candidates whose median height is the level of noise.
  private static let noiseCount = 8
  /// The intervals between beats whose median says when the next is due.
  private static let intervalCount = 8
  /// Where the threshold lies between the levels of noise and of beats.
  private static let thresholdPosition: Float = 0.28
  /// After a beat, a T wave may come within this time, in seconds; it is told by a slope of less
  /// than `waveSlope` times the beat's, or a curvature of less than `waveCurvature` times.
  private static let waveTime = 0.36
  private static let waveSlope: Float = 0.3
  private static let waveCurvature: Float = 0.33
  /// A late T wave comes within this time, and is told by this part of the curvature.
  private static let lateWaveTime = 0.45
  private static let lateWaveCurvature: Float = 0.2
  /// A beat is overdue after this many median intervals and the refractory time; what was passed
  /// over since the last one is then looked at again with the threshold times `secondLook`.
  private static let overdueIntervals = 1.5
  private static let overdueTime = 0.2
  private static let secondLook: Float = 0.5
  /// A beat is late after this time, in seconds, and where it is overdue: the threshold then falls
  /// by this factor each second, but not below this part of the level of beats. Heights of one lead
  /// vary so much, with respiration and with where a beat comes from; what is lower is noise or a P
  /// wave, unless it makes a rhythm (`LowRhythm`).
  private static let patience = 2.0
  private static let decayPerSecond = 0.6
  private static let lowest: Float = 0.1
  /// After this time without a beat, in seconds, a rhythm is one of beats whatever their shape:
  /// hearts rarely stand still so long, electrodes are often moved.
  private static let longestStandstill = 30.0
  /// A late beat shows where the levels are now: earlier beats count no more than this many
  /// times its height.
  private static let lateLimit: Float = 2
  /// The level of noise counts no more than this part of that of beats: small beats that were taken
  /// for noise must not raise the threshold above themselves for good.
  private static let noiseLimit: Float = 0.3
  /// A beat is doubtful whose height is less than that of the beat before by this factor.
  private static let doubt: Float = 2.5
  /// It is none if the next one is as much higher, and came when one was due, within this part of
  /// the median interval: then it lies between two beats of a regular rhythm; and if its R wave is
  /// less than this part of theirs, but not duller than by this part, as that of an interpolated
  /// ventricular beat is.
  private static let regularity: Float = 0.12
  private static let doubtfulHeight: Float = 0.7
  private static let doubtfulSharpness: Float = 0.8
  /// The intervals after which a rhythm can be called regular: so many that the assumed ones no
  /// longer make the median.
  private static let fewestIntervals = 5
  /// The first seconds, in which the level of beats is learnt: the median of the highest candidates
  /// of each, of those that look like beats. Where only one second has such a candidate, it may be
  /// the only beat yet of a slow rhythm: two beats of one of 20 a minute take twice as long.
  private static let learningSeconds = 3
  private static let longestLearning = 6
  /// The interval in seconds that is assumed before there are any: that of the slowest
  /// rhythm that is usual.
  private static let firstInterval = 2.0
  /// More candidates than are ever between two beats.
  private static let longestMemory = 256

  /// The beats found that nobody has taken yet, in order.
  private(set) var beats: [BeatCandidate] = []

  private let rate: Double
  private let decay: Float
  private var beatLevel = RunningMedian(0, count: beatCount)
  private var noiseLevel = RunningMedian(0, count: noiseCount)
  private var interval: RunningMedian
  private var threshold: Float = 0
  /// The candidates of the first seconds, until they have passed.
  private var learning: [BeatCandidate]? = []
  private var passedOver: [BeatCandidate] = []
  private var last: BeatCandidate?
  /// The beat before the last one while that is doubtful and has not been told.
  private var beforeDoubtful: BeatCandidate?
  private var lastInterval: Float = 0
  private var intervalsSeen = 0
  private var smallBeats: SmallBeats
  /// Whether the next beat is so late that the threshold has begun to fall, and to what part of it.
  private var isLate = false
  private var fall: Float = 1
  /// How sharp beats are.
  private var sharpness = RunningMedian(0, count: beatCount)
  /// The samples missing so far, and those up to the last beat.
  private var missing = 0
  private var missingBeforeLast = 0

  /// - Parameter rate: samples of the envelope per second.
  init(rate: Double) {
    self.rate = rate
    smallBeats = SmallBeats(rate: rate)
    decay = Float(pow(BeatDecision.decayPerSecond, Double(DetectionFrame.length) / rate))
    interval = RunningMedian(
      Float(BeatDecision.firstInterval * rate), count: BeatDecision.intervalCount)
  }

  /// Takes a candidate.
  mutating func weigh(_ candidate: BeatCandidate) {
    guard learning == nil else {
      learning?.append(candidate)
      return
    }
    let time = last.map { Double(candidate.position - $0.position) / rate } ?? .infinity
    let isEarly = time < BeatDecision.waveTime
    let isSlow = isEarly && candidate.slope < BeatDecision.waveSlope * (last?.slope ?? 0)
    guard candidate.height > threshold && !isSlow else {
      noiseLevel.append(candidate.height)
      if !isEarly {
        if passedOver.count == BeatDecision.longestMemory { passedOver.removeFirst() }
        passedOver.append(candidate)
        if isLate { takeLowRhythm(after: time) }
      }
      updateThreshold()
      return
    }
    // A tall T wave tells nothing of the noise: it is no beat, and that is all.
    if isDull(candidate, after: time) { return }
    accept(candidate)
    passedOver.removeAll(keepingCapacity: true)
    updateThreshold()
  }

  /// Whether a candidate bends too slowly for what follows a beat so soon.
  private func isDull(_ candidate: BeatCandidate, after time: Double) -> Bool {
    let part =
      time < BeatDecision.waveTime
      ? BeatDecision.waveCurvature
      : time < BeatDecision.lateWaveTime ? BeatDecision.lateWaveCurvature : 0
    return candidate.shape.curvature < part * (last?.shape.curvature ?? 0)
  }

  /// Lets a frame's time pass.
  ///
  /// - Parameters:
  ///   - position: up to where all candidates have been given.
  ///   - missing: the samples of the frame that are missing.
  mutating func advance(to position: Int, missing: Int) {
    self.missing += missing
    if learning != nil {
      let time = Double(position - self.missing) / rate
      guard
        time >= Double(BeatDecision.longestLearning)
          || time >= Double(BeatDecision.learningSeconds) && highest(of: likelyBeats).count > 1
      else { return }
      endLearning()
    }
    let time =
      Double(position - (last?.position ?? 0) - (self.missing - missingBeforeLast)) / rate
    let due = Double(interval.value) / rate * BeatDecision.overdueIntervals
    isLate = time > max(BeatDecision.patience, due + BeatDecision.overdueTime)
    if isLate {
      fall *= decay
      updateThreshold()
    }
    if time > due { keepDoubtful() }
    if !passedOver.isEmpty, time > due + BeatDecision.overdueTime { lookAgain() }
  }

  /// The heights of the highest candidates of each second in which there are any.
  ///
  /// - Parameter candidates: those of the first seconds.
  private func highest(of candidates: [BeatCandidate]) -> [Float] {
    var heights: [Float] = []
    var second = -1
    for candidate in candidates {
      let this = Int(Double(candidate.position) / rate)
      if this == second {
        heights[heights.count - 1] = max(heights[heights.count - 1], candidate.height)
      } else {
        heights.append(candidate.height)
      }
      second = this
    }
    return heights
  }

  /// The candidates of the first seconds that are about as high as the highest, or narrow QRS
  /// complexes by how they stand out and bend: the highest may be a ventricular beat.
  private var likelyBeats: [BeatCandidate] {
    guard let learning, let highest = learning.map(\.height).max() else { return [] }
    return learning.filter {
      $0.height * BeatDecision.doubt >= highest
        || $0.height >= BeatDecision.lowest * highest
          && LowRhythm.isBeat($0, sharpness: LowRhythm.narrow)
    }
  }

  /// Ends the first seconds, and weighs their candidates.
  mutating func endLearning() {
    guard let candidates = learning else { return }
    let likely = highest(of: likelyBeats)
    learning = nil
    let heights = likely.count > 1 ? likely : highest(of: candidates)
    beatLevel = RunningMedian(heights.upperMedian ?? 0, count: BeatDecision.beatCount)
    updateThreshold()
    for candidate in candidates { weigh(candidate) }
  }

  /// Forgets the beats that were taken.
  mutating func removeBeats() { beats.removeAll(keepingCapacity: true) }

  /// Ends the signal: what waited for the next beat need wait no longer.
  mutating func finish() {
    endLearning()
    keepDoubtful()
    if let last, let beat = smallBeats.lastBeat(in: passedOver, after: last) { beats.append(beat) }
  }

  private mutating func accept(_ candidate: BeatCandidate) {
    if let beforeDoubtful {
      if isRefuted(by: candidate, after: beforeDoubtful) {
        last = beforeDoubtful
        self.beforeDoubtful = nil
      } else {
        keepDoubtful()
      }
    }
    if let last, !isLate, intervalsSeen >= BeatDecision.fewestIntervals,
      missing == missingBeforeLast, candidate.height * BeatDecision.doubt < last.height
    {
      (beforeDoubtful, self.last) = (last, candidate)
      beatLevel.append(candidate.height)
    } else {
      tell(candidate, after: last)
    }
  }

  /// Whether the last beat, a doubtful one, lies between two beats of a regular rhythm.
  private func isRefuted(by next: BeatCandidate, after first: BeatCandidate) -> Bool {
    guard let last, missing == missingBeforeLast else { return false }
    let length = Float(next.position - first.position)
    let sharpness = min(first.shape.sharpness, next.shape.sharpness)
    return last.height * BeatDecision.doubt < next.height
      && last.shape.sharpness > BeatDecision.doubtfulSharpness * sharpness
      && [interval.value, lastInterval].contains { abs(length / $0 - 1) < BeatDecision.regularity }
      && last.shape.height
        < BeatDecision.doubtfulHeight * min(first.shape.height, next.shape.height)
  }

  /// Tells the last beat, where it was doubtful.
  private mutating func keepDoubtful() {
    guard let first = beforeDoubtful, let beat = last else { return }
    beforeDoubtful = nil
    tell(beat, after: first, wasDoubtful: true)
  }

  private mutating func tell(
    _ beat: BeatCandidate, after previous: BeatCandidate?, wasDoubtful: Bool = false
  ) {
    if let previous, missing == missingBeforeLast {
      if let small = smallBeats.beat(in: passedOver, from: previous, to: beat) {
        beats.append(small)
      }
      lastInterval = Float(beat.position - previous.position)
      interval.append(lastInterval)
      intervalsSeen += 1
    }
    if isLate { beatLevel.limit(to: BeatDecision.lateLimit * beat.height) }
    (isLate, fall) = (false, 1)
    if !wasDoubtful {
      beatLevel.append(beat.height)
      if beat.prominence >= LowRhythm.prominence { sharpness.append(beat.shape.sharpness) }
    }
    beats.append(beat)
    last = beat
    missingBeforeLast = missing
  }

  /// Accepts the highest candidate since the last beat if it is high enough for a second look.
  private mutating func lookAgain() {
    guard
      let best = passedOver.indices.max(by: { passedOver[$0].height < passedOver[$1].height }),
      passedOver[best].height
        > max(BeatDecision.secondLook * threshold, BeatDecision.lowest * beatLevel.value)
    else { return }
    let beat = passedOver[best]
    accept(beat)
    passedOver.removeFirst(best + 1)
    passedOver.removeAll {
      Double($0.position - beat.position) / rate < BeatDecision.waveTime
    }
    updateThreshold()
  }

  /// Takes what was passed over for beats where it is a rhythm: the levels are its
  /// own from then on.
  private mutating func takeLowRhythm(after time: Double) {
    let usual = time < BeatDecision.longestStandstill ? sharpness.value : 0
    let rhythm = LowRhythm.beats(endingWith: passedOver, usual: usual, rate: rate)
    guard let newest = rhythm.last, let height = rhythm.map(\.height).upperMedian else { return }
    beatLevel = RunningMedian(height, count: BeatDecision.beatCount)
    passedOver.removeAll { $0.position <= newest.position }
    for beat in rhythm { tell(beat, after: last) }
  }

  private mutating func updateThreshold() {
    let noise = min(noiseLevel.value, BeatDecision.noiseLimit * beatLevel.value)
    let usual = noise + BeatDecision.thresholdPosition * (beatLevel.value - noise)
    threshold = max(fall * usual, BeatDecision.lowest * beatLevel.value)
  }
}
