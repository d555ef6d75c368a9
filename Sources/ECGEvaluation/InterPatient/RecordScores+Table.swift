import ECGText
import Foundation

extension RecordScores {
  /// The scores of each record and of all together, a line each: `record, beats, accuracy, macro_f1, …`.
  /// Scores that are not defined are empty.
  public var csv: String {
    var table = CommaSeparatedText(columns: ["record", "beats"] + BeatMatrix.scoreNames)
    for (name, matrix) in records.map({ ($0.name, $0.matrix) }) + [("all", total)] {
      table.append([name, "\(matrix.beats)"] + matrix.scoreCells)
    }
    return table.description
  }
}

extension BeatMatrix {
  /// The classes whose scores stand in tables; of Q nothing is learnt.
  private static let scored: [BeatLabel] = [.normal, .supraventricular, .ventricular, .fusion]

  /// The names of ``scoreValues``, as columns of a table.
  static let scoreNames =
    ["accuracy", "macro_f1", "kappa", "jkappa"]
    + ["n", "s", "v", "f"].flatMap { ["\($0)_se", "\($0)_ppv", "\($0)_f1"] }

  /// Accuracy, macro-F1, Cohen's kappa, jκ; sensitivity, positive predictivity and F1 of N, S, V and F.
  var scoreValues: [Double?] {
    [accuracy, macroF1, cohensKappa, jKappaIndex]
      + Self.scored.flatMap { label -> [Double?] in
        let tally = tally(of: label)
        return [tally.sensitivity, tally.positivePredictivity, tally.f1]
      }
  }

  /// The scores as cells; empty for those that are not defined.
  var scoreCells: [String] { scoreValues.map { $0.map { String(format: "%.6f", $0) } ?? "" } }
}
