public import ECGParallel
import Foundation
import ECGFiles
import ECGRecordings

/// The heartbeats of the Kaggle files `mitbih_train.csv` and `mitbih_test.csv`, rebuilt bit for bit
/// from the records of the MIT-BIH Arrhythmia Database.
///
/// The split is by beat: beats of every patient are in both parts, so a score on the test part says
/// little about new patients.
public enum MITBIHBeats {
  /// The samples in a second of a beat: every third one of the record's 360.
  public static let samplingRate = MITBIHRecord.samplingRate / Double(MITBIHSegmentation.step)

  /// All 109,446 beats in order of record and time, each with its origin.
  ///
  /// - Parameters:
  ///   - folder: the folder with the 48 records (`100.hea`, `100.dat`, `100.atr`, …).
  ///   - threads: the most threads that read records.
  /// - Throws: `FileError` where a file is missing, damaged, or not that of version 1.0.0 of the
  ///   database.
  public static func canonical(
    folder: String, threads: Int = ThreadCount.allCores
  ) throws -> BeatDataset {
    try check(folder: folder)
    var parts: [Content]
    do {
      parts = try ParallelWork.map(MITBIHRecord.all, threads: threads) {
        try beats(of: $0, folder: folder)
      }
    } catch let error as FileError where error.kind == .noInput && error.path.hasSuffix(".hea") {
      throw incomplete(folder) ?? error
    }
    var values: [Float] = []
    values.reserveCapacity(parts.reduce(0) { $0 + $1.values.count })
    var labels: [Int] = []
    var origins: [BeatOrigin] = []
    for index in parts.indices {
      values += parts[index].values
      labels += parts[index].labels
      origins += parts[index].origins
      // One by one, so that the beats are never there twice.
      parts[index] = Content()
    }
    return BeatDataset(
      task: .arrhythmia, source: .records(folder: folder),
      samplesPerBeat: BeatDataset.kaggleSamplesPerBeat, values: values, labels: labels,
      origins: origins)
  }

  /// The number of beats in the training part of the Kaggle files.
  public static let officialTrainingCount = 87_554
  /// The number of beats in the test part of the Kaggle files.
  public static let officialTestCount = 21_892

  /// The ``BeatDataset/fingerprint`` of the training part of ``officialSplit(folder:threads:)``.
  public static let officialTrainingFingerprint = "fnv1a:c6abd1fa44a46982"

  /// The beats as the Kaggle files divide them: 87,554 to train with and 21,892 to test with.
  ///
  /// The test part has the order of `mitbih_test.csv`. The order of `mitbih_train.csv` is not
  /// known; the training part is ordered by class, record and time.
  ///
  /// - Throws: `FileError`, see ``canonical(folder:threads:)``.
  public static func officialSplit(
    folder: String, threads: Int = ThreadCount.allCores
  ) throws -> (train: BeatDataset, test: BeatDataset) {
    let beats = try canonical(folder: folder, threads: threads)
    let testRows = try officialTestRows(of: beats.count)
    var isTest = [Bool](repeating: false, count: beats.count)
    for row in testRows { isTest[row] = true }
    let trainRows = beats.task.classes.indices.flatMap { label in
      (0..<beats.count).filter { !isTest[$0] && beats.labels[$0] == label }
    }
    return (beats.selecting(trainRows), beats.selecting(testRows))
  }

  /// For each row of `mitbih_test.csv` the index of its beat in ``canonical(folder:threads:)``.
  private static func officialTestRows(of count: Int) throws -> [Int] {
    let name = "mitbih_test_rows.u32le"
    let rows = EmbeddedFile.content(of: name).withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count - 3, by: 4).map {
        Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self)))
      }
    }
    guard rows.count == officialTestCount, Set(rows).count == rows.count,
      rows.allSatisfy({ $0 < count })
    else {
      throw FileError(
        .badData, path: name,
        "expected the numbers of \(officialTestCount) beats, found something else",
        remedy: "Install the program again")
    }
    return rows
  }

  /// The names of the 48 records of the database.
  public static var recordNames: [String] { MITBIHRecord.all.map(\.name) }

  // MARK: - Records

  private static func check(folder: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
      throw FileError(
        .noInput, path: folder, "there is no such folder",
        remedy: "Name the folder with the records of the MIT-BIH Arrhythmia Database")
    }
    guard isFolder.boolValue else {
      throw FileError(
        .noInput, path: folder, "expected a folder of records, found a file",
        remedy: "Name the folder with the records of the MIT-BIH Arrhythmia Database")
    }
  }

  /// The error for a folder that lacks records; nil where it has all headers.
  private static func incomplete(_ folder: String) -> FileError? {
    let names = MITBIHRecord.all.map(\.name)
    let missing = names.filter { name in
      !InputFolder.disk.hasFile(URL(filePath: folder).appending(path: "\(name).hea").relativePath)
    }
    guard !missing.isEmpty else { return nil }
    let few = missing.prefix(mostNamed).joined(separator: ", ")
    let rest = missing.count > mostNamed ? " and \(missing.count - mostNamed) more" : ""
    return FileError(
      .noInput, path: folder,
      "expected the \(names.count) records of the MIT-BIH Arrhythmia Database, found "
        + "\(names.count - missing.count) of them; \(few)\(rest) \(missing.count == 1 ? "is" : "are") "
        + "missing",
      remedy:
        "Fetch what is missing. Beats in the form of Kaggle's files are cut from these records "
        + "alone; classifiers of recordings are trained on any that are annotated")
  }

  /// The missing records that an error names at most.
  private static let mostNamed = 8

  /// The beats of a record: samples beat after beat, labels and origins.
  private struct Content: Sendable {
    var values: [Float] = []
    var labels: [Int] = []
    var origins: [BeatOrigin] = []
  }

  private static func beats(of record: MITBIHRecord, folder: String) throws -> Content {
    let path = URL(filePath: folder).appending(path: record.name).relativePath
    let recording = try Recording.read(path: path)
    let annotationPath = path + ".atr"
    let annotations = try AnnotationFile.read(
      path: annotationPath, within: recording.header, tolerance: .none
    )
    .annotations
    let signal = recording.samples.first ?? []
    guard
      recording.header.samplingRate == MITBIHRecord.samplingRate,
      signal.count == MITBIHRecord.sampleCount,
      Int16(truncatingIfNeeded: signal.reduce(0, &+)) == record.checksum
    else { throw otherVersion(path + ".hea", "signals") }
    guard MITBIHRecord.fingerprint(of: annotations) == record.annotations else {
      throw otherVersion(annotationPath, "annotations")
    }
    var content = Content()
    MITBIHSegmentation(signal: signal, annotations: asUsed(annotations, record: record.name))
      .append(
        to: &content.values, labels: &content.labels, origins: &content.origins,
        record: record.name)
    return content
  }

  /// The annotations as they were when the Kaggle files were made: one of record 102 stood
  /// elsewhere in an older `102.atr`.
  private static func asUsed(_ annotations: [Annotation], record: String) -> [Annotation] {
    guard record == "102" else { return annotations }
    return annotations.map { annotation in
      var annotation = annotation
      if annotation.sample == 590_262 { annotation.sample = 590_296 }
      return annotation
    }
  }

  private static func otherVersion(_ path: String, _ what: String) -> FileError {
    FileError(
      .badData, path: path,
      "expected the \(what) of version 1.0.0 of the MIT-BIH Arrhythmia Database, found others",
      remedy: "Fetch the record again from https://physionet.org/content/mitdb/1.0.0/")
  }
}
