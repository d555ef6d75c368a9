/// How much a beat counts in the loss, by its class.
public enum ClassWeighting: String, CaseIterable, Codable, Sendable {
  /// Every beat counts as one.
  case none
  /// `n / (K·n_c)`: every class counts as much as any other.
  case balanced
  /// The square roots of the balanced weights: half way, on a logarithmic scale.
  case sqrt

  /// The weight of each of the classes.
  ///
  /// - Parameter counts: `n_c`, the beats of each class in the training part.
  /// - Returns: The weights in the classes' order. Only the classes that have beats count towards
  ///   `K`; a class without any weighs 0, except that it weighs 1 for ``none``.
  public func weights(counts: [Int]) -> [Double] {
    let total = counts.reduce(0.0) { $0 + Double($1) }
    let present = Double(counts.count { $0 > 0 })
    return counts.map { count in
      let balanced = count > 0 ? total / (present * Double(count)) : 0
      return switch self {
      case .none: 1
      case .balanced: balanced
      case .sqrt: balanced.squareRoot()
      }
    }
  }
}
