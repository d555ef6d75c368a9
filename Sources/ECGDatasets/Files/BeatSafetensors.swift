import ECGFiles
import Foundation

/// Beats as numbers in a file that is mapped rather than read: it opens at once, and memory does
/// not grow with its size.
///
/// The file is a safetensors file (https://github.com/huggingface/safetensors), which Python's
/// `safetensors` opens: a tensor `values` of `N × L` 32-bit floats; a tensor `labels` of N
/// integers where the beats have labels; and as metadata `format` ("swift-ecg beats"),
/// `formatVersion`, the `task` as JSON, the `source` in words or a `syntheticSeed`, and the
/// ``BeatDataset/fingerprint``. A file that Python wrote needs the tensors and `format` alone; its
/// labels may be of type I32, I64 or U8.
public enum BeatSafetensors {
  /// Opens a file and checks all of it: sizes, labels, samples, and the fingerprint
  /// where it has one.
  ///
  /// - Parameters:
  ///   - path: The file. It must not be changed in place while the data set is in use; replacing it
  ///     by another file does no harm.
  ///   - task: The task whose classes the labels index.
  ///   - labels: Whether the beats have labels.
  ///   - samplesPerBeat: `L`, the samples a beat must have, or nil for any number.
  ///   - nonFinite: What to do with samples that are not a number or infinite.
  /// - Throws: `FileError` of kind `noInput` where there is no such file, or of kind `badData`
  ///   where it is damaged or something else.
  public static func read(
    path: String, task: BeatTask = .arrhythmia, labels: BeatCSV.Labels = .required,
    samplesPerBeat: Int? = BeatDataset.kaggleSamplesPerBeat, nonFinite: BeatCSV.NonFinite = .refuse
  ) throws -> BeatDataset {
    try read(
      try MappedFile(path: path), task: task, labels: labels, samplesPerBeat: samplesPerBeat,
      nonFinite: nonFinite)
  }

  /// Whether bytes begin as a safetensors file does: a length below 2^32 and a JSON object. No text
  /// has zeros there.
  static func mayBe(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count > 8 && bytes[4..<8].allSatisfy { $0 == 0 } && bytes[8] == UInt8(ascii: "{")
  }

  static func read(
    _ file: MappedFile, task: BeatTask, labels: BeatCSV.Labels, samplesPerBeat: Int?,
    nonFinite: BeatCSV.NonFinite
  ) throws -> BeatDataset {
    let reader = try BeatSafetensorsReader(file)
    try reader.check(task: task, samplesPerBeat: samplesPerBeat)
    let values = BeatValues(try reader.values())
    let dataset = BeatDataset(
      task: task, source: try reader.source(), values: values,
      labels: try reader.labels(labels, classes: task.classes.count))
    try reader.check(dataset, nonFinite: nonFinite)
    return dataset
  }
}
