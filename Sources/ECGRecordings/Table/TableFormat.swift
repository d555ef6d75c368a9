import ECGFiles

extension RecordingFormat {
  /// A table of numbers, a column a signal.
  public static let table: RecordingFormat = RecordingFormat(
    name: "CSV file", endings: ["csv": .usual, "tsv": .usual, "txt": .unusual],
    recognizes: { !$0.beginning.isEmpty && ForeignFile.kind(of: $0) == nil },
    isSelfDescribing: { source in
      guard ForeignFile.kind(of: source) == nil else { return false }
      // A table may say it in its first lines and be damaged further below, which is for
      // opening it to tell.
      let whole = try? layout(of: source)
      return whole?.saysRate == true || whole?.brokenClock != nil
        || firstLines(of: source)?.saysRate == true
    },
    open: { source, options in
      try RecordingFile.open(
        layout(of: source), source.bytes(), in: source.folder, options)
    })

  /// Whether a file is a table with a column of times, whatever these say of its rate, and few others.
  static func isTimedTable(_ source: RecordingSource) -> Bool {
    guard ForeignFile.kind(of: source) == nil, let layout = try? layout(of: source) else {
      return false
    }
    return layout.columns.count <= mostTimedColumns && layout.columns.contains(where: \.isSignal)
      && (layout.clock != nil
        || layout.columns.contains { ColumnName($0.name).isSurelyTime })
  }

  /// Rows of more columns may be beats.
  private static let mostTimedColumns = 16

  /// Lines that say what a table is: its header and some rows.
  private static let fewLines = 40

  private static func firstLines(of source: RecordingSource) -> TableLayout? {
    let newlines = source.beginning.indices.lazy.filter { source.beginning[$0] == 0x0A }
    guard let end = newlines.prefix(fewLines).last else { return nil }
    let lines = Array(source.beginning[...end])
    return try? TableLayout(lines, of: source.path, size: lines.count)
  }

  private static func layout(of source: RecordingSource) throws -> TableLayout {
    try TableLayout(source.beginning, of: source.path, size: source.bytes().count)
  }
}

extension RecordingOptions {
  /// The rate that a file is said to have that does not say it itself.
  ///
  /// - Throws: `FileError` where nothing is said.
  func statedRate(of path: String) throws -> Double {
    guard let samplingRate else {
      throw FileError(
        .badData, path: path, "the file does not say its sampling rate",
        remedy: "Give it in Hz\(.samplingRate, 360)")
    }
    return samplingRate
  }
}
