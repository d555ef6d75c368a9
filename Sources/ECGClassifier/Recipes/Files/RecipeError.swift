public import ECGFiles
public import Foundation

/// What is wrong with a field of a recipe.
public struct RecipeError: Error, Equatable, Sendable {
  /// The field, as `--set` names it: `optimizer.learningRate`, `layers.3.kernel`; empty for the
  /// text as a whole.
  public let field: String
  /// The line of the file, counted from 1; nil where the field does not stand in a file.
  public let line: Int?
  /// What was expected and what was found.
  public let problem: String
  /// What to do.
  public let remedy: Remedy

  init(_ field: String, line: Int?, _ problem: String, remedy: Remedy = "") {
    self.field = field
    self.line = line
    self.problem = problem
    self.remedy = remedy
  }

  /// The error as one of the file that the recipe stands in.
  public func fileError(path: String) -> FileError {
    FileError(
      .badData, path: path, at: line.map { .line($0) } ?? .whole,
      field.isEmpty ? problem : "\(field): \(problem)", remedy: remedy)
  }
}

extension RecipeError: CustomStringConvertible {
  /// The message: `field: expected …, found …. Do this.`
  ///
  /// - Parameter spelling: how the settings that ``remedy`` asks for are spelt where it is shown.
  public func message(_ spelling: Remedy.Spelling) -> String {
    let advice = remedy.text(spelling)
    return (field.isEmpty ? "" : "\(field): ") + problem + (advice.isEmpty ? "" : ". \(advice)")
  }

  /// The message, with the settings that ``remedy`` asks for unnamed.
  public var description: String { message(.unnamed) }
}

extension RecipeError: LocalizedError {
  /// The message, for what shows errors by their localised description.
  public var errorDescription: String? { description }
}
