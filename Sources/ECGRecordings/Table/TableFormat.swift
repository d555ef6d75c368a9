import ECGFiles

extension RecordingFormat {
  /// A table of numbers, a column a signal.
  public static let table: RecordingFormat = RecordingFormat(
    name: "CSV file",
    recognizes: { !$0.beginning.isEmpty && ForeignFile.kind(of: $0) == nil },
    isSelfDescribing: { source in
      ForeignFile.kind(of: source) == nil && (try? layout(of: source))?.saysRate == true
    },
    open: { source, options in
      try RecordingFile.open(
        layout(of: source), source.bytes(), in: source.folder, options)
    })

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
