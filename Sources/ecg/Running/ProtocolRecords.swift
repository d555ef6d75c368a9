import ECGAnalysis
import ECGDatasets
import ECGFiles

/// The folder of the MIT-BIH records that the inter-patient protocol needs.
struct ProtocolRecords {
  let folder: String

  /// Finds the folder as other data is found.
  ///
  /// - Throws: `FileError` of kind `noInput` where there are no records or some are missing.
  init(_ options: DataOptions, console: Console) throws {
    let needed = InterPatientRecords.training + InterPatientRecords.test
    let finding = try options.find(for: .arrhythmia)
    guard case .found(let data) = finding, case .records(let found) = data.content else {
      let folder =
        switch finding {
        case .found(let data): options.data ?? data.summary
        case .nothing(let lookedIn): lookedIn.joined(separator: ", ")
        }
      throw FileError(
        .noInput, path: folder, "expected the records of the MIT-BIH database, found none",
        remedy: "Name their folder with --data")
    }
    let missing = needed.filter { !found.records.contains($0) }.sorted()
    guard missing.isEmpty else {
      throw FileError(
        .noInput, path: found.path,
        "expected the 44 records of the protocol, found that \(missing.joined(separator: ", ")) "
          + (missing.count == 1 ? "is" : "are") + " missing",
        remedy: "Fetch them from https://physionet.org/content/mitdb/1.0.0/")
    }
    console.note(data.summary)
    folder = found.path
  }
}
