import ECGDatasets
import Foundation
import ECGTestSupport

/// Text read as a CSV file of beats.
enum CSVFile {
  /// Writes `bytes` to a file and reads them.
  static func read(
    bytes: [UInt8], labels: BeatCSV.Labels = .required, samplesPerBeat: Int? = 3,
    nonFinite: BeatCSV.NonFinite = .refuse, threads: Int = 2
  ) throws -> BeatDataset {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "beats.csv").path
      try Data(bytes).write(to: URL(filePath: path))
      return try BeatCSV.read(
        path: path, labels: labels, samplesPerBeat: samplesPerBeat, nonFinite: nonFinite,
        threads: threads)
    }
  }

  /// Writes `text` to a file and reads it.
  static func read(
    _ text: String, labels: BeatCSV.Labels = .required, samplesPerBeat: Int? = 3,
    nonFinite: BeatCSV.NonFinite = .refuse, threads: Int = 2
  ) throws -> BeatDataset {
    try read(
      bytes: Array(text.utf8), labels: labels, samplesPerBeat: samplesPerBeat,
      nonFinite: nonFinite, threads: threads)
  }

  /// Numbers in Kaggle's form, as NumPy's `savetxt` writes them.
  static func fixedWidth(_ rows: [[Float]]) -> String {
    rows.map { row in
      row.map { String(format: "%.18e", Double($0)) }.joined(separator: ",") + "\n"
    }.joined()
  }
}
