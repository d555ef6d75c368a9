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
    let signals = SyntheticRecording.leads.map {
      SignalDescription(
        fileName: "\(record.lastPathComponent).dat", format: .format16, gain: 1000,
        adcResolution: 16, name: $0)
    }
    try Recording(
      header: RecordHeader(
        name: record.lastPathComponent, samplingRate: SyntheticRecording.samplingRate,
        signals: signals),
      samples: made.samples.map { $0.map { Int32(($0 * 1000).rounded()) } }
    ).write(to: record.path)
    let symbols = BeatTask.arrhythmia.classes.map { Character($0.symbol) }
    try AnnotationFile(
      annotations: zip(made.peaks, made.labels).map {
        Annotation(sample: $0, symbol: symbols[$1] == "S" ? "A" : symbols[$1])
      }
    ).write(to: record.path + ".atr")
  }
}
