import ECGSignals
import ECGClassifier
import ECGParallel
import ECGAnalysis
import ECGDatasets
import ECGFiles
import Foundation

/// The records that a classifier of recordings is trained on, and those it is tested on.
struct RecordingTrainingRecords {
  /// What the person named.
  let places: [String]
  /// The folder of the MIT-BIH records, where no place is named.
  let data: String?
  let annotator: String
  /// The path of the table of patients.
  let patients: String?
  let threads: Int

  /// Finds and reads the records.
  ///
  /// - Throws: `FileError` where there are none, or one is damaged.
  func read(
    _ console: Console
  ) throws -> (training: [LabelledRecording], test: [LabelledRecording]) {
    let found = try AnnotatedRecords(at: named(console), annotator: annotator)
    for record in found.withoutAnnotations {
      console.note("\(record): left out, it has no annotations .\(annotator).")
    }
    let table = try patients.map { try PatientTable(path: $0) }
    var paths = found.paths
    try checkNames(paths)
    if let table, let patients {
      let names = Set(paths.map(name))
      let missing = table.entries.keys.filter { !names.contains($0) }.sorted()
      if !missing.isEmpty {
        console.warn("\(patients) names records that are not there: \(Self.list(missing)).")
      }
      let unnamed = paths.filter { table.entries[name($0)] == nil }
      if !unnamed.isEmpty {
        console.note("Left out, as \(patients) does not name them: \(Self.list(unnamed)).")
      }
      paths.removeAll { table.entries[name($0)] == nil }
      guard !paths.isEmpty else {
        throw FileError(
          .noInput, path: patients, "expected the names of the records, found none of them",
          remedy: "Give them as in \(found.paths.prefix(3).map(name).joined(separator: ", "))")
      }
    }
    // The order in which they are named must not matter.
    paths.sort { (name($0), $0) < (name($1), $1) }
    let records = try ParallelWork.map(paths, threads: threads) { path in
      try LabelledRecording(
        path: path, annotator: annotator, patient: table?.entries[name(path)]?.patient)
    }
    let paced = records.filter(\.isPaced).map(\.name)
    if !paced.isEmpty {
      console.note("Left out for their paced beats: \(paced.joined(separator: ", ")).")
    }
    let usable = records.filter { !$0.isPaced }
    let isTest = { (record: LabelledRecording) in table?.entries[record.name]?.isTest == true }
    let training = usable.filter { !isTest($0) }
    if training.isEmpty, !usable.isEmpty, let patients {
      throw FileError(
        .badData, path: patients, "expected records to train with, found none but to test with",
        remedy: "Give some of them the part train")
    }
    try checkClasses(training, console)
    let empty = training.filter { !RecordingTraining.hasLearnt($0) }.map(\.name)
    if !empty.isEmpty {
      console.note("Without marked beats to learn from: \(Self.list(empty)).")
    }
    let patientCount = Set(training.map(\.patient)).count
    console.note(
      "Training on \(Wording.count(training.count, "record")) of "
        + "\(Wording.count(patientCount, "patient")).")
    return (training, usable.filter(isTest))
  }

  private func named(_ console: Console) throws -> [String] {
    guard places.isEmpty else { return places }
    var options = DataOptions()
    options.data = data
    return [try ProtocolRecords(options, console: console).folder]
  }

  private func name(_ path: String) -> String { URL(filePath: path).lastPathComponent }

  /// Two records of one name would be taken for those of one patient.
  private func checkNames(_ paths: [String]) throws {
    let groups = Dictionary(grouping: paths, by: name).filter { $1.count > 1 }
    guard let (name, twice) = groups.min(by: { $0.key < $1.key }) else { return }
    throw FileError(
      .badData, path: twice[1],
      "expected records of different names, found \(name) in "
        + twice.map { URL(filePath: $0).deletingLastPathComponent().relativePath }
        .joined(separator: " and "),
      remedy: "Rename one of them")
  }

  /// Names for a message: not more than anyone reads.
  private static func list(_ names: [String]) -> String {
    let most = 8
    let shown = names.prefix(most).joined(separator: ", ")
    return names.count > most ? "\(shown) and \(names.count - most) more" : shown
  }

  private func checkClasses(_ records: [LabelledRecording], _ console: Console) throws {
    let labels = Set(records.flatMap { $0.annotated.labels.compactMap(\.self) })
    let classes = BeatTask.arrhythmia.classes
    // Of Q, the last, nothing is learnt.
    let learnt = labels.filter { $0 < classes.count - 1 }
    guard learnt.count < 2 else {
      let absent = AAMIClass.allCases.dropLast().filter { !learnt.contains($0.label) }
      if !absent.isEmpty {
        console.warn(
          "No beat is marked as \(absent.map { String($0.letter) }.joined(separator: " or ")): "
            + "the model will never answer that.")
      }
      return
    }
    throw FileError(
      .badData, path: places.first ?? data ?? "the records",
      "expected marked beats of at least two of the classes N, S, V and F, found "
        + (learnt.first.map { "only \(classes[$0].symbol)" } ?? "none"),
      remedy: "Add records of other patients, or name other annotations with --annotator")
  }
}
