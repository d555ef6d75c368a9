import ECGText

extension RecordScores {
  /// The scores of each record and of all together, a line each:
  /// `record, beats, accuracy, macro_f1, …`. Scores that are not defined are empty; so is the F1 of
  /// a class that is not in `macro_f1`.
  public var csv: String {
    var table = CommaSeparatedText(
      columns: ["record", "beats"] + BeatScore.ofRecords.map(\.column))
    for (name, matrix) in records.map({ ($0.name, $0.matrix) }) + [("all", total)] {
      table.append([name, "\(matrix.beats)"] + matrix.scoreCells)
    }
    return table.description
  }
}

extension BeatMatrix {
  /// The scores of ``BeatScore/ofRecords`` as cells; empty for those that are not defined.
  var scoreCells: [String] {
    BeatScore.ofRecords.map { $0.value(of: self).text("%.6f", else: "") }
  }
}
