import ECGSignals
import ECGClassifier
import ECGParallel
package import ECGDatasets
import ECGFiles
import Foundation

/// The records that a classifier of recordings is trained on, and those it is tested on.
package struct TrainingRecords {
  package let training: [LabelledRecording]
  package let test: [LabelledRecording]
  /// What was left out, and what the records lack: sentences.
  package private(set) var remarks: [String] = []
  /// The same where it is a reason to worry.
  package private(set) var warnings: [String] = []

  /// Finds and reads records.
  ///
  /// - Parameters:
  ///   - places: what a person named, see ``AnnotatedRecords``.
  ///   - annotator: the suffix of the annotations.
  ///   - patients: the path of a table of patients, see ``PatientTable``; nil for none.
  ///   - threads: the threads that share the work.
  /// - Throws: `FileError` where there are none, or one is damaged.
  package init(at places: [String], annotator: String, patients: String?, threads: Int) throws {
    let found = try AnnotatedRecords(at: places, annotator: annotator)
    var remarks: [String] = []
    var warnings: [String] = []
    for record in found.withoutAnnotations {
      remarks.append("\(record): left out, it has no annotations .\(annotator).")
    }
    let table = try patients.map { try PatientTable(path: $0) }
    var paths = found.paths
    try Self.checkNames(paths)
    if let table, let patients {
      let names = Set(paths.map(Self.name))
      let missing = table.entries.keys.filter { !names.contains($0) }.sorted()
      if !missing.isEmpty {
        warnings.append("\(patients) names records that are not there: \(Self.list(missing)).")
      }
      let unnamed = paths.filter { table.entries[Self.name($0)] == nil }
      if !unnamed.isEmpty {
        remarks.append("Left out, as \(patients) does not name them: \(Self.list(unnamed)).")
      }
      paths.removeAll { table.entries[Self.name($0)] == nil }
      guard !paths.isEmpty else {
        throw FileError(
          .noInput, path: patients, "expected the names of the records, found none of them",
          remedy: "Give them as in \(found.paths.prefix(3).map(Self.name).joined(separator: ", "))")
      }
    }
    // The order in which they are named must not matter.
    paths.sort { (Self.name($0), $0) < (Self.name($1), $1) }
    let records = try ParallelWork.map(paths, threads: threads) { path in
      try LabelledRecording(
        path: path, annotator: annotator, patient: table?.entries[Self.name(path)]?.patient)
    }
    let paced = records.filter(\.isPaced).map(\.name)
    if !paced.isEmpty {
      remarks.append("Left out for their paced beats: \(paced.joined(separator: ", ")).")
    }
    let usable = records.filter { !$0.isPaced }
    let isTest = { (record: LabelledRecording) in table?.entries[record.name]?.isTest == true }
    let training = usable.filter { !isTest($0) }
    if training.isEmpty, !usable.isEmpty, let patients {
      throw FileError(
        .badData, path: patients, "expected records to train with, found none but to test with",
        remedy: "Give some of them the part train")
    }
    warnings += try Self.checkClasses(training, of: places)
    let empty = training.filter { !RecordingTraining.hasLearnt($0) }.map(\.name)
    if !empty.isEmpty {
      remarks.append("Without marked beats to learn from: \(Self.list(empty)).")
    }
    (self.training, test) = (training, usable.filter(isTest))
    (self.remarks, self.warnings) = (remarks, warnings)
  }

  private static func name(_ path: String) -> String { URL(filePath: path).lastPathComponent }

  /// Two records of one name would be taken for those of one patient.
  private static func checkNames(_ paths: [String]) throws {
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

  /// What beats are lacking, in sentences.
  private static func checkClasses(
    _ records: [LabelledRecording], of places: [String]
  ) throws -> [String] {
    // Of Q nothing is learnt.
    let learnable = AAMIClass.allCases.filter { $0 != .unknown }
    let labels = Set(records.flatMap { $0.annotated.labels.compactMap(\.self) })
    let learnt = learnable.filter { labels.contains($0.label) }
    guard learnt.count >= 2 else {
      throw FileError(
        .badData, path: places.first ?? "the records",
        "expected marked beats of at least two of the classes N, S, V and F, found "
          + (learnt.first.map { "only \($0.letter)" } ?? "none"),
        remedy: "Add records of other patients, or name other annotations\(with: .annotator)")
    }
    let absent = learnable.filter { !learnt.contains($0) }.map { String($0.letter) }
    return absent.isEmpty
      ? []
      : [
        "No beat is marked as \(absent.joined(separator: " or ")): the model will never answer that."
      ]
  }
}
