import ECGRandom
import ECGSignals
import Foundation

extension AugmentedRecording {
  /// The mean lengths of ventricular runs that are drawn from, and the intervals in
  /// them, in seconds.
  private static let (runLengths, runIntervals) = ([3.0, 10, 40, 150], 0.3...0.65)
  private static let ventricular = AAMIClass.ventricular.label

  /// Draws ventricular runs between stretches of normal beats.
  static func drawRuns(
    normal: [Int], own: [Int], intervals: [Double], usual: Double, count: Int,
    _ generator: inout SeededGenerator
  ) -> [PlannedBeat] {
    var plan: [PlannedBeat] = []
    let between = exp(generator.uniform(in: log(10)...log(200)))
    let length = runLengths[Int.random(in: runLengths.indices, using: &generator)]
    let jitter = generator.uniform(in: 0.005...0.05)
    var position = Int.random(in: normal.indices, using: &generator)
    while plan.count < count {
      for number in 0..<geometric(between, &generator) where plan.count < count {
        let beat = normal[position % normal.count]
        position += 1
        let interval = abs(log(intervals[beat] / usual)) < 0.5 ? intervals[beat] : usual
        let pause = number == 0 ? generator.uniform(in: 1...1.35) : 1
        plan.append(
          PlannedBeat(source: beat, label: AAMIClass.normal.label, interval: interval * pause))
      }
      // One shape, or a few by turns.
      let shapes = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
        own[Int.random(in: own.indices, using: &generator)]
      }
      let base = generator.uniform(in: runIntervals)
      for number in 0..<2 + geometric(length - 2, &generator) {
        plan.append(
          PlannedBeat(
            source: shapes[number % shapes.count], label: ventricular,
            interval: base * exp(jitter * generator.normal())))
      }
    }
    return plan
  }

  /// Beats that fuse into their neighbours where these come within their windows: each has
  /// the samples up to two thirds of the way to the next one, as what follows is swept
  /// away by its complex.
  static func lead(_ lead: LeadBeats, ofRunsBy plan: [PlannedBeat]) -> LeadBeats {
    let rate = SignalConditioner.nominalSamplingRate
    var result = LeadBeats()
    for (position, planned) in plan.enumerated() {
      var beat = lead[planned.source]
      for (neighbour, interval) in [(position - 1, position), (position + 1, position + 1)]
      where plan.indices.contains(neighbour) {
        guard planned.label == ventricular || plan[neighbour].label == ventricular else { continue }
        let other = lead[plan[neighbour].source]
        let distance = plan[interval].interval * rate
        for index in beat.indices {
          // Samples from the earlier of the two peaks on, and how far towards the
          // later one that is.
          let offset = Double(index - LeadBeats.before) + (neighbour < position ? distance : 0)
          let place = neighbour < position ? Int(offset.rounded()) : index - Int(distance.rounded())
          let inOther = neighbour < position ? place + LeadBeats.before : place
          guard other.indices.contains(inOther) else { continue }
          let later = Float(min(max((offset / distance - 0.5) / 0.15, 0), 1))
          let own = neighbour < position ? later : 1 - later
          beat[index] = own * beat[index] + (1 - own) * other[inOther]
        }
      }
      result.append(beat)
    }
    return result
  }
}
