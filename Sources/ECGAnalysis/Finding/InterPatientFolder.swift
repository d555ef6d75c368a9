import ECGDatasets
import ECGFiles

/// The folder of the MIT-BIH records that ``InterPatientStudy`` needs.
public struct InterPatientFolder: Sendable {
  /// The folder's path.
  public let path: String
  /// One sentence for the person: what was found where.
  public let summary: String

  private static let needed = InterPatientRecords.training + InterPatientRecords.test

  /// Whether some of the records are of the database, by their names.
  package static func haveAny(of names: [String]) -> Bool {
    needed.contains(where: names.contains)
  }

  /// Finds the folder as other data is found.
  ///
  /// - Parameter paths: what was named; none to look in the usual places.
  /// - Throws: `FileError` of kind `noInput` where there are no records or some are missing.
  public init(at paths: [String] = []) throws {
    let finding: DataFinding
    do {
      finding = try DataFinder().find(named: paths)
    } catch let error as FileError
      where error == paths.first.map({ DataFinder.nothing(at: $0, for: .arrhythmia) })
    {
      // Files of beats, which other commands would take too, are of no use here.
      finding = .nothing(lookedIn: paths)
    }
    guard case .found(let data) = finding, case .records(let found) = data.content else {
      let folder =
        switch finding {
        case .found(let data): paths.isEmpty ? data.summary : data.path
        case .nothing(let lookedIn): lookedIn.joined(separator: ", ")
        }
      throw FileError(
        .noInput, path: folder, "expected the records of the MIT-BIH database, found none",
        remedy: "Name their folder\(with: .data)")
    }
    let missing = Self.needed.filter { !found.records.contains($0) }.sorted()
    guard missing.isEmpty else {
      throw FileError(
        .noInput, path: found.path,
        "expected the 44 records of the protocol, found that \(missing.joined(separator: ", ")) "
          + (missing.count == 1 ? "is" : "are") + " missing",
        remedy: "Fetch them from https://physionet.org/content/mitdb/1.0.0/")
    }
    (path, summary) = (found.path, data.summary)
  }
}
