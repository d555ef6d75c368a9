import Foundation

/// How the learning rate goes over a training run.
public enum LearningRateSchedule: Codable, Equatable, Sendable {
  /// The optimiser's rate throughout.
  case constant
  /// Up in a straight line over `warmup` epochs, then down along half a cosine to `floor` times the
  /// rate at the last epoch (Loshchilov and Hutter 2017).
  case cosine(warmup: Double, floor: Double)

  /// The schedule in words.
  public var title: String {
    switch self {
    case .constant: "constant"
    case .cosine(let warmup, let floor):
      "cosine to \(floor) of the rate, after a warm-up of \(warmup) epochs"
    }
  }

  func check() throws {
    if case .cosine(let warmup, let floor) = self {
      try require(
        warmup >= 0 && warmup.isFinite && (0...1).contains(floor), "Training",
        "the cosine schedule has a warm-up of \(warmup) and a floor of \(floor), must be zero or more and in 0…1"
      )
    }
  }

  /// The factor on the learning rate.
  ///
  /// - Parameters:
  ///   - progress: epochs done at the end of the step, fractions included.
  ///   - epochs: epochs in all.
  package func factor(at progress: Double, of epochs: Int) -> Double {
    switch self {
    case .constant: return 1
    case .cosine(let warmup, let floor):
      if progress < warmup { return progress / warmup }
      let share = min(1, (progress - warmup) / max(Double(epochs) - warmup, .leastNonzeroMagnitude))
      return floor + (1 - floor) * (1 + Foundation.cos(.pi * share)) / 2
    }
  }
}
