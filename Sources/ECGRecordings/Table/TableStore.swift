import ECGFiles
import ECGText

/// The samples of a table, a row for each time and a column for each signal.
struct TableStore: SampleStore {
  let signals: [RecordedSignal]
  let period: Double
  let runs: [SampleRun]
  let remarks: [String]
  private let rows: TableRows
  /// For each signal its column.
  private let columns: [Int]
  /// For each column the numbers that stand for samples that are missing.
  private let missing: [MissingCode]
  private let flags: ElectrodeFlags

  /// - Parameters:
  ///   - columns: for each signal its column in the layout.
  ///   - signals: one for each of the columns.
  ///   - missing: for each column of the layout the numbers that stand for samples that
  ///     are missing.
  ///   - flags: the columns that say where electrodes were off.
  ///   - runs: the stretches of rows without gaps between them.
  ///   - contradiction: what to warn of where counter and times disagree.
  init(
    _ rows: TableRows, columns: [Int], signals: [RecordedSignal], missing: [MissingCode],
    flags: ElectrodeFlags, samplingRate: Double, runs: [SampleRun], contradiction: String?
  ) {
    (self.rows, self.columns, self.signals, self.missing) = (rows, columns, signals, missing)
    (self.flags, self.runs) = (flags, runs)
    remarks = [contradiction].compactMap(\.self) + flags.remarks(rows.layout.columns)
    period = 1 / samplingRate
  }

  var samplesPerPeriod: [Int] { columns.map { _ in 1 } }
  var storedSampleCount: Int { rows.count * columns.count }

  func samples(of wanted: [Int], periods: Range<Int>) throws -> [[Float]] {
    var result = wanted.map { _ in [Float](repeating: .nan, count: periods.count) }
    let (layout, path) = (rows.layout, rows.bytes.path)
    // For each column the samples it is wanted for.
    var positions = layout.columns.map { _ in [Int]() }
    for (position, signal) in wanted.enumerated() { positions[columns[signal]].append(position) }
    let scales = wanted.map { VoltageUnit.millivolts(in: signals[$0].storedUnit) ?? 1 }
    let isFlagged = !flags.isEmpty
    try rows.forEach(in: periods) { row, line in
      var isOff = false
      try rows.readRow(line, row) { column, cell in
        if isFlagged, flags.saysMissing(cell, in: column) { isOff = true }
        guard !positions[column].isEmpty else { return }
        switch DecimalCell(cell, marks: layout.marks) {
        case .number(let value):
          guard !missing[column].contains(value) else { break }
          let value = missing[column].wrapped?.step(value) ?? value
          for position in positions[column] {
            result[position][row - periods.lowerBound] = Float(value * scales[position])
          }
        case .missing: break
        case .text:
          throw FileError(
            .badData, path: path, at: .line(rows.lineNumber(of: row)),
            "expected a number in column \(layout.columns[column].name.quoted), found "
              + "\(String(decoding: cell.prefix(40), as: UTF8.self).quoted)",
            remedy: "Correct the cell, or leave it empty where a sample is missing")
        }
      }
      if isOff { for index in result.indices { result[index][row - periods.lowerBound] = .nan } }
    }
    return result
  }
}
