import ECGFiles
import ECGText

extension TableLayout {
  /// Refuses a table whose rows are of several leads or people by turns, or one after the other, as
  /// a column says: read from top to bottom they would make one signal. Only the beginning of the
  /// file is looked at.
  static func checkLongForm(_ sample: TableSample, _ form: TableForm, _ columns: [Column]) throws {
    for (index, column) in columns.enumerated() {
      if form.kinds[index] != .text, channels.contains(column.name.lowercased()) {
        try checkTurns(sample, form, index, name: column.name)
      }
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

  /// Refuses a column of numbers of leads that come by turns: 0, 1, 0, 1 … No sample
  /// repeats itself so.
  private static func checkTurns(
    _ sample: TableSample, _ form: TableForm, _ column: Int, name: String
  ) throws {
    let rows = sample.lines[form.start...].map { $0.cells(form.separator) }
    let cells = rows.filter { $0.count == form.columnCount }.map { $0[column] }
    guard let first = cells.first, let turn = cells.dropFirst().firstIndex(of: first),
      2...mostLeads ~= turn, cells.count >= fewestTurns * turn,
      Set(cells[..<turn]).count == turn, cells.allSatisfy({ Int($0) != nil }),
      cells.indices.allSatisfy({ cells[$0] == cells[$0 % turn] })
    else { return }
    throw FileError(
      .badData, path: sample.path, at: .line(sample.lines[form.start].number + 1),
      "expected rows of one recording, with a column for each lead, found \(cells[1].quoted) after "
        + "\(first.quoted) in column \(name.quoted)",
      remedy: "Give each lead a column of its own")
  }

  /// Whether a column says by its name whose rows are, or of which lead. A number beside a signal
  /// or of a sensor may as well be whether it is good.
  static func tellsRecording(_ column: Column) -> Bool {
    let name = column.name.lowercased()
    return people.contains(name)
      || channels.contains(name) && (column.content == .words || !states.contains(name))
  }

  private static let states: Set<String> = ["signal", "sensor", "variable", "electrode"]
  private static let mostLeads = 64
  /// Fewer turns may be those of a counter.
  private static let fewestTurns = 4
  private static let channels: Set<String> = leads.union([
    "ch", "chan", "chn", "channel_id", "channel id", "channel_no", "channel no", "channelid",
    "ch_id", "ch id", "lead_id", "lead id", "lead_no", "kanal", "canal", "electrode", "signal_id",
  ])
  private static let leads: Set<String> = [
    "lead", "leads", "channel", "channels", "signal", "variable", "sensor", "ableitung",
  ]
  private static let people: Set<String> = [
    "patient", "subject", "person", "participant", "record", "recording", "patient_id",
    "subject_id", "record_id", "recording_id", "file", "filename",
  ]
}
