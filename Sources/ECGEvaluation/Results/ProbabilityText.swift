import Foundation

/// How far probabilities can be believed, in lines for the terminal.
public struct ProbabilityText: Sendable, CustomStringConvertible {
  private let evaluation: Evaluation
  private let calibration: Calibration

  /// Creates the text of `evaluation`.
  public init(_ evaluation: Evaluation) {
    self.evaluation = evaluation
    calibration = Calibration(evaluation)
  }

  /// The scores, in lines without a newline at the end.
  public var description: String {
    let scores = [
      ("expected calibration error", calibration.expectedError),
      ("maximum calibration error", calibration.maximumError),
      ("Brier score", evaluation.brierScore),
      ("negative log-likelihood", evaluation.logLoss),
    ]
    let rows = scores.map { [$0, String(format: "%.4f", $1)] }
    return TextTable(rows: [["probabilities", "\(calibration.bins.count) bins"]] + rows).description
  }
}
