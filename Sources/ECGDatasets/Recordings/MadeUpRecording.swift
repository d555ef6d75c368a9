package import ECGSignals
import Foundation
package import ECGRandom

/// Records made up from a labelled one, with supraventricular beats of every burden: alone and in runs,
/// at heart rates that the patient did not have; and with ventricular tachycardia of every length.
///
/// Few patients have many such beats. Here they come as a part of the record's usual interval; they are the
/// record's own where it has some, and normal beats with another P wave where not: weaker, inverted,
/// missing or moved, and on what is left of the T wave before. Pauses follow them. Runs of ventricular beats are the
/// record's own beats, which at such rates fuse into each other. Only the patients that a classifier learns from are
/// made up anew.
package struct MadeUpRecording: Sendable {
  /// The beats.
  package let beats: RecordingBeats
  /// The class of each, as an index into those of ``BeatTask/arrhythmia``.
  package let labels: [Int]

  /// What the ectopic beats of a made-up record are.
  package enum Ectopy: Sendable {
    case supraventricular
    /// Runs of the record's own ventricular beats.
    case ventricularRuns
  }

  /// Supraventricular beats from which on a record's own are taken half of the time, and ventricular ones from which
  /// on they make runs.
  private static let enough = 8
  private static let normal = AAMIClass.normal.label
  private static let supraventricular = AAMIClass.supraventricular.label

  /// How the P wave of a made-up beat differs.
  enum Wave {
    case scaled(Float)
    case missing
    case moved(Float, by: Int)
  }

  /// How a record is made up: drawn once, for all leads alike.
  struct Plan {
    let ectopy: Ectopy
    let usesOwn: Bool
    let wave: Wave
    let tail: Float
    /// The record's beats that are taken, whether as made-up supraventricular ones, and their intervals.
    var sources: [(beat: Int, isMade: Bool)] = []
    var labels: [Int] = []
    var intervals: [Double] = []
  }

  /// Makes up a record.
  ///
  /// - Parameters:
  ///   - beats: the record's beats.
  ///   - labels: their classes; nil where nobody knows.
  ///   - ectopy: what comes between its normal beats.
  ///   - count: the beats to make.
  /// - Returns: nil where the record has hardly any normal beat, or none to make runs of.
  package init?(
    from beats: RecordingBeats, labels: [Int?], _ ectopy: Ectopy = .supraventricular, count: Int,
    using generator: inout SeededGenerator
  ) {
    let normal = labels.indices.filter { labels[$0] == Self.normal }
    guard normal.count >= 50 else { return nil }
    let intervals = RhythmFeatures.intervals(beats.times)
    let usual = normal.map { intervals[$0] }.upperMedian ?? 0
    let wanted = ectopy == .ventricularRuns ? AAMIClass.ventricular.label : Self.supraventricular
    let own = labels.indices.filter { labels[$0] == wanted }
    var plan: Plan
    switch ectopy {
    case .supraventricular:
      plan = Self.drawWaves(own.count, &generator)
      Self.drawBeats(
        &plan, normal: normal, own: own, intervals: intervals, usual: usual, count: count,
        &generator)
    case .ventricularRuns:
      guard own.count >= Self.enough else { return nil }
      plan = Self.drawRuns(
        normal: normal, own: own, intervals: intervals, usual: usual, count: count, &generator)
    }
    var time = 0.0
    let times = plan.intervals.map { interval in
      time += interval
      return time
    }
    self.beats = RecordingBeats(
      times: times,
      leads: beats.leads.map { Self.lead($0, by: plan, normal: normal, usual: usual) })
    self.labels = plan.labels
  }

  private static func drawWaves(_ own: Int, _ generator: inout SeededGenerator) -> Plan {
    let usesOwn = own >= enough && generator.uniform() < 0.5
    let shift = Int.random(in: 4...9, using: &generator) * (generator.uniform() < 0.5 ? -1 : 1)
    let wave: Wave
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: wave = .scaled(Float(generator.uniform(in: -1...0.6)))
    case 1: wave = .missing
    case 2: wave = .moved(Float(generator.uniform(in: 0.5...1.2)), by: shift)
    default: wave = .moved(Float(generator.uniform(in: -0.8...0.8)), by: shift)
    }
    return Plan(
      ectopy: .supraventricular, usesOwn: usesOwn, wave: wave,
      tail: Float(generator.uniform(in: 0...0.6)))
  }

  private static func drawBeats(
    _ plan: inout Plan, normal: [Int], own: [Int], intervals: [Double], usual: Double, count: Int,
    _ generator: inout SeededGenerator
  ) {
    let slowing = generator.uniform() < 2.0 / 3 ? 1 : generator.uniform(in: 1...2.2)
    let between = exp(generator.uniform(in: log(2)...log(60)))
    let run: Double = [1, 1, 2, 4, 10, 20][Int.random(in: 0..<6, using: &generator)]
    let prematurity = generator.uniform(in: 0.45...0.85)
    let jitter = generator.uniform(in: 0.01...0.05)
    var position = Int.random(in: normal.indices, using: &generator)
    var isAfterRun = false
    while plan.labels.count < count {
      for _ in 0..<1 + geometric(between, &generator) where plan.labels.count < count {
        let beat = normal[position % normal.count]
        position += 1
        var interval =
          (abs(log(intervals[beat] / usual)) < 0.5 ? intervals[beat] : usual) * slowing
        if isAfterRun {
          interval = max(interval, usual * slowing) * generator.uniform(in: 1...1.35)
        }
        isAfterRun = false
        plan.sources.append((beat, false))
        plan.labels.append(Self.normal)
        plan.intervals.append(interval)
      }
      let slow =
        generator.uniform() < 0.5 || slowing < 1.2 ? slowing : generator.uniform(in: 1...slowing)
      let base = max(min(prematurity * usual * slow, 0.87 * usual * slowing), 0.3)
      for _ in 0..<geometric(run, &generator) {
        plan.sources.append(
          plan.usesOwn
            ? (own[Int.random(in: own.indices, using: &generator)], false)
            : (normal[Int.random(in: normal.indices, using: &generator)], true))
        plan.labels.append(supraventricular)
        plan.intervals.append(base * exp(jitter * generator.normal()))
      }
      isAfterRun = true
    }
  }

  /// A number of 1 and more whose mean is `mean`.
  static func geometric(_ mean: Double, _ generator: inout SeededGenerator) -> Int {
    guard mean > 1 else { return 1 }
    return 1 + Int(log(1 - generator.uniform()) / log(1 - 1 / mean))
  }

  private static func lead(
    _ lead: LeadBeats, by plan: Plan, normal: [Int], usual: Double
  ) -> LeadBeats {
    if plan.ectopy == .ventricularRuns { return Self.lead(lead, ofRunsBy: plan) }
    let shape = medianShape(of: lead, normal)
    let pWave = pWave(of: shape)
    var result = LeadBeats()
    for (position, source) in plan.sources.enumerated() {
      var beat = lead[source.beat]
      if source.isMade {
        let interval = plan.intervals[position]
        let offset = Int((interval * SignalConditioner.nominalSamplingRate).rounded())
        for index in beat.indices {
          beat[index] += changed(pWave, plan.wave, index) - pWave[index]
          // The T wave of the beat before, where this one comes so early that it rides on it.
          if interval < 0.7 * usual, shape.indices.contains(index + offset) {
            beat[index] += plan.tail * shape[index + offset] * window[index]
          }
        }
      }
      result.append(beat)
    }
    return result
  }

  private static func changed(_ pWave: [Float], _ wave: Wave, _ index: Int) -> Float {
    switch wave {
    case .scaled(let scale): return scale * pWave[index]
    case .missing: return 0
    case .moved(let scale, let shift):
      return pWave.indices.contains(index - shift)
        ? scale * pWave[index - shift] * window[index] : 0
    }
  }

  private static func medianShape(of lead: LeadBeats, _ beats: [Int]) -> [Float] {
    // As many as tell the shape of a record.
    let most = 400
    let chosen =
      beats.count <= most ? beats : (0..<most).map { beats[$0 * beats.count / most] }
    let shapes = chosen.map { lead[$0] }
    return (0..<LeadBeats.samplesPerBeat).map { index in
      shapes.map { $0[index] }.upperMedian ?? 0
    }
  }

  /// The P wave alone: what stands out above the line between the ends of its stretch.
  private static func pWave(of shape: [Float]) -> [Float] {
    let (first, last) = (stretch.lowerBound, stretch.upperBound - 1)
    return shape.indices.map { index in
      guard stretch.contains(index) else { return 0 }
      let share = Float(index - first) / Float(last - first)
      return (shape[index] - (shape[first] * (1 - share) + shape[last] * share)) * window[index]
    }
  }

  private static let stretch = LeadBeats.pWave.lowerBound - 4..<LeadBeats.pWave.upperBound + 2

  /// 1 over the P wave, 0 beside it, and slopes between.
  private static let window: [Float] = (0..<LeadBeats.samplesPerBeat).map { index in
    let distance = min(index - stretch.lowerBound, stretch.upperBound - 1 - index)
    return Float(min(max(Double(distance) / 7, 0), 1))
  }
}
