import CECGKernels

/// Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter 2019).
///
/// Decay applies to weights, not to biases or normalisation.
public struct Adam: Codable, Equatable, Sendable {
  /// The learning rate that schedules scale.
  public var learningRate: Float
  /// The decay of the mean of the gradients.
  public var beta1: Float
  /// The decay of the mean of their squares.
  public var beta2: Float
  /// Added to the root of the second moment.
  public var epsilon: Float
  /// The share of a weight taken off a step, times the learning rate.
  public var weightDecay: Float

  /// Creates an optimiser.
  public init(
    learningRate: Float = 1e-3, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8,
    weightDecay: Float = 0
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  func check() throws {
    try require(
      (0..<1).contains(beta1) && (0..<1).contains(beta2), "Adam",
      "beta1 and beta2 are \(beta1) and \(beta2), must be from 0 to below 1")
    try require(
      epsilon > 0 && epsilon.isFinite, "Adam", "epsilon is \(epsilon), must be positive")
    try require(
      weightDecay >= 0 && weightDecay.isFinite, "Adam",
      "the weight decay is \(weightDecay), must be zero or more")
  }

  /// Updates the parameters in `range`.
  ///
  /// - Parameter rateFactor: what the learning rate is multiplied with for them.
  package func apply(
    _ step: Optimizer.Step, to range: Range<Int>, decays: Bool, rateFactor: Float = 1
  ) {
    let count = Double(step.number)
    let learningRate = step.learningRate * rateFactor
    var kernel = ck_adam(
      beta1: beta1, beta2: beta2,
      step_size: learningRate / Float(1 - power(Double(beta1), count)),
      second_correction: Float(1 / (1 - power(Double(beta2), count)).squareRoot()),
      epsilon: epsilon, kept: decays ? 1 - learningRate * weightDecay : 1)
    ck_adam_step(
      &kernel, step.gradients, step.gradients.count, range.lowerBound, range.count,
      step.parameters, step.firstMoments, step.secondMoments)
  }

  private func power(_ base: Double, _ exponent: Double) -> Double {
    // Repeated squaring: the exponent is a whole number.
    var (result, base, rest) = (1.0, base, Int(exponent))
    while rest > 0 {
      if rest & 1 == 1 { result *= base }
      base *= base
      rest >>= 1
    }
    return result
  }
}
