import ECGClassifier
import ECGEvaluation
import ECGText
import Foundation
import ECGNeuralNetwork
import Synchronization

/// Shows how training goes: a bar within an epoch where a person looks on, and a
/// line for each epoch.
final class TrainingMonitor: Sendable {
  private struct State {
    var epochStart = Clock()
    var isHeaderShown = false
    /// The network in training, counted from 0.
    var member = 0
  }

  private static let columns = [
    "epoch", "  loss", "accuracy", "val. loss", "val. accuracy", "val. macro-F1", "learning rate",
    "  time",
  ]

  private let console: Console
  private let seed: UInt64
  private let members: Int
  private let epochs: Int
  /// The beats in an epoch.
  private let beats: Int
  private let bar = ProgressBar()
  private let state = Mutex(State())

  /// Creates a monitor for training `members` networks on about `beats` beats, those set apart for
  /// validation not among them.
  init(recipe: Recipe, seed: UInt64, members: Int, beats: Int, console: Console) {
    self.console = console
    self.seed = seed
    self.members = members
    epochs = recipe.epochs
    self.beats = max(beats, 1)
  }

  /// What to call on the way.
  var observer: TrainingObserver {
    var observer = TrainingObserver()
    observer.onStep = { self.show(epoch: $0, done: $1, loss: $2) }
    observer.onEpoch = { self.show($0.history) }
    observer.isCancelled = { Interruption.isRequested }
    return observer
  }

  /// Tells that the training of a network begins.
  func begin(member: Int) {
    state.withLock { state in
      state.epochStart = Clock()
      state.member = member
    }
    guard members > 1 else { return }
    console.note("Network \(member + 1) of \(members), seed \(seed &+ UInt64(member)).")
  }

  private func show(epoch: Int, done: Int, loss: Double) {
    let (seconds, member) = state.withLock { ($0.epochStart.seconds, $0.member) }
    let rate = seconds > 0 ? (Int(Double(done) / seconds)).grouped : "–"
    let share = (Double(epoch - 1) + min(Double(done) / Double(beats), 1)) / Double(epochs)
    bar.show(
      (Double(member) + share) / Double(members),
      "epoch \(epoch)/\(epochs)  loss \(String(format: "%.4f", loss))  \(rate) beats/s")
  }

  private func show(_ history: TrainingHistory) {
    guard let epoch = history.epochs.last else { return }
    let (isFirst, isBest, time) = state.withLock { state in
      defer {
        state.epochStart = Clock()
        state.isHeaderShown = true
      }
      return (
        !state.isHeaderShown, history.bestEpoch == epoch.number, state.epochStart.description
      )
    }
    if isFirst { console.note(TrainingMonitor.columns.joined(separator: "  ")) }
    let scores = [
      epoch.loss, epoch.accuracy, epoch.validationLoss, epoch.validationAccuracy,
      epoch.validationMacroF1,
    ]
    let cells =
      ["\(epoch.number)"] + scores.map { ScoreText.cell($0) }
      + [String(format: "%.2e", epoch.learningRate), time]
    let line = zip(TrainingMonitor.columns, cells).map { $1.padded(left: $0.count) }
    console.note(line.joined(separator: "  ") + (isBest ? "  best" : ""))
  }
}
