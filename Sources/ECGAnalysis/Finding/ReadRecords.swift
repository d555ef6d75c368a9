import ECGDatasets
import ECGParallel
import ECGRecordings

/// Records that were read as wholes, but for those with paced beats, which AAMI EC57 leaves out.
struct ReadRecords {
  let records: [LabelledRecording]
  /// What was found and left out: sentences.
  let remarks: [String]
  /// What of annotations is not as it should be: sentences.
  let warnings: [String]
  private let testNames: Set<String>

  /// Reads records.
  ///
  /// - Throws: `FileError` where one is damaged.
  init(_ selection: RecordSelection, threads: Int) throws {
    let all = try ParallelWork.map(selection.entries, threads: threads) { entry in
      try LabelledRecording(
        path: entry.path, annotator: selection.annotator, patient: entry.patient,
        tolerance: .cutShort)
    }
    records = all.filter { !$0.isPaced }
    warnings = records.flatMap { record in record.remarks.map { "\(record.name): \($0)." } }
    testNames = Set(selection.entries.filter(\.isTest).map(\.name))
    let paced = all.filter(\.isPaced).map(\.name)
    remarks =
      (paced.isEmpty
        ? [] : ["Left out for their paced beats: \(paced.joined(separator: ", "))."])
      + ["Found \(RecordSurvey(records, known: selection.known))"]
  }

  /// Whether a table of patients says that the record is to test with.
  func isTest(_ record: LabelledRecording) -> Bool { testNames.contains(record.name) }
}
