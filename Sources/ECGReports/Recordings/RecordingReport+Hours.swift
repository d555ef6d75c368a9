import ECGRecordings
import ECGSignals
import ECGText
import Foundation

extension RecordingReport {
  /// The length of the parts in words: `by the hour`, `in each 10 minutes`.
  var periodWords: String {
    guard let first = hours.first else { return "" }
    let seconds = first.end - first.start
    return seconds == 3600 ? "by the hour" : "in each \(Self.length(seconds))"
  }

  /// The recording part by part, with the share of fibrillation where there is any.
  var byHour: ReportPage.Section {
    let shares = fibrillationShares
    let hasFibrillation = shares.contains { $0 ?? 0 > 0 }
    let table = RhythmWording.table(of: hours, clock: clock)
    let columns = table.columns + (hasFibrillation ? ["AF"] : [])
    return .init(
      id: "hours",
      heading: periodWords.prefix(1).uppercased() + periodWords.dropFirst(),
      tables: [
        .init(
          caption: "Rates are beats a minute, the lowest and highest over 8 beats"
            + (table.columns.contains("VF")
              ? "; VF is the time in flutter or fibrillation of the ventricles" : "")
            + (hasFibrillation ? "; AF is the share of beats in fibrillation or flutter" : ""),
          columns: columns.enumerated().map { .init(text: $1, isNumber: $0 > 0) },
          rows: zip(table.rows, shares).map { row, share in
            let text = share.map { $0.percent(decimals: 0) } ?? "–"
            let cells = row + (hasFibrillation ? [text] : [])
            return (
              name: cells.first ?? "",
              cells: cells.dropFirst().map { .init(text: $0, isNumber: true) }
            )
          })
      ])
  }

  /// The share of each part's usable beats, in percent, that are in an episode of fibrillation or
  /// flutter; nil where it has none.
  private var fibrillationShares: [Double?] {
    let isFibrillation = episodes.isFibrillation
    var (beat, shares) = (0, [Double?]())
    for hour in hours {
      var (all, found) = (0, 0)
      while beat < events.times.count, events.times[beat] < hour.end {
        if events.isUsable[beat] {
          all += 1
          found += isFibrillation[beat] ? 1 : 0
        }
        beat += 1
      }
      shares.append(RhythmSummary.percent(found, of: all))
    }
    return shares
  }
}
