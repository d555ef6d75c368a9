import ECGRandom

/// The waves of one beat.
struct SyntheticShape {
  private var p: Wave
  private var q: Wave
  private var r: Wave
  private var s: Wave
  private var t: Wave
  /// The pacemaker's spike; of height 0 where there is none.
  private var spike = Wave(height: 0, time: -0.045, width: 0.004)

  /// Draws the waves of a person's normal beat.
  init(_ kind: SyntheticRhythm.Kind, using generator: inout SeededGenerator) {
    func draw(_ mean: Double, _ spread: Double) -> Double { mean + spread * generator.normal() }
    p = Wave(height: draw(0.14, 0.05), time: draw(-0.17, 0.015), width: draw(0.024, 0.003))
    q = Wave(height: draw(-0.1, 0.07), time: draw(-0.03, 0.004), width: draw(0.01, 0.001))
    r = Wave(height: draw(1.1, 0.2), time: 0, width: abs(draw(0.013, 0.0025)) + 0.004)
    s = Wave(height: draw(-0.22, 0.14), time: draw(0.032, 0.005), width: draw(0.011, 0.0015))
    t = Wave(height: draw(0.28, 0.13), time: draw(0.27, 0.02), width: abs(draw(0.05, 0.008)) + 0.01)
    // Some hearts conduct slowly in one bundle branch: wider, but no ectopic beat.
    guard generator.uniform() < 0.15 else { return }
    r.width *= generator.uniform(in: 1.5...2.2)
    s.width *= 1.8
    s.height *= 1.8
    t.height *= generator.uniform(in: -0.8...0.6)
  }

  /// The beat of another class in the same person.
  func changed(
    to kind: SyntheticRhythm.Kind, using generator: inout SeededGenerator
  ) -> SyntheticShape {
    switch kind {
    case .normal: self
    case .supraventricular: supraventricular(using: &generator)
    case .ventricular: ventricular(using: &generator)
    case .fusion:
      mixed(with: ventricular(using: &generator), share: generator.uniform(in: 0.2...0.8))
    case .paced: paced(using: &generator)
    case .infarcted: infarcted(using: &generator)
    }
  }

  /// The same shape, drawn once more with a little jitter.
  func varied(using generator: inout SeededGenerator) -> SyntheticShape {
    var shape = self
    shape.r.height *= 1 + 0.04 * generator.normal()
    shape.t.height *= 1 + 0.06 * generator.normal()
    return shape
  }

  /// The waves, timed from a beat's R peak at `start`.
  ///
  /// - Parameters:
  ///   - stretch: The factor on the time of the T wave.
  ///   - withP: Whether the waves before the R peak's foot are wanted.
  func waves(from start: Double, stretch: Double, withP: Bool) -> [Wave] {
    var late = t
    late.time *= stretch
    let waves = (withP ? [p, spike] : [spike]) + [q, r, s, late]
    return waves.map { Wave(height: $0.height, time: $0.time + start, width: $0.width) }
  }

  private func supraventricular(using generator: inout SeededGenerator) -> SyntheticShape {
    var shape = self
    // Another focus: the P wave is small, upside down or early; conduction is a little aberrant.
    shape.p.height *= generator.uniform(in: -1...0.5)
    shape.p.time += generator.uniform(in: -0.05...0.06)
    shape.r.height *= generator.uniform(in: 0.75...1.05)
    shape.s.height -= abs(0.12 * generator.normal())
    shape.t.height *= generator.uniform(in: 0.4...1)
    return shape
  }

  private func ventricular(using generator: inout SeededGenerator) -> SyntheticShape {
    var shape = self
    let factor = generator.uniform(in: 1.8...3.6)
    shape.p.height = 0
    shape.r.width *= factor
    shape.r.height *= generator.uniform(in: 0.9...1.8)
    shape.q.height *= generator.uniform(in: 0...1)
    shape.s.height *= generator.uniform(in: 0.5...3.5)
    shape.s.time += shape.r.width
    shape.s.width *= factor
    shape.t.height = -generator.uniform(in: 0.15...0.75)
    shape.t.width *= 1.3
    return shape
  }

  private func infarcted(using generator: inout SeededGenerator) -> SyntheticShape {
    var shape = self
    shape.q.height -= generator.uniform(in: 0...0.5)
    shape.q.width *= generator.uniform(in: 1...1.8)
    shape.r.height *= generator.uniform(in: 0.4...1)
    if generator.uniform() < 0.5 {
      // Acute: the ST segment is raised and runs into the T wave.
      shape.t.time -= generator.uniform(in: 0.02...0.09)
      shape.t.height += generator.uniform(in: 0...0.5)
      shape.t.width *= generator.uniform(in: 1...1.6)
    } else {
      shape.t.height *= generator.uniform(in: -1...0.5)
    }
    return shape
  }

  private func paced(using generator: inout SeededGenerator) -> SyntheticShape {
    var shape = ventricular(using: &generator)
    shape.spike.height = generator.uniform(in: -0.8...0.8)
    // A part of the paced beats fuse with the person's own.
    if generator.uniform() < 0.2 {
      shape = mixed(with: shape, share: generator.uniform(in: 0.4...0.9))
    }
    return shape
  }

  private func mixed(with other: SyntheticShape, share: Double) -> SyntheticShape {
    var shape = self
    shape.p = p.mixed(with: other.p, share: share)
    shape.q = q.mixed(with: other.q, share: share)
    shape.r = r.mixed(with: other.r, share: share)
    shape.s = s.mixed(with: other.s, share: share)
    shape.t = t.mixed(with: other.t, share: share)
    shape.spike = spike.mixed(with: other.spike, share: share)
    return shape
  }
}
