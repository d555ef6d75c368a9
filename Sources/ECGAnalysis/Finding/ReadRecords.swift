package import ECGDatasets
import ECGFiles
import ECGParallel

/// Records that were read as wholes, but for those with paced beats, which AAMI EC57 leaves out.
package struct ReadRecords {
  package let records: [LabelledRecording]
  /// What was found and left out: sentences.
  package let remarks: [String]
  private let testNames: Set<String>

  /// Reads records.
  ///
  /// - Throws: `FileError` where one is damaged.
  package init(_ selection: RecordSelection, threads: Int) throws {
    let all = try ParallelWork.map(selection.entries, threads: threads) { entry in
      try LabelledRecording(
        path: entry.path, annotator: selection.annotator, patient: entry.patient)
    }
    records = all.filter { !$0.isPaced }
    testNames = Set(selection.entries.filter(\.isTest).map(\.name))
    let paced = all.filter(\.isPaced).map(\.name)
    remarks =
      (paced.isEmpty
        ? [] : ["Left out for their paced beats: \(paced.joined(separator: ", "))."])
      + ["Found \(RecordSurvey(records))"]
  }

  /// Whether a table of patients says that the record is to test with.
  package func isTest(_ record: LabelledRecording) -> Bool { testNames.contains(record.name) }
}

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
    warnings = selection.warnings
    guard !records.isEmpty else {
      throw FileError(
        .badData, path: paths.joined(separator: ", "),
        "expected records with marked beats that are not paced, found none",
        remedy: "Name other records, or other annotations\(with: .annotator)")
    }
  }
}
