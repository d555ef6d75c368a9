import ECGAnalysis
import ECGRecordings
import ECGSignals
import ECGText
import Foundation

extension RecordingSummary {
  /// The findings in aligned lines.
  var text: String {
    var head = [
      ["record", record],
      [
        "lead",
        leadText
          + (classifiedBy.count > 1
            ? "; classified by \(classifiedBy.joined(separator: ", "))" : ", and no other"),
      ],
      [
        "length",
        "\(RecordingClock.elapsed(summary.end)) at \(String(format: "%g", samplingRate)) Hz, beats from "
          + beatsFrom,
      ],
    ]
    if let start { head.append(["start", start]) }
    let width = (head + facts.map { [$0.name] }).map { $0[0].count }.max() ?? 0
    var lines = (head + facts.map { [$0.name, $0.value] }).map {
      $0[0].padding(toLength: width + 2, withPad: " ", startingAt: 0) + $0[1]
    }
    if hours.count > 1 {
      let rows =
        [RhythmWording.hourColumns] + hours.map { RhythmWording($0, clock: clock).hourCells }
      lines += ["", TextTable(rows: rows).description]
    }
    return lines.joined(separator: "\n")
  }
}
