import ECGEvaluation
import ECGRandom
import Testing

/// What stretches of time have in common, beside what the words say.
@Suite struct TimeStretchesTests {
  /// Up to 12 stretches between whole seconds, so that many touch or end together.
  private func random(_ generator: inout SeededGenerator) -> TimeStretches {
    TimeStretches(
      (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        let start = Int.random(in: 0...40, using: &generator)
        return Double(start)..<Double(start + Int.random(in: 0...6, using: &generator))
      })
  }

  /// The same, stretch by stretch: each with each of the others.
  private func rest(_ one: TimeStretches, without others: TimeStretches) -> TimeStretches {
    var rest: [Range<Double>] = []
    for stretch in one.stretches {
      var start = stretch.lowerBound
      for other in others.stretches where other.overlaps(stretch) {
        if start < other.lowerBound { rest.append(start..<other.lowerBound) }
        start = max(start, other.upperBound)
      }
      if start < stretch.upperBound { rest.append(start..<stretch.upperBound) }
    }
    return TimeStretches(rest)
  }

  @Test func eachWithEachGivesTheSame() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<2000 {
      let (one, others) = (random(&generator), random(&generator))
      let meeting = one.stretches.filter { stretch in
        others.stretches.contains { $0.overlaps(stretch) }
      }
      #expect(one.count(meeting: others) == meeting.count)
      #expect(one.stretches.filter(others.meets) == meeting)
      #expect(
        one.intersection(others).stretches
          == one.stretches.flatMap { stretch in
            others.stretches.filter { $0.overlaps(stretch) }.map { $0.clamped(to: stretch) }
          })
      #expect(one.subtracting(others) == rest(one, without: others))
    }
  }
}
