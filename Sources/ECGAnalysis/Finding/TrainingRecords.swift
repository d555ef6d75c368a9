import ECGClassifier
package import ECGDatasets
import ECGFiles
import ECGSignals
import Foundation

/// The records that a classifier of recordings is trained on, and those it is tested on.
package struct TrainingRecords {
  package let training: [LabelledRecording]
  package let test: [LabelledRecording]
  /// What was found and left out, and what the records lack: sentences.
  package private(set) var remarks: [String] = []
  /// The same where it is a reason to worry.
  package private(set) var warnings: [String] = []

  /// Finds and reads records.
  ///
  /// - Parameters:
  ///   - paths: what a person named, see ``AnnotatedRecords``.
  ///   - annotator: the suffix of the annotations.
  ///   - patients: the path of a table of patients, see ``PatientTable``; nil for none.
  ///   - threads: the threads that share the work.
  /// - Throws: `FileError` where there are none, or one is damaged.
  package init(at paths: [String], annotator: String, patients: String?, threads: Int) throws {
    let selection = try RecordSelection(at: paths, annotator: annotator, patients: patients)
    let read = try ReadRecords(selection, threads: threads)
    remarks = selection.remarks + read.remarks
    warnings = selection.warnings + read.warnings
    training = read.records.filter { !read.isTest($0) }
    test = read.records.filter(read.isTest)
    if training.isEmpty, !read.records.isEmpty, let patients {
      throw FileError(
        .badData, path: patients, "expected records to train with, found none but to test with",
        remedy: "Give some of them the part train")
    }
    warnings += try Self.checkClasses(training, of: paths)
    let empty = training.filter { !RecordingTraining.hasLearnt($0) }.map(\.name)
    if !empty.isEmpty {
      remarks.append("Without marked beats to learn from: \(RecordSelection.list(empty)).")
    }
  }

  /// What beats are lacking, in sentences.
  private static func checkClasses(
    _ records: [LabelledRecording], of paths: [String]
  ) throws -> [String] {
    // Of Q nothing is learnt.
    let learnable = AAMIClass.allCases.filter { $0 != .unknown }
    let labels = Set(records.flatMap { $0.annotated.labels.compactMap(\.self) })
    let learnt = learnable.filter { labels.contains($0.label) }
    guard learnt.count >= 2 else {
      throw FileError(
        .badData, path: paths.first ?? "the records",
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
