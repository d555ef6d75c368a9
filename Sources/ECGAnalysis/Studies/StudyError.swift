public import Foundation

/// What is wrong with what a study was asked for.
public struct StudyError: Error, CustomStringConvertible {
  /// What was expected and what was found.
  public let description: String

  init(_ description: String) { self.description = description }
}

extension StudyError: LocalizedError {
  /// The message, for what shows errors by their localised description.
  public var errorDescription: String? { description }
}
