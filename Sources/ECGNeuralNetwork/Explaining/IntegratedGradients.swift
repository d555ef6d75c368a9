/// Shares out what a network, or the mean of several, says among the numbers it was given
/// (Sundararajan, Taly and Yan, Axiomatic Attribution for Deep Networks, ICML 2017).
///
/// The gradient is averaged along the straight way from a baseline, an example without what matters, to
/// the example itself, and multiplied with the distance. The shares of an example add up to the
/// difference of the log-odds between the two, as far as the steps are fine enough.
public struct IntegratedGradients {
  /// The points on the way at which the gradient is taken.
  public let steps: Int
  private let measure: LogOdds
  /// `M`, one for each network.
  private let predictors: [Predictor]
  private let gradients: [InputGradients]

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

  /// Prepares attributions of what networks say.
  ///
  /// - Parameters:
  ///   - networks: one, or several whose probabilities are averaged.
  ///   - temperature: what the logarithms of the probabilities are divided by.
  ///   - steps: the points at which gradients are taken.
  ///   - threads: how many threads share the work. The result does not depend on it.
  /// - Precondition: a network and a step at least; networks of the same shapes; a finite temperature
  ///   above 0.
  public init(
    _ networks: [Network], temperature: Double = 1, steps: Int = 32, threads: Int = 1
  ) {
    precondition(!networks.isEmpty && steps > 0)
    self.steps = steps
    measure = LogOdds(temperature: temperature)
    predictors = networks.map { Predictor($0, threads: threads) }
    gradients = networks.map { InputGradients($0, threads: threads) }
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
    let network = predictors[0].network
    let (size, classes) = (network.inputShape.count, network.classCount)
    try require(
      values.count == targets.count * size && baselines.count == values.count,
      "IntegratedGradients",
      "expected \(targets.count) examples and baselines of \(size) numbers, found \(values.count) and "
        + "\(baselines.count) numbers")
    try require(
      classes > 1 && targets.allSatisfy { 0..<classes ~= $0 }, "IntegratedGradients",
      "expected targets among \(classes) classes, found \(targets)")
    let ends = try (logits(of: values), logits(of: baselines))
    return try targets.indices.map { example in
      let range = example * size..<(example + 1) * size
      return Attribution(
        target: targets[example],
        logOdds: measure.value(of: ends.0[example], target: targets[example]),
        baselineLogOdds: measure.value(of: ends.1[example], target: targets[example]),
        shares: try shares(of: values[range], from: baselines[range], target: targets[example]))
    }
  }

  /// The raw outputs: for each of `N` examples, `K` of each of `M` networks.
  private func logits(of values: [Float]) throws -> [[[Float]]] {
    let classes = predictors[0].network.classCount
    let outputs = try predictors.map { try $0.logits(of: values) }
    return stride(from: 0, to: outputs[0].count, by: classes).map { start in
      outputs.map { Array($0[start..<start + classes]) }
    }
  }

  /// The mean gradient at the middles of the steps, times the distance: `L × C`.
  private func shares(
    of values: ArraySlice<Float>, from baseline: ArraySlice<Float>, target: Int
  ) throws -> [Float] {
    let points = (0..<steps).flatMap { step in
      let part = (Float(step) + 0.5) / Float(steps)
      return zip(values, baseline).map { $1 + part * ($0 - $1) }
    }
    let slopes = try logits(of: points).map { measure.derivatives(of: $0, target: target) }
    var sums = [Double](repeating: 0, count: values.count)
    for (network, runner) in gradients.enumerated() {
      let gradients = try runner.gradients(
        of: points, outputGradients: slopes.flatMap { $0[network] })
      for (position, gradient) in gradients.enumerated() {
        sums[position % values.count] += Double(gradient)
      }
    }
    return zip(sums, zip(values, baseline)).map { sum, ends in
      Float(sum / Double(steps)) * (ends.0 - ends.1)
    }
  }
}
