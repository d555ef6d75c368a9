import ECGFiles

/// The scores of a study in a folder: `NAME.json`, all of them, and `NAME.csv`, a table.
struct ScoreFiles {
  private let document, table: String?
  private let overwrite: Bool

  /// - Parameter folder: where they go; nil for nowhere.
  /// - Throws: `FileError` where they may not be written, before the work on them begins.
  init(_ name: String, in folder: String?, overwrite: Bool) throws {
    document = folder.map { OutputPaths.path(of: "\(name).json", in: $0) }
    table = folder.map { OutputPaths.path(of: "\(name).csv", in: $0) }
    self.overwrite = overwrite
    try OutputPlan(overwrite: overwrite).check(files: [document, table].compactMap(\.self))
  }

  /// Writes the files, where they go anywhere.
  func write(_ scores: some Encodable, csv: String, _ console: Console) throws {
    guard let document, let table else { return }
    try OutputFile.write(JSONText(scores).text, to: document, overwrite: overwrite)
    try OutputFile.write(csv, to: table, overwrite: overwrite)
    console.note("Written: \(document), \(table).")
  }
}
