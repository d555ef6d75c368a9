/// A training run between two epochs: all that is needed to go on as if it had not
/// been interrupted.
public struct TrainingState: Sendable {
  /// The network as it stands.
  public internal(set) var network: Network
  /// The moving average of the network's weights and running statistics, where one is kept.
  public internal(set) var average: Network?
  /// The network at its best epoch, where early stopping watches for one.
  public internal(set) var best: Network?
  /// Adam's means of the gradients, or the velocities of ``SGD``, as ``Network/parameters`` lies.
  public internal(set) var firstMoments: [Float]
  /// Adam's means of the squared gradients; zeros with ``SGD``.
  public internal(set) var secondMoments: [Float]
  /// The epochs so far.
  public internal(set) var history: TrainingHistory
  /// The counters.
  public internal(set) var progress: Progress

  /// The numbers a training run counts with.
  public struct Progress: Codable, Equatable, Sendable {
    /// Steps done.
    public internal(set) var step = 0
    /// Epochs done.
    public internal(set) var epoch = 0
    /// What plateaus have taken the learning rate down to, as a factor.
    public internal(set) var plateauFactor: Float = 1
    /// Whether nothing is left to do.
    public internal(set) var isFinished = false
    var stopping = Watch()
    var plateau = Watch()

    /// Whether the counters can be those of a run with that history.
    fileprivate func isConsistent(with history: TrainingHistory) -> Bool {
      epoch == history.epochs.count && (epoch...max(epoch, 1 << 40)).contains(step)
        && (0...epoch).contains(stopping.wait) && (0...epoch).contains(plateau.wait)
        && plateauFactor > 0 && plateauFactor <= 1 && (!isFinished || epoch > 0)
    }
  }

  /// The state before the first epoch.
  init(network: Network) {
    self.network = network
    firstMoments = Array(repeating: 0, count: network.parameters.count)
    secondMoments = firstMoments
    history = TrainingHistory()
    progress = Progress()
  }

  /// Puts a state together from what was stored of it.
  ///
  /// - Throws: ``NetworkError`` where the parts do not belong together.
  public init(
    network: Network, average: Network? = nil, best: Network?, firstMoments: [Float],
    secondMoments: [Float],
    history: TrainingHistory, progress: Progress
  ) throws {
    let count = network.parameters.count
    try require(
      firstMoments.count == count && secondMoments.count == count, "TrainingState",
      "expected \(count) moments, found \(firstMoments.count) and \(secondMoments.count)")
    try require(
      firstMoments.allSatisfy(\.isFinite) && secondMoments.allSatisfy { $0.isFinite && $0 >= 0 },
      "TrainingState", "the moments hold numbers that no training leaves")
    try require(
      history.epochs.map(\.number) == Array(1..<history.epochs.count + 1)
        && progress.isConsistent(with: history), "TrainingState",
      "the counters and the history contradict one another")
    self.network = network
    self.average = average
    self.best = best
    self.firstMoments = firstMoments
    self.secondMoments = secondMoments
    self.history = history
    self.progress = progress
  }

  /// Checks that training of `network` can go on from this state.
  ///
  /// - Throws: ``NetworkError`` where the state is of a network with other tensors.
  func check(for network: Network) throws {
    for candidate in [self.network, average ?? self.network, best ?? self.network] {
      try require(
        candidate.parameterTensors == network.parameterTensors
          && candidate.statisticTensors == network.statisticTensors, "Training",
        "the state to go on from belongs to another architecture")
    }
  }

  /// The network as it stands to be used: the average where one is kept.
  var current: Network { average ?? network }

  /// The network training ends with: that of the best epoch where one was watched for.
  public var result: Network { best ?? current }
}
