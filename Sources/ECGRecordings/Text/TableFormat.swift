import ECGFiles
import Foundation

extension RecordingFormat {
  /// A table of numbers, a column a signal.
  public static let table: RecordingFormat = RecordingFormat(
    name: "CSV file", isSelfDescribing: false,
    recognizes: {
      ForeignFile.kind(of: $0) == nil && TableLayout($0.beginning) != nil
    },
    open: { source, options in
      guard let layout = TableLayout(source.beginning) else {
        throw ForeignFile.error(source.path, found: "something else")
      }
      let bytes = try source.bytes()
      let samplingRate = try options.statedRate(of: bytes.path)
      let columns = try columns(layout, options, path: bytes.path)
      let signals = columns.map { column in
        RecordedSignal(
          name: layout.columns[column].name,
          storedUnit: options.unit ?? layout.columns[column].unit ?? "mV",
          samplingRate: samplingRate)
      }
      let store = try TableStore(
        bytes, layout: layout, columns: columns, signals: signals, samplingRate: samplingRate)
      return RecordingFile(
        path: bytes.path, format: .table, start: nil, store: store, folder: source.folder)
    })

  private static func columns(
    _ layout: TableLayout, _ options: RecordingOptions, path: String
  ) throws -> [Int] {
    guard let wanted = options.columns else {
      return layout.columns.indices.filter { !layout.columns[$0].isTime }
    }
    return try wanted.map { name in
      if let column = layout.columns.firstIndex(where: {
        $0.name.caseInsensitiveCompare(name) == .orderedSame
      }) {
        return column
      }
      if let number = Int(name), layout.columns.indices.contains(number - 1) { return number - 1 }
      throw FileError(
        .badData, path: path, "there is no column '\(name)'",
        remedy: "The columns are " + layout.columns.map(\.name).joined(separator: ", "))
    }
  }
}

extension RecordingOptions {
  /// The rate that a file of which nobody can tell it is said to have.
  ///
  /// - Throws: ``FileError`` where nothing is said.
  func statedRate(of path: String) throws -> Double {
    guard let samplingRate else {
      throw FileError(
        .badData, path: path, "the file does not say its sampling rate",
        remedy: "Give it in Hz, as in --rate 360")
    }
    return samplingRate
  }
}
