import ECGEvaluation

extension RunReport {
  /// What cross-validation over patients gave.
  var patientSection: ReportPage.Section? {
    guard let patientFolds else { return nil }
    let tables = patientFolds.tables.map { table in
      ReportPage.Table(
        caption: table.title,
        columns: table.columns.enumerated().map {
          .init(text: $0 == 0 ? "network" : $1, isNumber: $0 > 0)
        },
        rows: table.rows.map { row in
          (
            name: row.name,
            cells: row.scores.map { score in
              ReportPage.Cell(
                text: Numerals.score(score.value), isNumber: true,
                interval: score.interval.map { Self.range($0) })
            }
          )
        })
    }
    return ReportPage.Section(
      id: "patients", heading: "New patients",
      paragraphs: [patientFolds.method] + patientFolds.remarks, tables: tables)
  }
}
