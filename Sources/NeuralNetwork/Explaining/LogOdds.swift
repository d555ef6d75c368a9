import Foundation

/// The logarithm of a class's odds against all others, `log p / (1 − p)`, in nats: zero where the class
/// is as probable as all others together.
///
/// It does not saturate as probabilities do, and it depends on what speaks for the class as well as on
/// what speaks against the others.
public enum LogOdds {
  /// The log-odds of a class.
  ///
  /// - Parameters:
  ///   - logits: `K` raw outputs, two at least.
  ///   - target: the class.
  public static func value(of logits: some Collection<Float>, target: Int) -> Double {
    let rest = logits.enumerated().filter { $0.offset != target }.map { Double($0.element) }
    guard let largest = rest.max() else { return .infinity }
    let own = logits[logits.index(logits.startIndex, offsetBy: target)]
    return Double(own) - largest - log(rest.reduce(0) { $0 + exp($1 - largest) })
  }

  /// Turns logits, in place, into the derivatives of a class's log-odds by them: 1 for the class, minus
  /// their share among themselves for the others.
  static func derive(_ logits: UnsafeMutableBufferPointer<Float>, target: Int) {
    // A logit of minus infinity takes no share of the softmax.
    logits[target] = -.infinity
    softmax(logits)
    for index in logits.indices { logits[index] = index == target ? 1 : -logits[index] }
  }
}
