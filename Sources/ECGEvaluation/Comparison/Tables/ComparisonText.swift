/// A comparison for the terminal: `bxb`'s tables, then the scores it does not print; where neither
/// side tells beats apart, how well they are found alone.
public struct ComparisonText: CustomStringConvertible, Sendable {
  private let summary: ComparisonSummary

  /// Creates the text: the matrix of one record, a line for each of several.
  public init(_ summary: ComparisonSummary) { self.summary = summary }

  /// The text, in lines without a newline at the end.
  public var description: String {
    if let detection = DetectionReport(summary) { return detection.description }
    let scores = ComparisonScores(summary.matrix).description
    if let record = summary.records.first, summary.records.count == 1 {
      return "\(MatrixReport(record))\n\n\(scores)"
    }
    let shutdown = ShutdownTable(summary)
    let matrix = MatrixTable(summary.matrix).lines.joined(separator: "\n")
    return
      ([LineTable(summary).description] + (shutdown.isEmpty ? [] : [shutdown.description])
      + [matrix, scores])
      .joined(separator: "\n\n")
  }
}
