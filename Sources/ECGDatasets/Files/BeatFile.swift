public import ECGParallel
import Foundation
import ECGFiles

/// Files of beats, whatever their form.
public enum BeatFile {
  /// The forms that are written.
  public enum Form: String, CaseIterable, Sendable {
    /// Text in the form of the Kaggle files (see ``KaggleCSVWriter``).
    case csv
    /// Numbers as they lie in memory (see ``BeatSafetensors``).
    case safetensors

    /// The form that a file's name asks for by its extension; nil where it asks for none.
    public init?(path: String) {
      self.init(rawValue: URL(filePath: path).pathExtension.lowercased())
    }
  }

  /// Reads a file of beats: CSV (see ``BeatCSV``) into memory, ``BeatSafetensors`` by mapping them.
  ///
  /// - Parameters:
  ///   - path: The file; what it is is told by its first bytes, not by its name.
  ///   - task: The task whose classes the labels index.
  ///   - labels: Whether the beats have labels.
  ///   - samplesPerBeat: `L`, the samples a beat must have, or nil for any number.
  ///   - nonFinite: What to do with samples that are missing, not a number or infinite.
  ///   - threads: How many threads read; the result does not depend on it.
  /// - Throws: `FileError` of kind `noInput` where there is no such file, or of kind `badData`
  ///   where it is not what it should be.
  public static func read(
    path: String, task: BeatTask = .arrhythmia, labels: BeatCSV.Labels = .required,
    samplesPerBeat: Int? = BeatDataset.kaggleSamplesPerBeat, nonFinite: BeatCSV.NonFinite = .refuse,
    threads: Int = ThreadCount.allCores
  ) throws -> BeatDataset {
    try read(
      path: path, task: task, labels: labels, samplesPerBeat: samplesPerBeat, nonFinite: nonFinite,
      threads: threads, columns: { _ in })
  }

  /// The same; of CSV, `columns` is given what the columns were taken for, in a sentence, before
  /// the rows are read.
  package static func read(
    path: String, task: BeatTask, labels: BeatCSV.Labels, samplesPerBeat: Int?,
    nonFinite: BeatCSV.NonFinite, threads: Int, columns: (String) -> Void
  ) throws -> BeatDataset {
    let file = try MappedFile(path: path)
    return BeatSafetensors.mayBe(file.bytes)
      ? try BeatSafetensors.read(
        file, task: task, labels: labels, samplesPerBeat: samplesPerBeat, nonFinite: nonFinite)
      : try BeatCSV.read(
        file, task: task, labels: labels, samplesPerBeat: samplesPerBeat, nonFinite: nonFinite,
        threads: threads, columns: columns)
  }

  /// Writes beats, whole or not at all.
  ///
  /// - Parameters:
  ///   - beats: the beats, which are written block by block.
  ///   - path: the file.
  ///   - form: the form to write.
  ///   - overwrite: whether a file of that name may be replaced.
  ///   - threads: the most threads that format text.
  ///   - progress: called with the number of beats written so far.
  /// - Throws: `FileError` of kind `cannotWrite` or `inputOutput`, and what reading
  ///   the beats throws.
  public static func write(
    _ beats: BeatStream, to path: String, as form: Form, overwrite: Bool = false,
    threads: Int = ThreadCount.allCores,
    progress: (Int) -> Void = { _ in }
  ) throws {
    try written(
      beats, to: path, as: form, overwrite: overwrite, threads: threads, progress: progress
    ).commit()
  }

  /// The file with all that belongs into it, still to appear.
  static func written(
    _ beats: BeatStream, to path: String, as form: Form, overwrite: Bool, threads: Int,
    progress: (Int) -> Void
  ) throws -> OutputFile {
    var done = 0
    switch form {
    case .csv:
      // 4.7 kB a beat.
      var file = try OutputFile(path: path, overwrite: overwrite)
      let writer = KaggleCSVWriter(threads: threads)
      try beats.forEachBlock { block in
        try writer.write(block, to: &file) { progress(done + $0) }
        done += block.count
      }
      return file
    case .safetensors:
      var writer = try BeatSafetensorsWriter(
        path: path, task: beats.task, source: beats.source, count: beats.count,
        samplesPerBeat: beats.samplesPerBeat, isLabelled: beats.isLabelled, overwrite: overwrite)
      try beats.forEachBlock { block in
        try writer.append(values: block.values.array(of: 0..<block.count), labels: block.labels)
        done += block.count
        progress(done)
      }
      return try writer.finish()
    }
  }
}
