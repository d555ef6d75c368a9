/// The straight way from a baseline to an example, with the points at which log-odds and gradients
/// were taken so far.
///
/// Log-odds are known at both ends of each stretch between two points, so it is known what the
/// stretch has to add up to, and how far the trapezoidal rule misses that. Networks of
/// piecewise linear layers have a gradient that jumps from one constant to another: higher
/// orders, such as those of Gauss and Kronrod, gain nothing on it, and halving the stretches
/// that miss the most does.
package struct IntegrationPath {
  /// A point on the way.
  package struct Point {
    /// 0 at the baseline, 1 at the example.
    package let position: Float
    /// In nats.
    package let logOdds: Double
    /// The derivatives of the log-odds by the example's numbers: `L × C`.
    package let gradient: ArraySlice<Float>
    /// The derivative of the log-odds by the position.
    package let slope: Double
  }

  /// Example minus baseline: `L × C`.
  package let distance: [Float]
  /// In the order of their positions.
  package private(set) var points: [Point] = []

  package init(distance: [Float]) {
    self.distance = distance
  }

  /// Takes in what was found at some positions.
  package mutating func add(
    positions: [Float], logOdds: ArraySlice<Double>, gradients: ArraySlice<Float>
  ) {
    for ((index, position), logOdds) in zip(positions.enumerated(), logOdds) {
      let start = gradients.startIndex + index * distance.count
      let gradient = gradients[start..<start + distance.count]
      let slope = zip(gradient, distance).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      points.append(
        Point(position: position, logOdds: logOdds, gradient: gradient, slope: slope))
    }
    points.sort { $0.position < $1.position }
  }

  /// What the whole way has to add up to.
  package var difference: Double { (points.last?.logOdds ?? 0) - (points.first?.logOdds ?? 0) }

  /// The middles of the stretches that are to be halved: those that together hold most of
  /// what the trapezoidal rule misses. None where it misses no more than `tolerance`, and
  /// the shares neither.
  ///
  /// What stretches miss has either sign, so that they add up as independent errors do:
  /// by their squares.
  package func refinements(tolerance: Double) -> [Float] {
    let stretches = stretches
    let misses = stretches.map { $0.miss * $0.miss }
    var rest = misses.reduce(0, +)
    let missed = stretches.reduce(0) { $0 + $1.miss - $1.lean * $1.jump }
    guard rest > tolerance * tolerance || abs(missed) > tolerance else { return [] }
    let goal = rest / 4
    var positions: [Float] = []
    for index in misses.indices.sorted(by: { (misses[$0], $1) > (misses[$1], $0) }) {
      guard rest > goal else { break }
      rest -= misses[index]
      positions.append((points[index].position + points[index + 1].position) / 2)
    }
    return positions
  }

  /// What each number adds to the log-odds: `L × C`.
  ///
  /// The gradients at both ends of a stretch are weighed so that it adds up to the difference of
  /// its log-odds. Where the gradient jumps once on the way, this is the integral itself.
  package var shares: [Float] {
    var sums = [Double](repeating: 0, count: distance.count)
    for (index, stretch) in stretches.enumerated() {
      let (start, end) = (points[index], points[index + 1])
      let before = stretch.length * (0.5 - stretch.lean)
      let after = stretch.length * (0.5 + stretch.lean)
      for (index, pair) in zip(start.gradient, end.gradient).enumerated() {
        sums[index] += before * Double(pair.0) + after * Double(pair.1)
      }
    }
    return zip(sums, distance).map { Float($0 * Double($1)) }
  }

  /// The way from one point to the next.
  private struct Stretch {
    let length: Double
    /// How far the difference of the log-odds is above what the trapezoidal rule says.
    let miss: Double
    /// How far the slope at the end is above that at the start, times the length.
    let jump: Double

    /// How much more than half the end weighs.
    var lean: Double { jump == 0 ? 0 : min(max(miss / jump, -0.5), 0.5) }
  }

  private var stretches: [Stretch] {
    zip(points, points.dropFirst()).map { start, end in
      let length = Double(end.position - start.position)
      let sum = length * (start.slope + end.slope) / 2
      return Stretch(
        length: length, miss: end.logOdds - start.logOdds - sum,
        jump: length * (end.slope - start.slope))
    }
  }
}
