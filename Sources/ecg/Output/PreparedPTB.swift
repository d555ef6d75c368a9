import ECGDatasets
import ECGFiles
import ECGText

/// What `prepare ptbdb` wrote and left out: its JSON document, and a table for the terminal.
struct PreparedPTB: Encodable {
  /// The paths written: normal beats, abnormal beats, and where each came from.
  let files: [String]
  let normalBeats: Int
  let abnormalBeats: Int
  /// The records that beats were cut from.
  let records: Int
  /// The patients they are of.
  let patients: Int
  /// The records left out, by their diagnosis.
  let excluded: [String: Int]

  init(files: [String], rows: (normal: Int, abnormal: Int), cut: PTBBeats.Cut) {
    self.files = files
    (normalBeats, abnormalBeats) = rows
    records = cut.records.count
    patients = Set(cut.records.map(\.patient)).count
    excluded = Dictionary(grouping: cut.excluded, by: \.diagnosis).mapValues(\.count)
  }

  /// What was used and what was left out, in words.
  var remark: String {
    let used = "Beats of \(records) records of \(patients) patients."
    guard !excluded.isEmpty else { return used }
    let list = excluded.sorted { $0.key < $1.key }.map { "\($0.value) of \($0.key)" }
    return "\(used) Left out, since neither healthy controls nor infarctions: "
      + "\(list.joined(separator: ", "))."
  }

  /// The files with their rows and sizes.
  var table: String {
    let rows = zip(files, [normalBeats, abnormalBeats, normalBeats, abnormalBeats]).map {
      [$0, "\($1.grouped) beats", "\(ByteCount(ofFile: $0))"]
    }
    return TextTable(rows: rows).description
  }
}
