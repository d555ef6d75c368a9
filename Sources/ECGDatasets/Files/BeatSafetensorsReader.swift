import ECGSafetensors
import ECGFiles
import Foundation

/// The parts of a file of ``BeatSafetensors``, each checked before it is used.
struct BeatSafetensorsReader {
  private let file: MappedFile
  private let metadata: [String: String]
  /// `N` and `L`.
  let count: Int
  let samplesPerBeat: Int
  /// The values' offset in the file.
  private let valuesOffset: Int
  private let mappedLabels: MappedLabels?

  /// Reads the header of a file and checks the sizes it claims against the file's.
  ///
  /// - Throws: `FileError` of kind `badData`.
  init(_ file: MappedFile) throws {
    let (header, base) = try Self.header(of: file)
    let metadata = header.metadata ?? [:]
    guard metadata["format"] == BeatSafetensorsHeader.format, let values = header.entries["values"]
    else {
      throw FileError(
        .badData, path: file.path,
        "expected beats, found a safetensors file of something else",
        remedy: "Name a file that \(.preparing) wrote, or a CSV file of beats")
    }
    let version = metadata["formatVersion"] ?? BeatSafetensorsHeader.formatVersion
    guard version == BeatSafetensorsHeader.formatVersion else {
      throw FileError(
        .badData, path: file.path,
        "expected beats of format version \(BeatSafetensorsHeader.formatVersion), found \(version.prefix(20))",
        remedy: "Use the version of the program that wrote it, or write it again")
    }
    let labels = header.entries["labels"]
    let (count, samplesPerBeat) = try Self.shape(of: values, in: file)
    let type = try labels.map { try Self.labelType(of: $0, count: count, in: file) }
    let valueBytes = count * samplesPerBeat * MemoryLayout<Float>.stride
    let labelBytes = type.map { MappedLabels.bytes(of: count, kind: $0) } ?? 0
    // In either order, one behind the other, up to the file's end.
    let isLabelsFirst = labels.map { $0.data_offsets[0] < values.data_offsets[0] } ?? false
    let valuesStart = isLabelsFirst ? labelBytes : 0
    let labelsStart = isLabelsFirst ? 0 : valueBytes
    guard
      values.data_offsets == [valuesStart, valuesStart + valueBytes],
      labels.map({ $0.data_offsets == [labelsStart, labelsStart + labelBytes] }) ?? true,
      file.bytes.count - base == valueBytes + labelBytes
    else {
      throw Self.damaged(
        file, at: .byte(base),
        "expected the \(valueBytes + labelBytes) bytes of \(count) beats one behind the other, "
          + "found \(file.bytes.count - base) bytes or gaps")
    }
    self.file = file
    self.metadata = metadata
    self.count = count
    self.samplesPerBeat = samplesPerBeat
    valuesOffset = base + valuesStart
    mappedLabels = type.map {
      MappedLabels(in: file, at: base + labelsStart, count: count, kind: $0)
    }
  }

  private static func header(
    of file: MappedFile
  ) throws -> (header: SafetensorsHeader, end: Int) {
    do {
      return try SafetensorsHeader.read(file.bytes, longest: BeatSafetensorsHeader.longest)
    } catch let failure as Safetensors.Failure {
      throw damaged(file, at: .byte(failure.byte), failure.description)
    }
  }

  private static func shape(
    of values: SafetensorsHeader.Entry, in file: MappedFile
  ) throws -> (count: Int, samplesPerBeat: Int) {
    guard values.dtype == "F32" else {
      throw damaged(
        file, at: .byte(8), "expected values of type F32, found \(values.dtype.prefix(20))")
    }
    // No more numbers than there are bytes, so that no product overflows.
    let most = file.bytes.count / MemoryLayout<Float>.stride
    guard
      values.shape.count == 2, values.shape[0] > 0, values.shape[1] > 0,
      values.shape[1] <= most, values.shape[0] <= most / values.shape[1],
      values.data_offsets.count == 2
    else {
      throw damaged(
        file, at: .byte(8),
        "expected values of shape [beats, samples], found \(values.shape.prefix(8)) in \(file.bytes.count) bytes"
      )
    }
    return (values.shape[0], values.shape[1])
  }

  private static func labelType(
    of labels: SafetensorsHeader.Entry, count: Int, in file: MappedFile
  ) throws -> MappedLabels.Kind {
    guard let type = MappedLabels.Kind(rawValue: labels.dtype), labels.shape == [count],
      labels.data_offsets.count == 2
    else {
      throw damaged(
        file, at: .byte(8),
        "expected \(count) labels of type I32, I64 or U8, found shape \(labels.shape.prefix(8)) of type \(labels.dtype.prefix(20))"
      )
    }
    return type
  }

