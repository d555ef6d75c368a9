import ECGSafetensors
import ECGFiles
import ECGText
import Foundation

/// Writes ``BeatSafetensors``, block by block: its memory does not grow with the beats, save
/// four bytes a label.
///
/// The file appears whole or not at all.
public struct BeatSafetensorsWriter: ~Copyable {
  private let task: BeatTask
  private let source: BeatDataset.Source
  private let count: Int
  private let samplesPerBeat: Int
  private let isLabelled: Bool
  private var file: OutputFile
  private var written = 0
  private var labels: [Int32] = []
  private var fingerprint: Fingerprint

  /// Opens a file for writing; its folder is made where missing.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - task: the task whose classes the labels index.
  ///   - source: where the beats come from.
  ///   - count: the beats that will be written.
  ///   - samplesPerBeat: `L`, the samples in a beat.
  ///   - isLabelled: whether each of them has a label.
  ///   - overwrite: whether a file of that name may be replaced.
  /// - Throws: `FileError` of kind `cannotWrite` or `inputOutput`.
  public init(
    path: String, task: BeatTask, source: BeatDataset.Source, count: Int, samplesPerBeat: Int,
    isLabelled: Bool, overwrite: Bool = false
  ) throws {
    precondition(count >= 0 && samplesPerBeat > 0)
    let fingerprint = Fingerprint(count: count, samplesPerBeat: samplesPerBeat)
    var file = try OutputFile(path: path, overwrite: overwrite)
    // To be written once more when the fingerprint is known; its length is known now.
    let header = try Self.header(
      task: task, source: source, fingerprint: fingerprint, count: count,
      samplesPerBeat: samplesPerBeat, isLabelled: isLabelled)
    try file.write(header)
    self.task = task
    self.source = source
    self.count = count
    self.samplesPerBeat = samplesPerBeat
    self.isLabelled = isLabelled
    self.fingerprint = fingerprint
    self.file = file
  }

  /// Appends beats.
  ///
  /// - Parameters:
  ///   - values: samples, beat after beat.
  ///   - labels: the class of each beat; none for unlabelled beats.
  /// - Precondition: there are no more beats than announced, and as many labels as beats or none.
  /// - Throws: `FileError` of kind `inputOutput`, such as when the disk is full.
  public mutating func append(values: [Float], labels: some Collection<Int>) throws {
    let beats = values.count / samplesPerBeat
    precondition(values.count % samplesPerBeat == 0 && written + beats <= count)
    precondition(labels.count == (isLabelled ? beats : 0))
    // All platforms this runs on are little-endian, as the file is.
    try values.withUnsafeBufferPointer { values in
      try file.write(UnsafeRawBufferPointer(values))
      fingerprint.add(values)
    }
    self.labels.append(contentsOf: labels.lazy.map { Int32(truncatingIfNeeded: $0) })
    written += beats
  }

  /// Makes the file appear under its final name.
  ///
  /// - Precondition: as many beats were written as announced.
  /// - Throws: `FileError` of kind `inputOutput`; nothing is left behind.
  public consuming func commit() throws {
    try finish().commit()
  }

  /// The file with all that belongs into it, still to appear.
  consuming func finish() throws -> OutputFile {
    precondition(written == count, "announced \(count) beats, wrote \(written)")
    try labels.withUnsafeBytes { try file.write($0) }
    fingerprint.add(labels: labels.lazy.map { Int($0) })
    let header = try Self.header(
      task: task, source: source, fingerprint: fingerprint, count: count,
      samplesPerBeat: samplesPerBeat, isLabelled: isLabelled)
    try header.withUnsafeBytes { try file.rewrite($0) }
    return file
  }

  private static func header(
    task: BeatTask, source: BeatDataset.Source, fingerprint: Fingerprint, count: Int,
    samplesPerBeat: Int, isLabelled: Bool
  ) throws -> Data {
    var metadata = [
      "format": BeatSafetensorsHeader.format, "formatVersion": BeatSafetensorsHeader.formatVersion,
      "task": try JSONEncoder.sorted().text(of: task),
      "fingerprint": fingerprint.text,
    ]
    switch source {
    case .synthetic(let seed): metadata["syntheticSeed"] = "\(seed)"
    case .safetensors(_, let origin): metadata["source"] = origin
    default: metadata["source"] = source.description
    }
    let bytes = count * samplesPerBeat * MemoryLayout<Float>.stride
    var header = SafetensorsHeader(metadata: metadata)
    header.entries["values"] = .init(
      dtype: "F32", shape: [count, samplesPerBeat], data_offsets: [0, bytes])
    if isLabelled {
      header.entries["labels"] = .init(
        dtype: "I32", shape: [count],
        data_offsets: [bytes, bytes + count * MemoryLayout<Int32>.stride])
    }
    return try header.encoded(alignment: BeatSafetensorsHeader.alignment)
  }
}
