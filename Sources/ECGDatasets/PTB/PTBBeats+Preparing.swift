public import ECGParallel
import Foundation
import ECGFiles

extension PTBBeats {
  /// The names of the files that ``prepare(_:output:form:overwrite:threads:progress:)`` writes.
  public static func preparedFiles(_ form: BeatFile.Form = .csv) -> [String] {
    [
      "ptbdb_normal.\(form.rawValue)", "ptbdb_abnormal.\(form.rawValue)",
      "ptbdb_normal_provenance.csv", "ptbdb_abnormal_provenance.csv",
    ]
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
    let paths = preparedFiles(form).map { URL(filePath: output).appending(path: $0).relativePath }
    for path in paths { try OutputFile.check(path: path, overwrite: overwrite) }
    let beats = cut.beats
    let (normal, abnormal) = (
      beats.selecting(beats.labels.indices.filter { beats.labels[$0] == BeatTask.negativeLabel }),
      beats.selecting(beats.labels.indices.filter { beats.labels[$0] == BeatTask.positiveLabel })
    )
    func written(_ part: BeatDataset, _ path: String, after done: Int) throws -> OutputFile {
      try BeatFile.written(
        BeatStream(part), to: path, as: form, overwrite: overwrite, threads: threads
      ) { progress(Double(done + $0) / Double(max(beats.count, 1))) }
    }
    let normalFile = try written(normal, paths[0], after: 0)
    let abnormalFile = try written(abnormal, paths[1], after: normal.count)
    var normalOrigins = try OutputFile(path: paths[2], overwrite: overwrite)
    var abnormalOrigins = try OutputFile(path: paths[3], overwrite: overwrite)
    try normalOrigins.write(provenance(of: normal, in: cut))
    try abnormalOrigins.write(provenance(of: abnormal, in: cut))
    let earlier = EarlierFiles(paths)
    do {
      try normalFile.commit()
      try abnormalFile.commit()
      try normalOrigins.commit()
      try abnormalOrigins.commit()
    } catch {
      earlier.restore()
      throw error
    }
    earlier.forget()
    return (normal.count, abnormal.count)
  }
}