  // MARK: - Parts

  /// Checks that the beats are of a task and a length.
  func check(task: BeatTask, samplesPerBeat: Int?) throws {
    if let text = metadata["task"] {
      guard let found = try? JSONDecoder().decode(BeatTask.self, from: Data(text.utf8)) else {
        throw Self.damaged(file, at: .byte(8), "its metadata's task makes no sense")
      }
      guard found == task else {
        throw FileError(
          .badData, path: file.path,
          "expected beats for the task \(task.name), found \(found.name.prefix(40))",
          remedy: "Name other beats, or a model for that task")
      }
    }
    if let samplesPerBeat, samplesPerBeat != self.samplesPerBeat {
      throw FileError(
        .badData, path: file.path,
        "expected beats of \(samplesPerBeat) samples, found beats of \(self.samplesPerBeat)",
        remedy: "Check that this is the file you meant", reason: .beatLength)
    }
  }

  /// The values, where they are.
  func values() throws -> MappedBeats {
    let beats = MappedBeats(
      in: file, at: valuesOffset, count: count, samplesPerBeat: samplesPerBeat)
    guard let beats else {
      throw Self.damaged(
        file, at: .byte(valuesOffset), "expected values at a multiple of four bytes, found others")
    }
    return beats
  }

  /// The labels, copied.
  func labels(_ wanted: BeatCSV.Labels, classes: Int) throws -> [Int] {
    guard wanted != .absent, wanted != .unread else { return [] }
    guard mappedLabels != nil || wanted == .required else { return [] }
    var labels: [Int] = []
    labels.reserveCapacity(count)
    try requiredLabels(classes: classes) { labels.append($0) }
    return labels
  }

  /// The labels, where they are, each of which was given to `body` and is that of a class.
  @discardableResult
  func requiredLabels(classes: Int, _ body: (Int) -> Void) throws -> MappedLabels {
    guard let mappedLabels else {
      throw FileError(
        .badData, path: file.path, "expected a class with every beat, found beats without",
        remedy: "Name labelled beats")
    }
    try mappedLabels.forEach { beat, label in
      guard 0..<classes ~= label else {
        throw Self.damaged(
          file, at: .byte(mappedLabels.byte(of: beat)),
          "expected a label from 0 to \(classes - 1), found \(label)")
      }
      body(label)
    }
    return mappedLabels
  }

  /// Where the beats came from.
  func source() throws -> BeatDataset.Source {
    if let text = metadata["syntheticSeed"] {
      guard let seed = UInt64(text) else {
        throw Self.damaged(file, at: .byte(8), "its metadata's syntheticSeed makes no sense")
      }
      return .synthetic(seed: seed)
    }
    return .safetensors(file.path, madeFrom: metadata["source"] ?? "another program's beats")
  }

  /// Checks the samples, and the fingerprint where the file has one.
  func check(_ dataset: BeatDataset, nonFinite: BeatCSV.NonFinite) throws {
    var fingerprint = Fingerprint(count: count, samplesPerBeat: samplesPerBeat)
    try dataset.forEachBeat { beat, samples in
      fingerprint.add(samples)
      if nonFinite == .refuse { try check(samples, of: beat) }
    }
    // Of labelled beats that are read without their labels, the fingerprint has them all the same.
    fingerprint.add(
      labels: dataset.isLabelled ? dataset.labels : try labels(.ifPresent, classes: .max))
    try check(fingerprint)
  }

  /// Checks that the samples of a beat are finite.
  func check(_ samples: UnsafeBufferPointer<Float>, of beat: Int) throws {
    guard let sample = samples.firstIndex(where: { !$0.isFinite }) else { return }
    throw FileError(
      .badData, path: file.path,
      at: .byte(valuesOffset + (beat * samplesPerBeat + sample) * MemoryLayout<Float>.stride),
      "expected finite numbers, found \(samples[sample]) in beat \(beat)",
      remedy: "Correct or remove the beat")
  }

  /// Checks the fingerprint, where the file has one, against that of what it holds.
  func check(_ fingerprint: Fingerprint) throws {
    guard let expected = metadata["fingerprint"], expected != fingerprint.text else { return }
    throw Self.damaged(
      file, at: .whole,
      "expected beats with the fingerprint \(expected.prefix(40)), found \(fingerprint.text)")
  }

  private static func damaged(
    _ file: MappedFile, at position: FileError.Location, _ problem: String
  ) -> FileError {
    FileError(
      .badData, path: file.path, at: position, problem,
      remedy: "The file is damaged or not one of beats; write it again by \(.preparing)")
  }
}
