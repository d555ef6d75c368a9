/// What lies around the QRS complex of a beat, within the samples that are kept of it: P and T
/// waves and a level between them, or what an artefact leaves there.
struct BeatSurroundings: Codable, Sendable {
  /// What they come to, without the complexes of some neighbours.
  struct Summary {
    /// How much the signal bends: the median over the parts of the mean second difference over
    /// 16.7 ms, rectified.
    var bend: Float = 0
    /// How far the level moves: from the mean of the lowest part to that of the highest.
    var range: Float = 0
    /// How far the level is on one side of the baseline before the complex and on the other behind
    /// it: that of a beat comes back, that of a step does not.
    var jump: Float = 0
  }

  /// The parts in samples from the R peak on: two before the complex, two behind it,
  /// each of 0.12 s.
  private static let parts = [-42..<(-28), -28..<(-14), 17..<31, 31..<45]
  /// The samples around a neighbour's R peak that are its complex: they say nothing of the rest.
  private static let complex = -10..<11
  /// Of fewer parts nothing is told.
  private static let fewestParts = 2

  /// The mean of each part, and its mean second difference, rectified.
  private var (levels, bends) = (SIMD4<Float>(), SIMD4<Float>())

  /// Measures the samples of a beat: `L`.
  init(_ samples: some RandomAccessCollection<Float>) {
    let samples = Array(samples)
    for (number, part) in Self.parts.enumerated() {
      let whole = part.lowerBound + LeadBeats.before..<part.upperBound + LeadBeats.before
      levels[number] = samples[whole].reduce(0, +) / Float(whole.count)
      let inside = whole.clamped(to: 2..<samples.count - 2)
      let bend = inside.reduce(0) {
        $0 + abs(samples[$1 - 2] - 2 * samples[$1] + samples[$1 + 2])
      }
      bends[number] = bend / Float(inside.count)
    }
  }

  /// - Parameter others: where the R peaks of the neighbours are whose complexes are left out, in
  ///   samples from the beat's own on.
  func summary(besides others: [Int]) -> Summary {
    let free = Self.parts.indices.filter { part in
      !others.contains {
        Self.parts[part].overlaps($0 + Self.complex.lowerBound..<$0 + Self.complex.upperBound)
      }
    }
    guard free.count >= Self.fewestParts else { return Summary() }
    let known = free.map { levels[$0] }
    var summary = Summary(
      bend: free.map { bends[$0] }.median ?? 0,
      range: (known.max() ?? 0) - (known.min() ?? 0))
    let before = free.filter { Self.parts[$0].upperBound <= 0 }.map { levels[$0] }.median
    let behind = free.filter { Self.parts[$0].lowerBound > 0 }.map { levels[$0] }.median
    if let before, let behind, before * behind < 0 {
      summary.jump = min(abs(before), abs(behind))
    }
    return summary
  }
}
