import Foundation

/// How the learning rate goes over a training run.
public enum LearningRateSchedule: Codable, Equatable, Sendable {
  /// The optimiser's rate throughout.
  case constant
  /// Up in a straight line over `warmup` epochs, then down along half a cosine to `floor` times the
  /// rate at the last epoch (Loshchilov and Hutter 2017).
  case cosine(warmup: Double, floor: Double)
  /// Up from `start` times the rate along half a cosine over the share `warmup` of the run, then
  /// down along another to `floor` times the rate at its end (Smith and Topin 2019, as PyTorch's
  /// `OneCycleLR`, whose defaults are 0.3, 0.04 and 4e-6). The momentum stays as it is.
  case oneCycle(warmup: Double, start: Double, floor: Double)

  /// The schedule in words.
  public var title: String {
    switch self {
    case .constant: "constant"
    case .cosine(let warmup, let floor):
      "cosine to \(floor) of the rate, after a warm-up of \(warmup) epochs"
    case .oneCycle(let warmup, let start, let floor):
      "one cycle from \(start) of the rate, up to it at \(warmup) of the run, down to \(floor)"
    }
  }

  func check() throws {
    switch self {
    case .constant: break
    case .cosine(let warmup, let floor):
      try require(
        warmup >= 0 && warmup.isFinite && (0...1).contains(floor), "Training",
        "the cosine schedule has a warm-up of \(warmup) and a floor of \(floor), must be zero or more and in 0…1"
      )
    case .oneCycle(let warmup, let start, let floor):
      for (name, share) in [("warm-up", warmup), ("start", start), ("floor", floor)] {
        try require(
          (0...1).contains(share), "Training",
          "the one-cycle schedule has a \(name) of \(share), must be in 0…1")
      }
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
      return Self.between(1, floor, at: share)
    case .oneCycle(let warmup, let start, let floor):
      let share = min(1, progress / Double(epochs))
      if share < warmup { return Self.between(start, 1, at: share / warmup) }
      return Self.between(1, floor, at: (share - warmup) / max(1 - warmup, .leastNonzeroMagnitude))
    }
  }

  /// From one number to another along half a cosine.
  private static func between(_ first: Double, _ last: Double, at share: Double) -> Double {
    last + (first - last) * (1 + Foundation.cos(.pi * share)) / 2
  }
}
