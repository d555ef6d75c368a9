import ECGEvaluation
import ECGText
import Foundation

/// What `train recordings` did: its JSON document, and lines for the terminal.
struct RecordingTrainingSummary: Encodable {
  let model: String
  let recipe: String
  let records: [String]
  let patients: Int
  /// On patients that the classifiers had not seen; nil where there is one patient alone.
  let crossValidation: RecordScores?
  /// On the records that the table of patients set apart.
  let test: RecordScores?
  let seconds: Double
}

extension RecordingTrainingSummary: CustomStringConvertible {
  var description: String {
    var rows = [["", "accuracy", "jκ", "S F1", "V F1"]]
    for (name, scores) in [("cross-validated by patient", crossValidation), ("test", test)] {
      guard let matrix = scores?.total else { continue }
      rows.append(
        [name]
          + [
            matrix.accuracy, matrix.jKappaIndex, matrix.tally(of: .supraventricular).f1,
            matrix.tally(of: .ventricular).f1,
          ].map { ScoreText.cell($0) })
    }
    return rows.count > 1 ? TextTable(rows: rows).description : ""
  }
}
