public import ECGParallel

extension MITBIHBeats {
  /// The names of the files that
  /// ``prepare(folder:output:form:overwrite:threads:progress:)`` writes.
  public static func preparedFiles(_ form: BeatFile.Form = .csv) -> [String] {
    prepared(form).files
  }

  private static func prepared(_ form: BeatFile.Form) -> PreparedPair {
    PreparedPair(names: ("mitbih_train", "mitbih_test"), form: form)
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
    let files = prepared(form)
    try files.check(folder: output, overwrite: overwrite)
    let (train, test) = try officialSplit(folder: folder, threads: threads)
    try files.write(
      (train, provenance(of: train)), (test, provenance(of: test)), to: output,
      overwrite: overwrite, threads: threads, progress: progress)
    return (train.count, test.count)
  }
}
