import ECGDownload
import ECGFiles
import ECGText

/// What `download` came to: its JSON document, and a line for the terminal.
struct Downloaded: Encodable {
  let database: String
  /// The page that tells of its licence and how to cite it.
  let page: String
  let folder: String
  /// The files in the folder, and how many of them were there before.
  let files: Int
  let filesBefore: Int
  let bytes: Int

  init(_ database: PhysioNetDatabase, folder: String, _ outcome: DatabaseDownload.Outcome) {
    self.database = database.name
    page = database.page
    self.folder = folder
    files = outcome.files
    filesBefore = outcome.filesBefore
    bytes = outcome.bytes
  }

  var text: String {
    let before = filesBefore == 0 ? "" : ", of which \(filesBefore.grouped) were there"
    return """
      \(folder): \(files.grouped) files\(before), \(ByteCount(bytes)), all as published.
      Licence and how to cite it: \(page)
      """
  }
}
