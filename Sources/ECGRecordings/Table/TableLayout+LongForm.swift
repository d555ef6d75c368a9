import ECGFiles
import ECGText

extension TableLayout {
  /// Refuses a table whose rows are of several leads or people by turns, or one after the other, as a column says:
  /// read from top to bottom they would make one signal. Only the beginning of the file is looked at.
  static func checkLongForm(_ sample: TableSample, _ form: TableForm, _ columns: [Column]) throws {
    for (index, column) in columns.enumerated() {
      let names = form.kinds[index] == .text ? leads.union(people) : people
      guard names.contains(column.name.lowercased()) else { continue }
      var first: String?
      for line in sample.lines[form.start...] {
        let cells = line.cells(form.separator)
        guard cells.count == form.columnCount, !cells[index].isEmpty else { continue }
        // Numbers of people are whole; others are samples.
        if form.kinds[index] != .text, Int(cells[index]) == nil { break }
        if let first, first != cells[index] {
          throw FileError(
            .badData, path: sample.path, at: .line(line.number),
            "expected rows of one recording, with a column for each lead, found \(cells[index].quoted) after "
              + "\(first.quoted) in column \(column.name.quoted)",
            remedy: "Give each lead a column of its own, and each recording a file")
        }
        first = cells[index]
      }
    }
  }

  private static let leads: Set<String> = [
    "lead", "leads", "channel", "channels", "signal", "variable", "sensor", "ableitung",
  ]
  private static let people: Set<String> = [
    "patient", "subject", "person", "participant", "record", "recording", "patient_id",
    "subject_id", "record_id", "recording_id", "file", "filename",
  ]
}
