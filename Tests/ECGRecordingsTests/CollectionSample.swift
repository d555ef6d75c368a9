import ECGRecordings
import Foundation

/// Small recordings in folders, and what a collection finds of them.
enum CollectionSample {
  /// A table of an electrocardiogram with times.
  static var recording: String {
    "time,ECG (mV)\n" + TableColumnTests.rows { "\(Double($0) / 250),\($1)" }
  }

  /// Writes a file, its folders made where they are missing.
  static func write(_ text: String, to path: String, in folder: URL) throws {
    let url = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  /// What paths of a folder lead to.
  static func collection(
    _ paths: [String], in folder: URL, takesTables: Bool = false
  ) throws -> RecordingCollection {
    try RecordingCollection(
      paths.map { folder.appending(path: $0).path }, excluding: nil, takesTables: takesTables)
  }
}
