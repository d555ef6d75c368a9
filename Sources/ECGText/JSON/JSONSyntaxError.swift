/// What is not JSON in a text, and where.
package struct JSONSyntaxError: Error, Equatable, Sendable {
  /// The line, counted from 1.
  package let line: Int
  /// What was expected and what was found.
  package let problem: String
}
