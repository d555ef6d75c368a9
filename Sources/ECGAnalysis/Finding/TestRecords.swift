package import ECGDatasets
import ECGFiles

/// The records that a classifier of recordings is scored on.
package struct TestRecords {
  /// The records with marked beats: those that a table of patients sets apart, or all.
  package let records: [LabelledRecording]
  /// What was found and left out: sentences.
  package let remarks: [String]
  /// The same where it is a reason to worry.
  package let warnings: [String]

  /// Finds and reads records, see ``TrainingRecords``.
  ///
  /// - Throws: `FileError` where there are none, one is damaged, or none has a marked beat.
  package init(at paths: [String], annotator: String, patients: String?, threads: Int) throws {
    let selection = try RecordSelection(
      at: paths, annotator: annotator, patients: patients, onlyTest: true)
    let read = try ReadRecords(selection, threads: threads)
    records = read.records.filter { !$0.annotated.peaks.isEmpty }
    let empty = read.records.filter(\.annotated.peaks.isEmpty).map(\.name)
    remarks =
      selection.remarks + read.remarks
      + (empty.isEmpty
        ? [] : ["Left out for want of marked beats: \(RecordSelection.list(empty))."])
    warnings = selection.warnings + read.warnings
    guard !records.isEmpty else {
      throw FileError(
        .badData, path: paths.joined(separator: ", "),
        "expected records with marked beats that are not paced, found none",
        remedy: "Name other records, or other annotations\(with: .annotator)")
    }
  }
}
