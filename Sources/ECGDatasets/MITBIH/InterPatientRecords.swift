public import ECGParallel
import Foundation

/// The records of the MIT-BIH Arrhythmia Database as the literature divides them between training
/// and test, so that no patient is in both parts (de Chazal et al., IEEE Transactions on Biomedical
/// Engineering 51, 2004). But for 201 and 202, which are of one person.
///
/// The four records with paced beats (102, 104, 107, 217) are left out.
public enum InterPatientRecords {
  /// DS1, to train with and to choose by.
  public static let training = [
    "101", "106", "108", "109", "112", "114", "115", "116", "118", "119", "122", "124", "201",
    "203", "205", "207", "208", "209", "215", "220", "223", "230",
  ]
  /// DS2, to be scored once.
  public static let test = [
    "100", "103", "105", "111", "113", "117", "121", "123", "200", "202", "210", "212", "213",
    "214", "219", "221", "222", "228", "231", "232", "233", "234",
  ]

  /// Records that are of the person of another one, by their names: a patient is called as the
  /// first of theirs.
  package static let samePatient = ["202": "201"]

  /// Reads records with the beats that the experts marked and those that are detected.
  ///
  /// - Throws: `FileError` where a record is missing or damaged.
  public static func read(
    _ names: [String], folder: String,
    threads: Int = ThreadCount.allCores
  ) throws -> [LabelledRecording] {
    try ParallelWork.map(names, threads: threads) { name in
      try LabelledRecording(path: URL(filePath: folder).appending(path: name).relativePath)
    }
  }
}
