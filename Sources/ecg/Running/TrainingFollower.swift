import ECGAnalysis
import ECGClassifier
import ECGFiles
import ECGNeuralNetwork
import ECGReports
import Synchronization

/// Keeps event files and the page of a training that goes on.
final class TrainingFollower: Sendable {
  private struct State {
    /// The network in training, counted from 0.
    var member = 0
    var history = TrainingHistory()
    /// Since this process began with the network, and the epochs that an earlier one
    /// had made of it.
    var clock = Clock()
    var earlierEpochs: Int?

    /// The seconds that an epoch takes; nil before there is one.
    var epochSeconds: Double? {
      let epochs = history.epochs.count - (earlierEpochs ?? 0)
      return epochs > 0 ? clock.seconds / Double(epochs) : nil
    }
  }

  private let log: TensorBoardLog?
  /// Where the page is; nil for none.
  private let pagePath: String?
  private let recipe: Recipe
  private let seed: UInt64
  private let members: Int
  private let isSynthetic: Bool
  private let clock = Clock()
  private let state = Mutex(State())

  /// - Parameters:
  ///   - options: what is wanted; nil for nothing.
  ///   - pagePath: where the page goes, if one is wanted.
  ///   - isSynthetic: whether the beats are made up.
  ///   - resumes: whether the training goes on from a checkpoint.
  /// - Throws: `FileError` where event files of another training are there.
  init(
    _ options: FollowOptions?, pagePath: String, recipe: Recipe, seed: UInt64, members: Int,
    isSynthetic: Bool, resumes: Bool, overwrite: Bool
  ) throws {
    log = try options?.tensorboard.map {
      try TensorBoardLog(folder: $0, networks: members, resumes: resumes, overwrite: overwrite)
    }
    self.pagePath = options?.watch == true ? pagePath : nil
    (self.recipe, self.seed, self.members) = (recipe, seed, members)
    self.isSynthetic = isSynthetic
  }

  /// The observer with this one behind it.
  func following(_ observer: TrainingObserver) -> TrainingObserver {
    guard log != nil || pagePath != nil else { return observer }
    var following = observer
    following.onEpoch = { state in
      try observer.onEpoch?(state)
      self.state.withLock {
        $0.history = state.history
        $0.earlierEpochs = $0.earlierEpochs ?? state.history.epochs.count - 1
      }
      try self.log?.add(state.history)
      try self.writePage(.running)
    }
    return following
  }

  /// Tells that the training of a network begins, counted from 0.
  func begin(member: Int) {
    state.withLock { $0 = State(member: member) }
    log?.begin(network: member)
    // Whoever opens the page finds it before the first epoch; one that cannot be written is
    // told after that.
    try? writePage(.running)
  }

  /// Writes the page for the last time.
  func end(_ end: TrainingPage.State) throws { try writePage(end) }

  private func writePage(_ standing: TrainingPage.State) throws {
    guard let pagePath else { return }
    let state = state.withLock(\.self)
    var page = TrainingPage(
      title: "Training by \(recipe.name), seed \(seed &+ UInt64(state.member))",
      history: state.history, epochs: recipe.epochs, network: (state.member + 1, members),
      seconds: clock.seconds, epochSeconds: state.epochSeconds, state: standing,
      version: Version.current)
    page.isSynthetic = isSynthetic
    try OutputFile.write(try page.page(), to: pagePath, overwrite: true)
  }
}
