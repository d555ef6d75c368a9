public import ECGParallel
import ECGFiles
public import Foundation

/// Reads beats from CSV files: one beat a row, its samples and then its class.
///
/// Files of Kaggle's form (see ``BeatDataset``) are read by a quick path, any other numeric CSV by
/// a general one: any notation of numbers, any ends of lines, white space and quotes around fields,
/// a byte order mark, a header row, a column that numbers the rows, commas, semicolons or tabs
/// between fields, and decimal commas between the latter two. Both give the same data set for the
/// same numbers: every sample is the `Float` nearest to what is written.
///
/// Our own for its speed: Kaggle's training file in 0.28 s on two cores with AVX2,
/// pandas in 1.30 s, Polars in 0.90 s (`Benchmarks/README.md`).
public enum BeatCSV {
  /// Whether a column holds classes: the last one, or the first where a header calls it `label`,
  /// `class`, `target` or `y`.
  public enum Labels: Sendable {
    /// It does.
    case required
    /// It does not: every column is a sample.
    case absent
    /// It does where the file has one column more than a beat has samples. Where any length of
    /// beats will do, the columns are taken to be the usual 187 samples with or without a label.
    case ifPresent
    /// As ``ifPresent``, but a label is left unread, whatever it says.
    case unread
  }

  /// What to do with samples that are missing, not a number or infinite.
  public enum NonFinite: Sendable {
    /// Keep them, missing ones as NaN: for ``DatasetInspection``, which counts them.
    case accept
    /// Throw an error that names the line and column.
    case refuse
  }

  /// The data of a file: samples beat after beat, and labels.
  typealias Content = (values: [Float], labels: [Int])

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - task: The task whose classes the labels index; written as `3`, `3.0`, `3.000e+00` …
  ///   - labels: Whether the last column holds classes.
  ///   - samplesPerBeat: `L`, the samples a beat must have, or nil for any number.
  ///   - nonFinite: What to do with samples that are missing, not a number or infinite.
  ///   - threads: How many threads read; the result does not depend on it.
  /// - Throws: `FileError` of kind `noInput` where there is no such file, or of kind `badData` with
  ///   the first line that is not what it should be.
  public static func read(
    path: String, task: BeatTask = .arrhythmia, labels: Labels = .required,
    samplesPerBeat: Int? = BeatDataset.kaggleSamplesPerBeat, nonFinite: NonFinite = .refuse,
    threads: Int = ThreadCount.allCores
  ) throws -> BeatDataset {
    try read(
      try MappedFile(path: path), task: task, labels: labels, samplesPerBeat: samplesPerBeat,
      nonFinite: nonFinite, threads: threads)
  }

  /// Reads what came otherwise than in a file; see
  /// ``read(path:task:labels:samplesPerBeat:nonFinite:threads:)``.
  ///
  /// - Parameters:
  ///   - content: The bytes of a file.
  ///   - name: What to call it in errors.
  ///   - task: The task whose classes the labels index.
  ///   - labels: Whether the last column holds classes.
  ///   - samplesPerBeat: `L`, the samples a beat must have, or nil for any number.
  ///   - nonFinite: What to do with samples that are missing, not a number or infinite.
  ///   - threads: How many threads read; the result does not depend on it.
  public static func read(
    _ content: Data, name: String, task: BeatTask, labels: Labels, samplesPerBeat: Int?,
    nonFinite: NonFinite = .refuse, threads: Int = ThreadCount.allCores
  ) throws -> BeatDataset {
    try read(
      MappedFile(path: name, content: content), task: task, labels: labels,
      samplesPerBeat: samplesPerBeat, nonFinite: nonFinite, threads: threads)
  }

  static func read(
    _ file: MappedFile, task: BeatTask, labels: Labels, samplesPerBeat: Int?,
    nonFinite: NonFinite, threads: Int, columns: (String) -> Void = { _ in }
  ) throws -> BeatDataset {
    let bytes = file.bytes.bindMemory(to: UInt8.self)
    let layout = try CSVLayout(
      of: bytes, path: file.path, labels: labels, samplesPerBeat: samplesPerBeat)
    columns(layout.words)
    let body = UnsafeBufferPointer(rebasing: bytes[layout.body...])
    let quick =
      layout.mayBeFixedWidth
      ? FixedWidthRows(
        columns: layout.columns, isLabelled: layout.isLabelled,
        skipsLabel: layout.last == .unread, classCount: task.classes.count,
        file: file
      ).read(body, threads: threads) : nil
    let content =
      try quick
      ?? GeneralRows(layout: layout, file: file, task: task, nonFinite: nonFinite)
      .read(body, threads: threads)
    return BeatDataset(
      task: task, source: .csv([file.path]), samplesPerBeat: layout.samplesPerBeat,
      values: content.values, labels: content.labels)
  }

  /// The class index a label's number stands for, or nil where it stands for none.
  @inline(__always)
  static func label(_ value: Float, classCount: Int) -> Int? {
    guard let index = Int(exactly: value), 0..<classCount ~= index else { return nil }
    return index
  }
}
