package import ECGSignals
import Foundation
package import ECGRandom

/// A labelled record with beats that it does not have, to learn from: supraventricular ones of
/// every burden, alone and in runs, at heart rates that the patient did not have; or ventricular
/// tachycardia of every length.
///
/// Few patients have many such beats. Here they come as a part of the record's usual interval; they
/// are the record's own where it has some, and normal beats with another P wave where not: weaker,
/// inverted, missing or moved, and on what is left of the T wave before. Pauses follow them. Runs
/// of ventricular beats are the record's own beats, which at such rates fuse into each other. Only
/// the records of patients that a classifier learns from are augmented.
package struct AugmentedRecording: Sendable {
  /// The beats.
  package let beats: RecordingBeats
  /// The class of each, as an index into those of ``BeatTask/arrhythmia``.
  package let labels: [Int]

  /// What the ectopic beats of an augmented record are.
  package enum Ectopy: Sendable {
    case supraventricular
    /// Runs of the record's own ventricular beats.
    case ventricularRuns
  }

  /// Supraventricular beats from which on a record's own are taken half of the time, and
  /// ventricular ones from which on they make runs.
  private static let enough = 8
  private static let normal = AAMIClass.normal.label
  private static let supraventricular = AAMIClass.supraventricular.label

  /// How the P wave of a changed beat differs.
  private enum Wave {
    case scaled(Float)
    case missing
    case moved(Float, by: Int)
  }

  /// What makes a supraventricular beat of a normal one: drawn once, for all leads alike.
  private struct Change {
    let wave: Wave
    /// What is left of the T wave before, as a share of it.
    let tail: Float
  }

  /// A beat to be made, of one of the record's.
  struct PlannedBeat {
    let source: Int
    let label: Int
    /// The time since the beat before, in seconds.
    let interval: Double
    /// Whether its class is another than that of its source, which is changed for that.
    var isChanged = false
  }

  /// Augments a record.
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
    guard let usual = normal.compactMap({ beats.intervals[$0] }).upperMedian else { return nil }
    let intervals = beats.intervals.map { $0 ?? usual }
    let wanted = ectopy == .ventricularRuns ? AAMIClass.ventricular.label : Self.supraventricular
    let own = labels.indices.filter { labels[$0] == wanted }
    let plan: [PlannedBeat]
    let leads: [LeadBeats]
    switch ectopy {
    case .supraventricular:
      let usesOwn = own.count >= Self.enough && generator.uniform() < 0.5
      let change = Self.drawChange(&generator)
      plan = Self.drawExtrasystoles(
        normal: normal, own: usesOwn ? own : [], intervals: intervals, usual: usual, count: count,
        &generator)
      leads = beats.leads.map {
        Self.lead($0, ofExtrasystolesBy: plan, change, normal: normal, usual: usual)
      }
    case .ventricularRuns:
      guard own.count >= Self.enough else { return nil }
      plan = Self.drawRuns(
        normal: normal, own: own, intervals: intervals, usual: usual, count: count, &generator)
      leads = beats.leads.map { Self.lead($0, ofRunsBy: plan) }
    }
    var time = 0.0
    let times = plan.map { beat in
      time += beat.interval
      return time
    }
    self.beats = RecordingBeats(times: times, leads: leads)
    self.labels = plan.map(\.label)
  }

  private static func drawChange(_ generator: inout SeededGenerator) -> Change {
    let shift = Int.random(in: 4...9, using: &generator) * (generator.uniform() < 0.5 ? -1 : 1)
    let wave: Wave
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: wave = .scaled(Float(generator.uniform(in: -1...0.6)))
    case 1: wave = .missing
    case 2: wave = .moved(Float(generator.uniform(in: 0.5...1.2)), by: shift)
    default: wave = .moved(Float(generator.uniform(in: -0.8...0.8)), by: shift)
    }
    return Change(wave: wave, tail: Float(generator.uniform(in: 0...0.6)))
  }

  /// Draws supraventricular beats between stretches of normal ones.
  ///
  /// - Parameter own: the record's own supraventricular beats; none where normal ones are changed.
  private static func drawExtrasystoles(
    normal: [Int], own: [Int], intervals: [Double], usual: Double, count: Int,
    _ generator: inout SeededGenerator
  ) -> [PlannedBeat] {
    let sources = own.isEmpty ? normal : own
    let slowing = generator.uniform() < 2.0 / 3 ? 1 : generator.uniform(in: 1...2.2)
    let between = exp(generator.uniform(in: log(2)...log(60)))
    let run: Double = [1, 1, 2, 4, 10, 20][Int.random(in: 0..<6, using: &generator)]
    let prematurity = generator.uniform(in: 0.45...0.85)
    let jitter = generator.uniform(in: 0.01...0.05)
    var position = Int.random(in: normal.indices, using: &generator)
    var isAfterRun = false
    var plan: [PlannedBeat] = []
    while plan.count < count {
      for _ in 0..<1 + geometric(between, &generator) where plan.count < count {
        let beat = normal[position % normal.count]
        position += 1
        var interval =
          (abs(log(intervals[beat] / usual)) < 0.5 ? intervals[beat] : usual) * slowing
        if isAfterRun {
          interval = max(interval, usual * slowing) * generator.uniform(in: 1...1.35)
        }
        isAfterRun = false
        plan.append(PlannedBeat(source: beat, label: Self.normal, interval: interval))
      }
      let slow =
        generator.uniform() < 0.5 || slowing < 1.2 ? slowing : generator.uniform(in: 1...slowing)
      let base = max(min(prematurity * usual * slow, 0.87 * usual * slowing), 0.3)
      for _ in 0..<geometric(run, &generator) {
        let source = sources[Int.random(in: sources.indices, using: &generator)]
        plan.append(
          PlannedBeat(
            source: source, label: supraventricular,
            interval: base * exp(jitter * generator.normal()), isChanged: own.isEmpty))
      }
      isAfterRun = true
    }
    return plan
  }

  /// A number of 1 and more whose mean is `mean`.
  static func geometric(_ mean: Double, _ generator: inout SeededGenerator) -> Int {
    guard mean > 1 else { return 1 }
    return 1 + Int(log(1 - generator.uniform()) / log(1 - 1 / mean))
  }

  private static func lead(
    _ lead: LeadBeats, ofExtrasystolesBy plan: [PlannedBeat], _ change: Change, normal: [Int],
    usual: Double
  ) -> LeadBeats {
    let shape = medianShape(of: lead, normal)
    let pWave = pWave(of: shape)
    var result = LeadBeats()
    for planned in plan {
      var beat = lead[planned.source]
      if planned.isChanged {
        let offset = Int((planned.interval * SignalConditioner.nominalSamplingRate).rounded())
        for index in beat.indices {
          beat[index] += changed(pWave, change.wave, index) - pWave[index]
          // The T wave of the beat before, where this one comes so early that it rides on it.
          if planned.interval < 0.7 * usual, shape.indices.contains(index + offset) {
            beat[index] += change.tail * shape[index + offset] * window[index]
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
