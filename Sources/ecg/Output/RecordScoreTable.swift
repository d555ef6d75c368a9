import ECGEvaluation
import ECGText
import Foundation

/// Scores of a classifier of recordings, record by record, for the terminal.
struct RecordScoreTable: CustomStringConvertible {
  let scores: RecordScores

  var description: String {
    var rows = [["record", "beats", "accuracy", "jκ", "S F1", "V F1"]]
    for record in scores.records { rows.append(row(record.name, record.matrix)) }
    rows.append(row("all", scores.total))
    var text = TextTable(rows: rows).description
    if let intervals = scores.intervals {
      text += """


        95 % intervals from drawing records: accuracy \(words(intervals.accuracy)), \
        S F1 \(words(intervals.supraventricularF1)), V F1 \(words(intervals.ventricularF1)).
        """
    }
    return text
  }

  private func row(_ name: String, _ matrix: BeatMatrix) -> [String] {
    [name, matrix.beats.grouped]
      + [
        matrix.accuracy, matrix.jKappaIndex, matrix.tally(of: .supraventricular).f1,
        matrix.tally(of: .ventricular).f1,
      ].map { $0.map { String(format: "%.4f", $0) } ?? "–" }
  }

  private func words(_ interval: Interval) -> String {
    String(format: "%.4f–%.4f", interval.low, interval.high)
  }
}
