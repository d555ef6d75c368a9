public import Foundation
import ECGRecordings

extension MITBIHBeats {
  /// The names of the files that ``prepare(folder:output:force:threads:progress:)`` writes.
  public static let preparedFiles = [
    "mitbih_train.csv", "mitbih_test.csv", "mitbih_train_provenance.csv",
    "mitbih_test_provenance.csv",
  ]

  /// Writes the official split to `mitbih_train.csv` and `mitbih_test.csv`, and where each row came
  /// from to `mitbih_train_provenance.csv` and `mitbih_test_provenance.csv`, whose columns are row
  /// (from 0), record, sample, symbol and class.
  ///
  /// The four files appear when all of them are written, or not at all.
  ///
  /// - Parameters:
  ///   - folder: the folder with the 48 records.
  ///   - output: the folder to write to; it is made where missing.
  ///   - force: whether existing files may be replaced.
  ///   - threads: the most threads that read and format.
  ///   - progress: called with the share of the rows written so far, from 0 to 1.
  /// - Returns: the number of rows in each part.
  /// - Throws: ``FileError``, see ``canonical(folder:threads:)``; of kind `cannotWrite` or
  ///   `inputOutput` where writing fails.
  @discardableResult
  public static func prepare(
    folder: String, output: String, force: Bool = false,
    threads: Int = ProcessInfo.processInfo.activeProcessorCount,
    progress: (Double) -> Void = { _ in }
  ) throws -> (train: Int, test: Int) {
    let paths = preparedFiles.map { URL(filePath: output).appending(path: $0).relativePath }
    for path in paths { try OutputFile.check(path: path, overwrite: force) }
    let (train, test) = try officialSplit(folder: folder, threads: threads)
    var trainFile = try OutputFile(path: paths[0], overwrite: force)
    var testFile = try OutputFile(path: paths[1], overwrite: force)
    var trainOrigins = try OutputFile(path: paths[2], overwrite: force)
    var testOrigins = try OutputFile(path: paths[3], overwrite: force)
    let writer = KaggleCSVWriter(threads: threads)
    let total = Double(train.count + test.count)
    try writer.write(train, to: &trainFile) { progress(Double($0) / total) }
    try writer.write(test, to: &testFile) { progress(Double(train.count + $0) / total) }
    try trainOrigins.write(provenance(of: train))
    try testOrigins.write(provenance(of: test))
    var appeared = 0
    do {
      try trainFile.commit()
      appeared += 1
      try testFile.commit()
      appeared += 1
      try trainOrigins.commit()
      appeared += 1
      try testOrigins.commit()
    } catch {
      for path in paths.prefix(appeared) { try? FileManager.default.removeItem(atPath: path) }
      throw error
    }
    return (train.count, test.count)
  }

  private static func provenance(of dataset: BeatDataset) -> String {
    var text = "row,record,sample,symbol,class\n"
    for (row, origin) in (dataset.origins ?? []).enumerated() {
      let name = dataset.task.classes[dataset.labels[row]].symbol
      text += "\(row),\(origin.record),\(origin.sample),\(origin.symbol),\(name)\n"
    }
    return text
  }
}
