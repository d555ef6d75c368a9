import ECGFiles
import ECGText

extension TableCounts {
  /// What to warn of where numbers show more rows to be missing than times do, a sentence
  /// without a full stop; nil where they do not. Fewer are none that were lost: recorders
  /// that pause count on.
  func contradiction(of times: TableTimes, _ rows: TableRows, rate: Double) -> String? {
    guard let gap = gaps.first, let last = times.runs.last, let clock = rows.layout.clock else {
      return nil
    }
    let late = (last.start * rate).rounded() - Double(last.periods.lowerBound)
    let byTimes = Int(min(max(late, 0), 1e15))
    // Both are rounded at each gap.
    guard missing > byTimes + gaps.count else { return nil }
    return
      "by the numbers in column \(counter.name.quoted), \(missing.counted("row")) are missing, first before line "
      + "\(rows.lineNumber(of: gap.row)), by the times in column \(clock.name.quoted) "
      + "\(byTimes == 0 ? "none" : "\(byTimes)"): one of the two is wrong, and the times are heeded"
  }
}
