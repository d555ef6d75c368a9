package import Foundation

/// The real data that tests use where `ECG_DATA` names it.
package enum RealData {
  /// The folder `ECG_DATA` names, or nil where it is unset or missing.
  package static let folder: URL? = ProcessInfo.processInfo.environment["ECG_DATA"]
    .map { URL(filePath: $0, directoryHint: .isDirectory) }
    .flatMap { FileManager.default.fileExists(atPath: $0.path) ? $0 : nil }

  /// The folder of the MIT-BIH Arrhythmia Database, where it is there.
  package static let mitdb: URL? = existing("mitdb")

  /// The folder with the Kaggle files' first rows, where it is there.
  package static let kaggle: URL? = existing("kaggle")

  /// The folder with what PhysioNet's `bxb` prints for six records, where it lies beside the data.
  package static let bxb: URL? = existing("../expected/bxb")

  /// A file or folder below `ECG_DATA`, where it is there.
  package static func existing(_ path: String) -> URL? {
    guard let url = folder?.appending(path: path) else { return nil }
    return FileManager.default.fileExists(atPath: url.path) ? url : nil
  }
}
