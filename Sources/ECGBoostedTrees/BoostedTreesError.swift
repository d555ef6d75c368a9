public import Foundation

/// What cannot be trained, put together or asked: the operation, and what was expected and found.
public struct BoostedTreesError: Error, Equatable, CustomStringConvertible, Sendable {
  /// The operation that refused, such as `Training`.
  public let operation: String
  /// What was expected and what was found.
  public let problem: String

  /// Creates an error.
  public init(_ operation: String, _ problem: String) {
    self.operation = operation
    self.problem = problem
  }

  /// The message.
  public var description: String { "\(operation): \(problem)" }
}

/// Checks what an operation relies on.
///
/// - Throws: ``BoostedTreesError`` where `condition` is false.
func require(_ condition: Bool, _ operation: String, _ problem: @autoclosure () -> String) throws {
  guard condition else { throw BoostedTreesError(operation, problem()) }
}

extension BoostedTreesError: LocalizedError {
  /// The message, for what shows errors by their localised description.
  public var errorDescription: String? { description }
}
