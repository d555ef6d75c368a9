public import Foundation

/// Why a comparison cannot be made as it was asked for.
public enum ComparisonError: Error, Equatable, Sendable {
  /// A time is negative, not finite or too long.
  case time(Double, what: String)
  /// The comparison would end before it begins.
  case empty(start: Double, end: Double)
}

extension ComparisonError: CustomStringConvertible {
  /// The message: what was expected and what was found.
  public var description: String {
    switch self {
    case .time(let seconds, let what):
      "expected \(what) of 0 or more seconds, found \(seconds)"
    case .empty(let start, let end):
      "expected a comparison that ends after it begins, found one from \(start) s to \(end) s"
    }
  }
}

extension ComparisonError: LocalizedError {
  /// The message, for what shows errors by their localised description.
  public var errorDescription: String? { description }
}
