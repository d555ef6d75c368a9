public import ECGParallel

extension PTBBeats {
  /// The names of the files that ``prepare(_:output:form:overwrite:threads:progress:)`` writes.
  public static func preparedFiles(_ form: BeatFile.Form = .csv) -> [String] {
    prepared(form).files
  }

  private static func prepared(_ form: BeatFile.Form) -> PreparedPair {
    PreparedPair(names: ("ptbdb_normal", "ptbdb_abnormal"), form: form)
  }

  /// Writes beats to `ptbdb_normal.csv` and `ptbdb_abnormal.csv`, and where each row came from to
  /// `ptbdb_normal_provenance.csv` and `ptbdb_abnormal_provenance.csv`, whose columns are row (from
  /// 0), record, patient, diagnosis and sample (the R peak, at the record's own rate).
  ///
  /// The four files appear when all of them are written, or not at all; where they cannot, files
  /// that were there before stay as they were.
  ///
  /// - Parameters:
  ///   - cut: the beats.
  ///   - output: the folder to write to; it is made where missing.
  ///   - form: the form of the beats' files, whose names end accordingly.
  ///   - overwrite: whether existing files may be replaced.
  ///   - threads: the most threads that format.
  ///   - progress: called with the share of the rows written so far, from 0 to 1.
  /// - Returns: the number of rows in each file of beats.
  /// - Throws: `FileError` of kind `cannotWrite` or `inputOutput` where writing fails.
  @discardableResult
  public static func prepare(
    _ cut: Cut, output: String, form: BeatFile.Form = .csv, overwrite: Bool = false,
    threads: Int = ThreadCount.allCores,
    progress: (Double) -> Void = { _ in }
  ) throws -> (normal: Int, abnormal: Int) {
    let files = prepared(form)
    try files.check(folder: output, overwrite: overwrite)
    let beats = cut.beats
    let (normal, abnormal) = (
      beats.selecting(beats.labels.indices.filter { beats.labels[$0] == BeatTask.negativeLabel }),
      beats.selecting(beats.labels.indices.filter { beats.labels[$0] == BeatTask.positiveLabel })
    )
    try files.write(
      (normal, provenance(of: normal, in: cut)), (abnormal, provenance(of: abnormal, in: cut)),
      to: output, overwrite: overwrite, threads: threads, progress: progress)
    return (normal.count, abnormal.count)
  }
}
