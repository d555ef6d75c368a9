import ECGFiles
import ECGText
import Foundation

/// Names of records as a person gives them: a list, or a file with one in each line such as
/// PhysioNet's `RECORDS`.
public struct RecordList: Equatable, Sendable {
  /// The names in the order given, none twice.
  public let names: [String]

  /// Reads a list.
  ///
  /// - Parameter text: names separated by commas or spaces, or the path of a file that exists. In
  ///   the file lines that are empty or begin with `#` are passed over.
  /// - Throws: `FileError` of kind `noInput` where the text is neither a record's name nor a file,
  ///   of kind `badData` where there are no names, or one of several is no name of a record.
  public init(_ text: String) throws {
    var isFolder: ObjCBool = false
    let isFile =
      FileManager.default.fileExists(atPath: text, isDirectory: &isFolder) && !isFolder.boolValue
    let content = isFile ? String(decoding: try InputFile.read(path: text), as: UTF8.self) : text
    var seen: Set<Substring> = []
    let names = TextLines.listed(in: content).flatMap { $0.split { $0 == "," || $0.isWhitespace } }
      .filter { seen.insert($0).inserted }
    guard !names.isEmpty else {
      throw FileError(
        .badData, path: text, "expected names of records, found none",
        remedy: "Separate them by commas, or name a file with one in each line")
    }
    if let wrong = names.first(where: { !Self.isName($0, inFolders: isFile) }) {
      guard isFile || names.count > 1 else {
        throw FileError(
          .noInput, path: text, "there is neither a record nor a file of this name",
          remedy: "Check the path; names of records are made of letters, digits, '-' and '_'")
      }
      throw FileError(
        .badData, path: text, "expected names of records, found \(wrong.quoted)",
        remedy: """
          Names are made of letters, digits, '-' and '_', and have no suffix; those in folders are named in a file
          """)
    }
    self.names = names.map(String.init)
  }

  /// Whether a text is the name of a record; in a file also with the folders that it is in, as
  /// databases list theirs.
  private static func isName(_ text: Substring, inFolders: Bool) -> Bool {
    let parts = inFolders ? text.split(separator: "/", omittingEmptySubsequences: false) : [text]
    return parts.allSatisfy { part in
      !part.isEmpty
        && part.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    }
  }
}
