import ECGDatasets
import ECGEvaluation
import ECGText

extension RunReport {
  /// What the beats of each class were taken for.
  func confusionSection(_ figures: [Figure]) -> ReportPage.Section? {
    guard let evaluation else { return nil }
    let matrix = evaluation.confusionMatrix
    let names = matrix.classes.map(\.symbol)
    let rows = zip(names, matrix.counts).map { name, counts in
      (
        name: "true \(name)",
        cells: counts.map { ReportPage.Cell(text: $0.grouped, isNumber: true) }
      )
    }
    return ReportPage.Section(
      id: "confusion", heading: "Confusion",
      tables: [
        .init(
          caption: "Beats of each true class (rows) by the class they were taken for (columns)",
          columns: [.init(text: "class")] + names.map { .init(text: $0, isNumber: true) },
          rows: rows)
      ],
      figures: figures)
  }
}
