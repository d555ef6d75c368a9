/// Shares out what a network says among the numbers it was given (Sundararajan, Taly and Yan, Axiomatic
/// Attribution for Deep Networks, ICML 2017).
///
/// The gradient is averaged along the straight way from a baseline, an example without what matters, to
/// the example itself, and multiplied with the distance. The shares of an example add up to the
/// difference of the log-odds between the two, as far as the steps are fine enough.
public struct IntegratedGradients {
  /// The points on the way at which the gradient is taken.
  public let steps: Int
  private let gradients: InputGradients
  private let predictor: Predictor

  /// What there is to say of one example.
  public struct Attribution: Equatable, Sendable {
    /// The class whose log-odds are shared out.
    public let target: Int
    /// The log-odds of the class for the example, in nats (see ``LogOdds``).
    public let logOdds: Double
    /// The log-odds of the class for the baseline.
    public let baselineLogOdds: Double
    /// What each number adds to the log-odds: `L × C`.
    public let shares: [Float]

    /// Creates an attribution.
    public init(target: Int, logOdds: Double, baselineLogOdds: Double, shares: [Float]) {
      self.target = target
      self.logOdds = logOdds
      self.baselineLogOdds = baselineLogOdds
      self.shares = shares
    }
  }

  /// Prepares attributions of a network's outputs.
  ///
  /// - Precondition: a step at least.
  public init(_ network: Network, steps: Int = 32, threads: Int = 1) {
    precondition(steps > 0)
    self.steps = steps
    gradients = InputGradients(network, threads: threads)
    predictor = Predictor(network, threads: threads)
  }

  /// The attributions of examples.
  ///
  /// - Parameters:
  ///   - values: the examples behind one another: `N × L × C`.
  ///   - baselines: an example for each to begin from: `N × L × C`.
  ///   - targets: the class to explain for each: `N`.
  /// - Throws: ``NetworkError`` where the counts do not agree, a target is no class, or numbers are not
  ///   finite.
  public func attributions(
    of values: [Float], from baselines: [Float], targets: [Int]
  ) throws -> [Attribution] {
    let network = predictor.network
    let (size, classes) = (network.inputShape.count, network.classCount)
    try require(
      values.count == targets.count * size && baselines.count == values.count,
      "IntegratedGradients",
      "expected \(targets.count) examples and baselines of \(size) numbers, found \(values.count) and "
        + "\(baselines.count) numbers")
    try require(
      classes > 1 && targets.allSatisfy { 0..<classes ~= $0 }, "IntegratedGradients",
      "expected targets among \(classes) classes, found \(targets)")
    let ends = try (predictor.logits(of: values), predictor.logits(of: baselines))
    func logOdds(_ logits: [Float], _ example: Int) -> Double {
      LogOdds.value(
        of: logits[example * classes..<(example + 1) * classes], target: targets[example])
    }
    let shares = try shares(of: values, from: baselines, targets: targets)
    return targets.indices.map { example in
      Attribution(
        target: targets[example], logOdds: logOdds(ends.0, example),
        baselineLogOdds: logOdds(ends.1, example),
        shares: Array(shares[example * size..<(example + 1) * size]))
    }
  }

  /// The mean gradient at the middles of the steps, times the distance: `N × L × C`.
  private func shares(
    of values: [Float], from baselines: [Float], targets: [Int]
  ) throws -> [Float] {
    let size = predictor.network.inputShape.count
    var shares = [Float](repeating: 0, count: values.count)
    for example in targets.indices {
      let range = example * size..<(example + 1) * size
      let points = (0..<steps).flatMap { step in
        let part = (Float(step) + 0.5) / Float(steps)
        return range.map { baselines[$0] + part * (values[$0] - baselines[$0]) }
      }
      let gradients = try gradients.gradients(of: points) {
        LogOdds.derive($1, target: targets[example])
      }
      for (place, index) in range.enumerated() {
        let sum = stride(from: place, to: gradients.count, by: size)
          .reduce(0.0) { $0 + Double(gradients[$1]) }
        shares[index] = Float(sum / Double(steps)) * (values[index] - baselines[index])
      }
    }
    return shares
  }
}
