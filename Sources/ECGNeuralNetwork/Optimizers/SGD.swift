import CECGKernels

/// Stochastic gradient descent with momentum, as PyTorch has it.
///
/// With the gradient `g` of a weight, to which weight decay adds `weightDecay` times the weight,
/// the velocity becomes `v ← momentum · v + g`, and the weight moves by the learning rate times
/// `−v`; with Nesterov's momentum times `−(g + momentum · v)` (Sutskever, Martens, Dahl and Hinton
/// 2013). Decay applies to weights, not to biases or normalisation.
public struct SGD: Codable, Equatable, Sendable {
  /// The learning rate that schedules scale.
  public var learningRate: Float
  /// The share of the velocity that a step keeps; 0 for plain gradient descent.
  public var momentum: Float
  /// Whether the momentum is Nesterov's.
  public var nesterov: Bool
  /// What of a weight is added to its gradient. Unlike Adam's it goes through the momentum.
  public var weightDecay: Float

  /// Creates an optimiser.
  public init(
    learningRate: Float = 0.01, momentum: Float = 0, nesterov: Bool = false, weightDecay: Float = 0
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.nesterov = nesterov
    self.weightDecay = weightDecay
  }

  var title: String {
    momentum == 0 ? "SGD" : "SGD with \(nesterov ? "Nesterov " : "")momentum \(momentum)"
  }

  func check() throws {
    try require(
      (0..<1).contains(momentum), "SGD", "the momentum is \(momentum), must be from 0 to below 1")
    try require(
      !nesterov || momentum > 0, "SGD", "Nesterov's momentum is asked for, and the momentum is 0")
    try require(
      weightDecay >= 0 && weightDecay.isFinite, "SGD",
      "the weight decay is \(weightDecay), must be zero or more")
  }

  /// Updates the parameters in `range`; the first moments are the velocities, the
  /// second are left alone.
  ///
  /// - Parameter rateFactor: what the learning rate is multiplied with for them.
  func apply(
    _ step: Optimizer.Step, to range: Range<Int>, decays: Bool, rateFactor: Float = 1
  ) {
    var kernel = ck_sgd(
      learning_rate: step.learningRate * rateFactor, momentum: momentum,
      decay: decays ? weightDecay : 0, nesterov: nesterov ? 1 : 0)
    ck_sgd_step(
      &kernel, step.gradients, step.gradients.count, range.lowerBound, range.count,
      step.parameters, step.firstMoments)
  }
}
