package import ECGNeuralNetwork
import ECGSignals

/// Ends trainings that are behind the median of those before them, after as many epochs (Golovin et
/// al., "Google Vizier", KDD 2017, section 3.2; by the last value, as Optuna's `MedianPruner`).
package struct MedianStopping: Sendable {
  /// The mean F1 of the classes on validation beats after each epoch of the trainings so far.
  private var reached: [[Double]] = []
  /// The trainings that are never ended, since there is too little to compare with.
  static let first = 4

  /// Begins with no trainings.
  package init() {}

  /// Takes up a training that is over.
  package mutating func add(_ history: TrainingHistory) {
    reached.append(history.epochs.map { $0.validationMacroF1 ?? 0 })
  }

  /// Why a training is to end; nil where it is to go on.
  ///
  /// - Parameters:
  ///   - history: the training so far.
  ///   - epochs: the epochs of its own recipe, which others of the sweep may have more or fewer of.
  package func reason(toEnd history: TrainingHistory, of epochs: Int) -> String? {
    let count = history.epochs.count
    // In the first quarter learning rates still rise; after the last epoch there is
    // nothing to save.
    guard reached.count >= Self.first, 4 * count >= epochs, count < epochs else { return nil }
    let others = reached.filter { $0.count >= count }.map { $0[count - 1] }
    guard others.count >= Self.first, let median = others.median,
      let best = history.epochs.compactMap(\.validationMacroF1).max(), best < median
    else { return nil }
    return "below the median of the trials before it after \(count) epochs"
  }
}
