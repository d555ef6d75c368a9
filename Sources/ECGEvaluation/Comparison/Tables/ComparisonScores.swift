import ECGText

/// What `bxb` does not print: Se, +P and F1 of every class, accuracy, Cohen's kappa, the j and jκ
/// indices.
public struct ComparisonScores: CustomStringConvertible, Sendable {
  private let matrix: BeatMatrix

  /// Takes the scores of `matrix`.
  public init(_ matrix: BeatMatrix) { self.matrix = matrix }

  /// The scores as a table, in lines without a newline at the end.
  public var description: String {
    let rows =
      [row("QRS", matrix.qrs)]
      + BeatLabel.classes.map { row(String($0.letter), matrix.tally(of: $0)) }
    let table = TextTable(rows: [["", "Se", "+P", "F1", "beats", "detections"]] + rows)
    let indices = TextTable(
      rows: [BeatScore.accuracy, .cohensKappa, .jIndex, .jKappaIndex].map {
        [$0.name, decimal($0.value(of: matrix))]
      })
    return "\(table)\n\n\(indices)"
  }

  private func row(_ name: String, _ tally: DetectionTally) -> [String] {
    [
      name, decimal(tally.sensitivity), decimal(tally.positivePredictivity), decimal(tally.f1),
      String(tally.beats), String(tally.detections),
    ]
  }

  private func decimal(_ value: Double?) -> String {
    value.text("%.4f", else: "-")
  }
}
