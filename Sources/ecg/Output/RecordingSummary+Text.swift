import ECGAnalysis
import ECGRecordings
import ECGSignals
import ECGText
import Foundation

extension RecordingSummary {
  /// The findings in aligned lines.
  var text: String {
    let others =
      classifiedBy.count > 1
      ? "; classified by \(classifiedBy.joined(separator: ", "))" : ", and no other"
    let length = RecordingClock.elapsed(summary.end)
    var head: [(name: String, value: String)] = [
      ("record", record), ("lead", leadText + others),
      ("length", "\(length) at \(String(format: "%g", samplingRate)) Hz, beats from \(beatsFrom)"),
    ]
    if let start { head.append(("start", start)) }
    var lines = TextTable(facts: head + facts).lines
    if hours.count > 1 {
      let table = RhythmWording.table(of: hours, clock: clock)
      lines += ["", TextTable(rows: [table.columns] + table.rows).description]
    }
    return lines.joined(separator: "\n")
  }
}
