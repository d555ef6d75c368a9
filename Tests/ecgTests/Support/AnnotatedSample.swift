import ECGDatasets
import ECGRecordings
import Foundation

/// An annotated WFDB record with ectopic beats, made up.
struct AnnotatedSample {
  var seed: UInt64
  var beats = 150

  /// Writes `NAME.hea`, `NAME.dat` and `NAME.atr`.
  func write(_ name: String, to folder: URL) throws {
    let made = SyntheticRecording(seed: seed, beats: beats)
    let record = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: record.deletingLastPathComponent(), withIntermediateDirectories: true)
    try made.record(named: record.lastPathComponent).write(to: record.path)
    try made.annotations.write(to: record.path + ".atr")
  }
}
