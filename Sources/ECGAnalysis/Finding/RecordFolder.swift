import ECGDatasets
import ECGText
import Foundation

/// A folder of raw records: header, signal and annotation files.
public struct RecordFolder: Equatable, Sendable {
  /// The folder's path.
  public let path: String
  /// The names of the records whose `.hea`, `.dat` and `.atr` are all there, in ascending order.
  public let records: [String]
  /// The names that the folder's `RECORDS` file lists and that lack a file, in ascending order.
  public let incomplete: [String]

  /// Whether it holds all records of the MIT-BIH Arrhythmia Database, which Kaggle's files are made from.
  public var isMITBIH: Bool { Set(MITBIHBeats.recordNames).isSubset(of: records) }

  /// The folder and its number of records, in words.
  public var summary: String {
    let missing = incomplete.isEmpty ? "" : ", \(incomplete.count) more incomplete"
    return "\(records.count.counted("record")) in \(path)\(missing)"
  }
}

extension RecordFolder {
  /// The annotated records among a folder's files; nil where there are none.
  ///
  /// A `RECORDS` file says which records count; without one, all do. Names in it that are paths are
  /// left out: nothing outside the folder is looked at.
  init?(_ folder: String, names: [String]) {
    var extensions: [String: Set<String>] = [:]
    for name in names {
      guard let point = name.lastIndex(of: ".") else { continue }
      extensions[String(name[..<point]), default: []]
        .insert(name[point...].dropFirst().lowercased())
    }
    let complete = Set(extensions.filter { $1.isSuperset(of: ["hea", "dat", "atr"]) }.keys)
    guard !complete.isEmpty else { return nil }
    var listed = complete
    if let index = names.first(where: { $0.uppercased() == "RECORDS" }),
      let text = try? String(contentsOfFile: "\(folder)/\(index)", encoding: .utf8)
    {
      let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
      listed = Set(words.filter { !$0.contains("/") })
    }
    path = folder
    records = listed.intersection(complete).sorted()
    incomplete = listed.subtracting(complete).sorted()
    if records.isEmpty { return nil }
  }
}
