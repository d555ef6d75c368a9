import ECGEvaluation
import ECGText

extension RunReport {
  /// How the beats of each record were classified.
  func recordSection(_ figures: [Figure]) -> ReportPage.Section? {
    guard !records.isEmpty else { return nil }
    let perfect = records.count { $0.correct == $0.beats }
    let errorsByRecord = records.map { $0.beats - $0.correct }.sorted(by: >)
    let errors = errorsByRecord.reduce(0, +)
    var (count, sum) = (0, 0)
    for own in errorsByRecord where 2 * sum < errors { (count, sum) = (count + 1, sum + own) }
    var text = """
      The beats come from \(records.count.grouped) records, of which \(perfect.grouped) are classified \
      without an error.
      """
    if errors > 0 {
      text += " Half of the \(errors.grouped) errors lie in \(count.grouped) of them."
    }
    return ReportPage.Section(
      id: "records", heading: "Records", paragraphs: [text], tables: [recordTable], figures: figures
    )
  }

  private static let shownRecords = 10

  private var recordTable: ReportPage.Table {
    let names = ["record", "accuracy", "errors", "beats"]
    return ReportPage.Table(
      caption: "The records with the lowest accuracy",
      columns: names.enumerated().map { .init(text: $1, isNumber: $0 > 0) },
      rows: records.prefix(Self.shownRecords).map { record in
        (
          name: record.record,
          cells: [
            .init(
              text: Numerals.score(record.accuracy), isNumber: true,
              interval: Self.range(record.interval)),
            .init(text: (record.beats - record.correct).grouped, isNumber: true),
            .init(text: record.beats.grouped, isNumber: true),
          ]
        )
      })
  }
}
