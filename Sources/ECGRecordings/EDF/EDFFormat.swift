import ECGFiles

extension RecordingFormat {
  /// European Data Format, 16 bits, EDF+ included.
  public static let edf: RecordingFormat = RecordingFormat(
    name: "EDF file", endings: ["edf": .own, "rec": .usual],
    recognizes: { EDFHeader.begins($0.beginning) },
    open: { try openEDF($0, $1, as: .edf) })

  /// BioSemi's variant of it, 24 bits.
  public static let bdf: RecordingFormat = RecordingFormat(
    name: "BDF file", endings: ["bdf": .own],
    recognizes: { $0.beginning.starts(with: EDFHeader.magicBDF) },
    open: { try openEDF($0, $1, as: .bdf) })

  private static func openEDF(
    _ source: RecordingSource, _ options: RecordingOptions, as format: RecordingFormat
  ) throws -> RecordingFile {
    let bytes = try source.bytes()
    let header = try EDFHeader(bytes)
    try options.limits.check(signals: header.signals.count, path: bytes.path)
    let (store, events) = try EDFStore.open(
      bytes, header: header, tolerance: options.tolerance, limits: options.limits)
    return RecordingFile(
      path: source.path, format: format, start: header.start, events: events, store: store,
      folder: source.folder)
  }
}
