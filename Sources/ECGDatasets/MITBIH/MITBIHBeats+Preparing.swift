public import ECGParallel
import Foundation
import ECGFiles

extension MITBIHBeats {
  /// The names of the files that ``prepare(folder:output:form:overwrite:threads:progress:)`` writes.
  public static func preparedFiles(_ form: BeatFile.Form = .csv) -> [String] {
    [
      "mitbih_train.\(form.rawValue)", "mitbih_test.\(form.rawValue)",
      "mitbih_train_provenance.csv", "mitbih_test_provenance.csv",
    ]
  }

  /// Writes the official split to `mitbih_train.csv` and `mitbih_test.csv`, and where each row came
  /// from to `mitbih_train_provenance.csv` and `mitbih_test_provenance.csv`, whose columns are row
  /// (from 0), record, sample, symbol and class.
  ///
  /// The four files appear when all of them are written, or not at all; where they cannot, files
  /// that were there before stay as they were.
  ///
  /// - Parameters:
  ///   - folder: the folder with the 48 records.
  ///   - output: the folder to write to; it is made where missing.
  ///   - form: the form of the beats' files, whose names end accordingly.
  ///   - overwrite: whether existing files may be replaced.
  ///   - threads: the most threads that read and format.
  ///   - progress: called with the share of the rows written so far, from 0 to 1.
  /// - Returns: the number of rows in each part.
  /// - Throws: `FileError`, see ``canonical(folder:threads:)``; of kind `cannotWrite` or
  ///   `inputOutput` where writing fails.
  @discardableResult
  public static func prepare(
    folder: String, output: String, form: BeatFile.Form = .csv, overwrite: Bool = false,
    threads: Int = ThreadCount.allCores,
    progress: (Double) -> Void = { _ in }
  ) throws -> (train: Int, test: Int) {
    let paths = preparedFiles(form).map { URL(filePath: output).appending(path: $0).relativePath }
    for path in paths { try OutputFile.check(path: path, overwrite: overwrite) }
    let (train, test) = try officialSplit(folder: folder, threads: threads)
    let total = Double(train.count + test.count)
    func written(_ beats: BeatDataset, _ path: String, after done: Int) throws -> OutputFile {
      try BeatFile.written(
        BeatStream(beats), to: path, as: form, overwrite: overwrite, threads: threads
      ) { progress(Double(done + $0) / total) }
    }
    let trainFile = try written(train, paths[0], after: 0)
    let testFile = try written(test, paths[1], after: train.count)
    var trainOrigins = try OutputFile(path: paths[2], overwrite: overwrite)
    var testOrigins = try OutputFile(path: paths[3], overwrite: overwrite)
    try trainOrigins.write(provenance(of: train))
    try testOrigins.write(provenance(of: test))
    let earlier = EarlierFiles(paths)
    do {
      try trainFile.commit()
      try testFile.commit()
      try trainOrigins.commit()
      try testOrigins.commit()
    } catch {
      earlier.restore()
      throw error
    }
    earlier.forget()
    return (train.count, test.count)
  }
}
