/// Compares gradients with central differences.
///
/// The loss is the sum of the outputs, each times a random number, taken in double precision. With
/// a step of 0.002 its rounding leaves an error of about 2e-4 in a difference. Rectifiers and
/// pooling have kinks, where no derivative is: they show as two one-sided differences that
/// disagree, and such numbers are left out.
struct GradientCheck {
  /// The largest difference between the two, relative to the largest gradient of its kind.
  private(set) var inputError = 0.0
  private(set) var parameterError = 0.0
  /// The share of numbers left out for a kink.
  private(set) var kinkShare = 0.0

  /// Larger than what rounding and curvature make, smaller than any wrong factor.
  static let tolerance = 4e-3

  /// - Parameter tampering: changes the gradients before they are compared, to test the check.
  init(_ run: LayerRun, tampering: (inout LayerRun.Result) -> Void = { _ in }) {
    let input = run.randomInput()
    let weights = run.randomOutputGradient()
    var result = run(input, outputGradient: weights)
    tampering(&result)
    var kinks = 0
    inputError = Self.error(result.inputGradient, &kinks) { index, step in
      var moved = input
      moved[index] += step
      return Self.loss(run(moved).output, weights)
    }
    parameterError = Self.error(result.parameterGradients, &kinks) { index, step in
      var moved = run
      moved.parameters[index] += step
      return Self.loss(moved(input).output, weights)
    }
    kinkShare = Double(kinks) / Double(input.count + run.parameters.count)
  }

  private static func loss(_ output: [Float], _ weights: [Float]) -> Double {
    zip(output, weights).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  private static func error(
    _ gradients: [Float], _ kinks: inout Int, loss: (_ index: Int, _ step: Float) -> Double
  ) -> Double {
    let step: Float = 0.002
    var (worst, largest) = (0.0, 0.0)
    for (index, gradient) in gradients.enumerated() {
      guard gradient.isFinite else { return .infinity }
      let (below, here, above) = (loss(index, -step), loss(index, 0), loss(index, step))
      let (left, right) = ((here - below) / Double(step), (above - here) / Double(step))
      largest = max(largest, abs(left + right) / 2)
      if abs(left - right) > 0.006 * max(1, abs(left), abs(right)) {
        kinks += 1
      } else {
        worst = max(worst, abs(Double(gradient) - (left + right) / 2))
      }
    }
    return largest == 0 ? worst : worst / largest
  }
}
