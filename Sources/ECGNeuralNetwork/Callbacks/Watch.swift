/// The best epoch so far, and how long ago it was.
struct Watch: Codable, Equatable, Sendable {
  private(set) var best: Double?
  /// Epochs since the best, or since patience last ran out.
  var wait = 0

  /// Takes in an epoch's figure.
  ///
  /// - Returns: whether it is better than the best by more than `minimumDelta`.
  mutating func isImproved(by cost: Double?, minimumDelta: Double) -> Bool {
    guard let cost, cost.isFinite, cost < (best ?? .infinity) - minimumDelta else {
      wait += 1
      return false
    }
    best = cost
    wait = 0
    return true
  }
}
