import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGExchange
@testable import ECGFiles
@testable import ECGRecordings
import Foundation

/// Something that reads bytes which may come from anywhere: it gives what they mean,
/// or a `FileError`.
enum Reader: String, CaseIterable {
  /// A WFDB record: a header, a zero byte, and its signals.
  case record
  /// Signals in WFDB's packed formats and in FLAC, under a header whose format the
  /// first byte chooses.
  case signals
  /// WFDB annotations.
  case annotations
  /// EDF, EDF+ and BDF.
  case edf
  /// Tables of samples.
  case table
  /// Electrocardiograms that Apple Health exported, and all that no other format knows.
  case health
  /// Beats as CSV.
  case beats
  /// Beats as JSON.
  case json
  /// Beats as safetensors, mapped from a file.
  case cache
  /// Models of beats.
  case model
  /// Models of recordings.
  case trees
  /// Recipes, and whether they can be trained.
  case recipe
  /// Networks in ONNX files.
  case onnx
  /// Archives: ZIP, tar and tar in gzip.
  case archive
  /// Tar archives whose headers' sums are put right, which nobody makes up.
  case tar
  /// A table, from its bytes to its beats and their classes.
  case pipeline

  /// Reads the bytes; all that it can throw is a `FileError`.
  func read(_ bytes: Data) throws {
    switch self {
    case .record:
      let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
      let signals = parts.count > 1 ? Data(parts[1]) : Data()
      try Reader.open("r.hea", ["r.hea": Data(parts[0]), "r.dat": signals])
    case .signals:
      let formats = [8, 16, 24, 32, 61, 80, 160, 212, 310, 311, 508, 516, 524]
      let format = formats[Int(bytes.first ?? 0) % formats.count]
      let header =
        "r 2 360 0\nr.dat \(format) 200 12 0 0 0 0 I\nr.dat \(format) 200 12 0 0 0 0 II\n"
      try Reader.open("r.hea", ["r.hea": Data(header.utf8), "r.dat": bytes.dropFirst()])
    case .annotations:
      _ = try AnnotationFile.read(path: "r.atr", in: InputFolder(files: ["r.atr": bytes]))
    case .edf:
      // What begins otherwise is taken for a table.
      let version = bytes.first == 0xFF ? [0xFF] + Data("BIOSEMI".utf8) : Data("0       ".utf8)
      try Reader.open("r.edf", ["r.edf": version + bytes.dropFirst(version.count)])
    case .table: try Reader.open("r.csv", ["r.csv": bytes])
    case .health: try Reader.open("r.bin", ["r.bin": bytes])
    case .beats:
      _ = try BeatCSV.read(
        bytes, name: "b.csv", task: .arrhythmia, labels: .ifPresent, samplesPerBeat: nil)
    case .json:
      do {
        _ = try BeatJSON.read(bytes, name: "b.json", samplesPerBeat: 3, mostBeats: 1_000)
      } catch is BeatJSON.TooManyBeats {
        // As it is meant to be.
      }
    case .cache: try Reader.withFile(bytes) { _ = try BeatFile.read(path: $0, samplesPerBeat: nil) }
    case .model: try Reader.withFile(bytes) { _ = try HeartbeatClassifier.load(path: $0) }
    case .trees: try Reader.withFile(bytes) { _ = try RecordingClassifier.load(path: $0) }
    case .recipe:
      try Reader.withFile(bytes) { path in
        do {
          try RecipeDocument(path: path).check(task: .arrhythmia, samplesPerBeat: 187)
        } catch let error as RecipeError {
          throw error.fileError(path: path)
        }
      }
    case .onnx: _ = try Reader.networks.classifier(bytes, path: "m.onnx")
    case .archive: try Reader.withFile(bytes, Reader.unpack)
    case .tar: try Reader.withFile(Reader.rightSums(bytes), Reader.unpack)
    case .pipeline: try Reader.classify(bytes)
    }
  }

  private static let networks = ONNXImport(
    classes: ["N", "S", "V", "F", "Q"], scaling: .none, samples: 32)

  /// Opens a recording in memory and reads a part of each of its signals.
  private static func open(_ name: String, _ files: [String: Data]) throws {
    // With a rate that times of its own may contradict, or without one: in turn, as both take time.
    let isStated = files.values.reduce(0) { $0 + $1.count }.isMultiple(of: 2)
    let file = try RecordingFile.open(
      name, in: InputFolder(files: files),
      options: RecordingOptions(samplingRate: isStated ? 360 : nil))
    for signal in file.signals.indices.prefix(16) {
      var reader = try file.reader(signals: [signal])
      for _ in 0..<4 { guard try reader.next(1 << 14) != nil else { break } }
      reader.seek(to: reader.frameCount / 2)
      _ = try reader.next(1 << 10)
    }
  }

  /// Finds the recordings of an archive, and reads each of its files by itself.
  private static func unpack(_ path: String) throws {
    let collection = try RecordingCollection(
      [path], excluding: nil, takesTables: true, suffixes: ["atr"])
    for item in collection.items.prefix(16) {
      // What is refused, a file without a name for one, has no results.
      if case .missing = item.source { continue }
      precondition(!item.output.isEmpty)
    }
    guard Archive.isArchive(path) else { return }
    let archive = try Archive(path: path)
    // From the last to the first, which a compressed stream has to go back for.
    for entry in archive.entries.suffix(16).reversed() where entry.size < 1 << 24 {
      do {
        let whole = try archive.read(entry)
        let beginning = try archive.read(entry, upTo: 5)
        precondition(whole.count == entry.size && whole.starts(with: beginning))
      } catch is FileError {
        // One file may be damaged, and the others are not.
      }
    }
  }

  /// The bytes, with the sum of each block that looks like the header of a tar archive.
  private static func rightSums(_ bytes: Data) -> Data {
    var bytes = [UInt8](bytes)
    let sum = 148..<156
    for start in stride(from: 0, through: bytes.count - TarHeader.size, by: TarHeader.size)
    where TarHeader.isHeader(Array(bytes[start..<start + TarHeader.size])) {
      for index in sum { bytes[start + index] = 0x20 }
      let value = bytes[start..<start + TarHeader.size].reduce(0) { $0 + Int($1) }
      for (index, digit) in zip(sum, String(value, radix: 8).utf8) { bytes[start + index] = digit }
    }
    return Data(bytes)
  }

  /// Made once; it is part of the program.
  private static let classifier = Result { try RecordingClassifier.pretrained() }

  private static func classify(_ bytes: Data) throws {
    let recording = try RecordingFile.open(
      "r.csv", in: InputFolder(files: ["r.csv": bytes]),
      options: RecordingOptions(samplingRate: 250, unit: "uV"))
    guard recording.duration < 600 else { return }
    _ = try ClassifiedRecording(recording, by: classifier.get())
  }

  /// Memory that looks like a folder, where the system has it: no disk is waited for.
  private static let folder =
    FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()

  /// Calls `body` with the path of a file of these bytes.
  private static func withFile(_ bytes: Data, _ body: (String) throws -> Void) throws {
    let path = "\(folder)/fuzz-\(getpid())"
    guard let file = fopen(path, "w") else { fatalError("\(path) cannot be written") }
    defer { unlink(path) }
    let written = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    guard fclose(file) == 0, written == bytes.count else { fatalError("\(path) cannot be written") }
    try body(path)
  }
}
