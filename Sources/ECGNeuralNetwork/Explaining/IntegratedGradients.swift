public import ECGParallel

/// Shares out what a network, or the mean of several, says among the numbers it was given
/// (Sundararajan, Taly and Yan, Axiomatic Attribution for Deep Networks, ICML 2017).
///
/// The gradient is averaged along the straight way from a baseline, an example without what
/// matters, to the example itself, and multiplied with the distance. The shares of an example
/// add up to the difference of the log-odds between the two. How many points on the way that
/// takes is found for each example: stretches between them are halved where they miss the
/// difference of their log-odds.
public struct IntegratedGradients {
  /// How far the shares, and the trapezoidal rule before its ends are weighed, may miss the
  /// difference of the log-odds: as a part of it, or in nats where it is below 1.
  public let tolerance: Double
  /// The points on the way after which no stretch is halved any more.
  public let mostPoints: Int
  private let gradients: LogOddsGradients
  private let network: Network

  /// The stretches to begin with.
  private static let firstStretches = 16

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
  ///   - tolerance: how far shares may miss the difference of the log-odds.
  ///   - mostPoints: the points at which no more are added.
  ///   - threads: how many threads share the work. The result does not depend on it.
  /// - Precondition: a network at least; networks of the same shapes; a finite temperature above 0;
  ///   a tolerance above 0.
  public init(
    _ networks: [Network], temperature: Double = 1, tolerance: Double = 0.0075,
    mostPoints: Int = 512, threads: Int = ThreadCount.allCores
  ) {
    precondition(!networks.isEmpty && tolerance > 0)
    self.tolerance = tolerance
    self.mostPoints = mostPoints
    network = networks[0]
    gradients = LogOddsGradients(
      networks, measure: LogOdds(temperature: temperature), threads: threads)
  }

  /// The attributions of examples.
  ///
  /// - Parameters:
  ///   - values: the examples behind one another: `N × L × C`.
  ///   - baselines: an example for each to begin from: `N × L × C`.
  ///   - targets: the class to explain for each: `N`.
  /// - Throws: ``NetworkError`` where the counts do not agree, a target is no class, or numbers
  ///   are not finite.
  public func attributions(
    of values: [Float], from baselines: [Float], targets: [Int]
  ) throws -> [Attribution] {
    let (size, classes) = (network.inputShape.count, network.classCount)
    try require(
      values.count == targets.count * size && baselines.count == values.count,
      "IntegratedGradients",
      "expected \(targets.count) examples and baselines of \(size) numbers, found \(values.count) and "
        + "\(baselines.count) numbers")
    try require(
      classes > 1 && targets.allSatisfy { 0..<classes ~= $0 }, "IntegratedGradients",
      "expected targets among \(classes) classes, found \(targets)")
    return try paths(of: values, from: baselines, targets: targets).enumerated().map {
      example, path in
      Attribution(
        target: targets[example], logOdds: path.points.last?.logOdds ?? 0,
        baselineLogOdds: path.points.first?.logOdds ?? 0, shares: path.shares)
    }
  }

  /// The ways to the examples, with as many points as they take. Those of all examples go through
  /// the networks together.
  private func paths(
    of values: [Float], from baselines: [Float], targets: [Int]
  ) throws -> [IntegrationPath] {
    let size = network.inputShape.count
    var paths = targets.indices.map { example in
      let range = example * size..<(example + 1) * size
      return IntegrationPath(distance: zip(values[range], baselines[range]).map { $0 - $1 })
    }
    let first = (0...Self.firstStretches).map { Float($0) / Float(Self.firstStretches) }
    var wanted = targets.map { _ in first }
    while wanted.contains(where: { !$0.isEmpty }) {
      var (points, classes) = ([Float](), [Int]())
      for (example, positions) in wanted.enumerated() {
        for position in positions {
          let range = example * size..<(example + 1) * size
          // The ends are to be the examples themselves, without a rounding error.
          points +=
            position == 1
            ? Array(values[range])
            : zip(baselines[range], paths[example].distance).map { $0 + position * $1 }
          classes.append(targets[example])
        }
      }
      let found = try gradients(of: points, targets: classes)
      var start = 0
      for (example, positions) in wanted.enumerated() {
        let end = start + positions.count
        paths[example].add(
          positions: positions, logOdds: found.logOdds[start..<end],
          gradients: found.gradients[start * size..<end * size])
        start = end
        wanted[example] = refinements(of: paths[example])
      }
    }
    return paths
  }

  private func refinements(of path: IntegrationPath) -> [Float] {
    let room = max(0, mostPoints - path.points.count)
    let limit = tolerance * max(1, abs(path.difference))
    return Array(path.refinements(tolerance: limit).prefix(room))
  }
}
