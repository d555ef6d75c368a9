import ECGText

/// A line for each record in the layout of `bxb -L`, then what WFDB's `sumstats` makes of them:
/// sum, gross and average statistics.
public struct LineTable: CustomStringConvertible, Sendable {
  private let summary: ComparisonSummary

  /// Creates the table of several records.
  public init(_ summary: ComparisonSummary) { self.summary = summary }

  /// The table, in lines without a newline at the end.
  public var description: String {
    ([Self.header] + summary.records.map(line) + footer).joined(separator: "\n")
  }

  private static let header =
    "Record Nn' Sn' Vn' Fn' On'  Ns  Ss  Vs  Fs' Os' Nv  Sv   Vv  Fv' Ov' No' So' Vo' Fo'"
    + "  Q Se   Q +P   V Se   V +P   S Se   S +P RR err"
  private static let statisticsStart = 83

  private func line(_ record: RecordComparison) -> String {
    let matrix = record.matrix
    let error = record.rmsIntervalError
    let tallies = [
      matrix.qrs, matrix.tally(of: .ventricular), matrix.tally(of: .supraventricular),
    ]
    let parts = tallies.flatMap {
      [($0.truePositives, of: $0.beats), ($0.truePositives, of: $0.detections)]
    }
    return record.record.padded(left: 4) + counts(matrix, widthOfFirst: 5) + cells(parts)
      + (error.map { " " + FixedWidth.decimal($0, 6) } ?? "     -")
  }

  /// The footer's statistics are `sumstats`'s; see ``ComparisonStatistics``.
  private var footer: [String] {
    let matrix = summary.matrix
    let (veb, sveb) = (matrix.tally(of: .ventricular), matrix.tally(of: .supraventricular))
    let count = summary.records.count
    return [
      String(repeating: "_", count: 132),
      "Sum" + counts(matrix, widthOfFirst: 6),
      "Gross".padded(right: Self.statisticsStart)
        + cells(ComparisonStatistics.parts(of: matrix)),
      "Average".padded(right: Self.statisticsStart)
        + summary.average.columns.map { " " + FixedWidth.decimal($0.map { 100 * $0 }, 6) }.joined()
        + " " + FixedWidth.decimal(averageError, 6),
      "Total QRS complexes: \(matrix.beats)  Total VEBs: \(veb.beats)  Total SVEBs: \(sveb.beats)",
      "", "Summary of results from \(count) record\(count == 1 ? "" : "s")",
    ]
  }

  /// `sumstats` averages the errors as they are printed, and rounds as if they were percentages.
  private var averageError: Double? {
    let errors = summary.records.compactMap(\.rmsIntervalError).map { ($0 * 100).rounded() / 100 }
    return errors.isEmpty ? nil : 100 * (errors.reduce(0, +) / 100) / Double(errors.count)
  }

  private func cells(_ parts: [(Int, of: Int)]) -> String {
    parts.map { " " + FixedWidth.percent($0, of: $1, 6) }.joined()
  }

  /// The columns of counts. A prime in the header says that beats of unknown class are counted with
  /// fusion beats, and called unknown or fusion with called normal; that X is counted with O.
  private func counts(_ matrix: BeatMatrix, widthOfFirst: Int) -> String {
    let rows: [[BeatLabel]] = [
      [.normal], [.supraventricular], [.ventricular], [.fusion, .unknown], [.absent, .shutdown],
    ]
    let columns: [[BeatLabel]] = [
      [.normal, .fusion, .unknown], [.supraventricular], [.ventricular], [.absent, .shutdown],
    ]
    return columns.enumerated().map { position, found in
      // No pair is without a beat on both sides.
      let rows = position == 3 ? rows.dropLast() : rows[...]
      return FixedWidth.counts(
        rows.enumerated().map { row, expected in
          let isWide = position == 2 && row == 2
          let width = position == 0 && row == 0 ? widthOfFirst : isWide ? 4 : 3
          return (matrix.sum(expected, found), width: width)
        })
    }
    .joined()
  }
}
