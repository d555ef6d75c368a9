public import Foundation

/// What cannot be built or run: the operation, and the shapes expected and found.
public struct NetworkError: Error, Equatable, CustomStringConvertible, Sendable {
  /// The layer or operation that refused, such as `Conv1D`.
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

extension Shape {
  /// The samples and channels of a sequence.
  ///
  /// - Throws: ``NetworkError`` for a vector.
  func sequence(for operation: String) throws -> (samples: Int, channels: Int) {
    guard case .sequence(let samples, let channels) = self else {
      throw NetworkError(operation, "expected a sequence (N, L, C), found a vector \(self)")
    }
    return (samples, channels)
  }

  /// What is left of a sequence when `size` samples in a row become one; a rest is left out.
  ///
  /// - Throws: ``NetworkError`` for a vector, a sequence that is shorter, or no size.
  func pooled(by size: Int, for operation: String) throws -> Shape {
    let (samples, channels) = try sequence(for: operation)
    try require(size > 0, operation, "size is \(size), must be positive")
    try require(
      samples >= size, operation, "expected at least \(size) samples, found \(samples) in \(self)")
    return .sequence(samples: samples / size, channels: channels)
  }

  /// The length of a vector.
  ///
  /// - Throws: ``NetworkError`` for a sequence.
  func vector(for operation: String) throws -> Int {
    guard case .vector(let count) = self else {
      throw NetworkError(
        operation,
        "expected a vector (N, C), found a sequence \(self); put Flatten or GlobalAveragePool1D before it"
      )
    }
    return count
  }
}

/// Checks a hyper-parameter.
///
/// - Throws: ``NetworkError`` where `condition` is false.
func require(_ condition: Bool, _ operation: String, _ problem: @autoclosure () -> String) throws {
  guard condition else { throw NetworkError(operation, problem()) }
}

/// Checks a whole number among the hyper-parameters.
///
/// - Throws: ``NetworkError`` where it is not in `range`.
func require(
  _ value: Int, _ name: String, in range: ClosedRange<Int>, _ operation: String
) throws {
  try require(
    range.contains(value), operation,
    "\(name) is \(value), must be from \(range.lowerBound) to \(range.upperBound)")
}

extension NetworkError: LocalizedError {
  /// The message, for what shows errors by their localised description.
  public var errorDescription: String? { description }
}
