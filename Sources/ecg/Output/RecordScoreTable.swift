import ECGEvaluation
import ECGText

/// Scores of a classifier of recordings, record by record, for the terminal.
struct RecordScoreTable: CustomStringConvertible {
  let scores: RecordScores

  private static let shown: [BeatScore] = [.accuracy, .jKappaIndex] + RecordScores.ectopicF1

  var description: String {
    var rows = [["record", "beats"] + Self.shown.map(\.heading)]
    for record in scores.records { rows.append(row(record.name, record.matrix)) }
    rows.append(row("all", scores.total))
    var text = TextTable(rows: rows).description
    if let intervals = scores.intervals {
      let f1 = zip(
        RecordScores.ectopicF1, [intervals.supraventricularF1, intervals.ventricularF1]
      ).map { ", \($0.heading) \(words($1))" }
      text += """


        95 % intervals from drawing \(drawn): \(BeatScore.accuracy.heading) \
        \(words(intervals.accuracy))\(f1.joined()).
        """
    } else if scores.records.count > 1 {
      text +=
        "\n\nAll records are of one patient: nothing tells how far the scores hold for another one."
    }
    return text
  }

  /// What intervals come from drawing.
  private var drawn: String {
    scores.patients < scores.records.count ? "the \(scores.patients) patients" : "records"
  }

  private func row(_ name: String, _ matrix: BeatMatrix) -> [String] {
    [name, matrix.beats.grouped]
      + Self.shown.map { ScoreText.cell($0.value(of: matrix)) }
  }

  private func words(_ interval: Interval?) -> String {
    interval.map { ScoreText.range($0) } ?? "not defined"
  }
}
