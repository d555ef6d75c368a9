import ECGClassifier
import Foundation
import NeuralNetwork
import Synchronization

/// Shows how training goes: a bar within an epoch where a person looks on, and a line for each epoch.
final class TrainingMonitor: Sendable {
  private struct State {
    var epochStart = Clock()
    var isHeaderShown = false
  }

  private static let columns = [
    "epoch", "  loss", "accuracy", "val. loss", "val. accuracy", "val. macro-F1", "learning rate",
    "  time",
  ]

  private let console: Console
  private let epochs: Int
  /// The beats in an epoch.
  private let beats: Int
  private let bar = ProgressBar()
  private let state = Mutex(State())

  /// Creates a monitor for training on `beats` beats, those set apart for validation included.
  init(recipe: Recipe, beats: Int, console: Console) {
    self.console = console
    epochs = recipe.epochs
    self.beats = max(Int((Double(beats) * (1 - recipe.validationShare)).rounded()), 1)
  }

  /// What to call on the way.
  var observer: TrainingObserver {
    var observer = TrainingObserver()
    observer.onStep = { self.show(epoch: $0, done: $1, loss: $2) }
    observer.onEpoch = { self.show($0.history) }
    observer.isCancelled = { Interruption.isRequested }
    return observer
  }

  private func show(epoch: Int, done: Int, loss: Double) {
    let seconds = state.withLock { $0.epochStart.seconds }
    let rate = seconds > 0 ? Numerals.count(Int(Double(done) / seconds)) : "–"
    bar.show(
      (Double(epoch - 1) + min(Double(done) / Double(beats), 1)) / Double(epochs),
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
    let cells = [
      "\(epoch.number)", TrainingMonitor.decimal(epoch.loss),
      TrainingMonitor.decimal(epoch.accuracy), TrainingMonitor.decimal(epoch.validationLoss),
      TrainingMonitor.decimal(epoch.validationAccuracy),
      TrainingMonitor.decimal(epoch.validationMacroF1),
      String(format: "%.2e", epoch.learningRate), time,
    ]
    let line = zip(TrainingMonitor.columns, cells).map { column, cell in
      String(repeating: " ", count: max(0, column.count - cell.count)) + cell
    }
    console.note(line.joined(separator: "  ") + (isBest ? "  best" : ""))
  }

  private static func decimal(_ value: Double?) -> String {
    value.map { String(format: "%.4f", $0) } ?? "–"
  }
}
