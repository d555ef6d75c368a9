import ECGFiles

extension RecordingFormat {
  /// The table of an electrocardiogram that Apple Health exports.
  public static let appleHealth: RecordingFormat = RecordingFormat(
    name: "export of Apple Health", endings: ["csv": .usual],
    recognizes: { AppleHealthTable($0.beginning) != nil },
    open: { source, options in
      let bytes = try source.bytes()
      guard let table = AppleHealthTable(source.beginning) else {
        throw ForeignFile.error(source.path, found: "something else")
      }
      let samplingRate = try table.samplingRate ?? options.statedRate(of: bytes.path)
      return RecordingFile(
        path: bytes.path, format: .appleHealth, start: table.start,
        store: try AppleHealthStore(
          bytes, table: table, unit: table.unit ?? options.unit ?? "\u{B5}V",
          samplingRate: samplingRate),
        folder: source.folder)
    })
}
