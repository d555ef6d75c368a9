import ECGAnalysis

/// A summary with the beats themselves, for whoever asked for JSON.
struct WithBeatTable<Summary: Encodable>: Encodable {
  private let summary: Summary
  private let table: BeatTable

  init(_ summary: Summary, _ table: BeatTable) {
    (self.summary, self.table) = (summary, table)
  }

  private enum CodingKeys: CodingKey { case beatTable }

  func encode(to encoder: any Encoder) throws {
    try summary.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(table, forKey: .beatTable)
  }
}
