import Foundation

/// Whether two classifiers that were scored on the same beats are right equally often.
///
/// Beats that both get right, or both wrong, say nothing of it. If neither is better, each of the
/// others is as likely to be the one's as the other's (McNemar, Psychometrika 12, 1947); the exact
/// test asks the binomial distribution, as statsmodels' `mcnemar(exact=True)` does.
public struct McNemarTest: Codable, Equatable, Sendable {
  /// The beats that the first alone gets right.
  public let firstOnly: Int
  /// The beats that the second alone gets right.
  public let secondOnly: Int
  /// How probable it is that chance alone divides them at least as unevenly, either way.
  public let pValue: Double

  /// Tests counts.
  ///
  /// - Precondition: neither is negative.
  public init(firstOnly: Int, secondOnly: Int) {
    precondition(firstOnly >= 0 && secondOnly >= 0)
    self.firstOnly = firstOnly
    self.secondOnly = secondOnly
    pValue = min(
      1,
      2
        * Self.halvesProbability(
          ofAtMost: min(firstOnly, secondOnly), among: firstOnly + secondOnly))
  }

  /// The probability of at most `count` heads in `tosses` of a fair coin.
  private static func halvesProbability(ofAtMost count: Int, among tosses: Int) -> Double {
    // From the largest term down, which is small itself where there are many tosses.
    var logTerm = -Double(tosses) * log(2)
    for index in stride(from: 1, through: count, by: 1) {
      logTerm += log(Double(tosses - count + index) / Double(index))
    }
    var (share, sum) = (1.0, 1.0)
    for index in stride(from: count, to: 0, by: -1) {
      share *= Double(index) / Double(tosses - index + 1)
      sum += share
    }
    return exp(logTerm + log(sum))
  }
}
