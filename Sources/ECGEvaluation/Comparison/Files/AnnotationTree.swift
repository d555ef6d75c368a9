import ECGFiles
import Foundation

/// The annotation files of a folder and those below it. Links to folders are not followed; hidden
/// ones are passed over.
struct AnnotationTree {
  /// The folder's path.
  let folder: String
  /// The same with a slash behind it.
  private let base: String
  /// The suffixes of each record's files, by its path below the folder, without suffix.
  private let suffixes: [String: Set<String>]
  /// The records by their names without folders.
  private let named: [String: [String]]

  /// - Throws: `FileError` of kind `noInput` where a folder cannot be read, or two records
  ///   have one name.
  init(_ folder: String) throws {
    self.folder = folder
    base = folder.hasSuffix("/") ? folder : folder + "/"
    var suffixes: [String: Set<String>] = [:]
    var waiting = [""]
    while let below = waiting.popLast() {
      for name in try Self.names(in: base + below) {
        let url = URL(filePath: base + below + name)
        let kind = try? url.resourceValues(forKeys: [.isDirectoryKey, .isSymbolicLinkKey])
        if kind?.isDirectory == true, kind?.isSymbolicLink == false {
          waiting.append(below + name + "/")
        } else {
          let file = FileName(name)
          let record = below + file.stem
          guard suffixes[record, default: []].insert(file.suffix).inserted else {
            throw FileError(
              .noInput, path: base + below + name,
              "expected one record \(record), found two whose names differ in how letters are made up",
              remedy: "Rename one of them")
          }
        }
      }
    }
    self.suffixes = suffixes
    named = Dictionary(grouping: suffixes.keys.sorted()) { FileName($0 + ".").stem }
  }

  private static func names(in folder: String) throws -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder).filter {
        !$0.hasPrefix(".")
      }
    } catch {
      throw FileError(
        .noInput, path: folder, "the folder cannot be read", remedy: "Check its permissions")
    }
  }

  /// The records with annotations of an annotator, in order.
  func records(_ annotator: String) -> [String] {
    suffixes.keys.filter { suffixes[$0]?.contains(annotator) == true }.sorted()
  }

  /// The suffixes of the files of records, told by their names without folders.
  func suffixes(of records: [String]) -> Set<String> {
    records.reduce(into: []) { found, record in
      for path in named[FileName(record + ".").stem] ?? [] { found.formUnion(suffixes[path] ?? []) }
    }
  }

  /// The file of a record: at the same path or, where two trees begin at different folders, the
  /// only one whose path ends alike.
  ///
  /// - Parameters:
  ///   - record: its name.
  ///   - annotator: the suffix of the file.
  ///   - setting: what says another suffix.
  /// - Throws: `FileError` of kind `noInput` where there is none, or more than one.
  func file(
    of record: String, _ annotator: String, saidBy setting: Remedy.Setting
  ) throws -> String {
    if let path = try fileIfThere(of: record, annotator) { return path }
    throw FileError(
      .noInput, path: path(of: record, annotator),
      "there is no such file, so that the record cannot be compared",
      remedy: """
        Name the records to compare\(with: .records), or the suffix of the annotations\(with: setting)
        """)
  }

  /// The same; nil where there is none.
  ///
  /// - Throws: `FileError` of kind `noInput` where there is more than one.
  func fileIfThere(of record: String, _ annotator: String) throws -> String? {
    let alike = (named[FileName(record + ".").stem] ?? []).filter { path in
      suffixes[path]?.contains(annotator) == true
        && ("/\(path)".hasSuffix("/\(record)") || "/\(record)".hasSuffix("/\(path)"))
    }
    let found = alike.contains(record) ? [record] : alike
    guard found.count < 2 else {
      throw FileError(
        .noInput, path: folder,
        "expected one record \(record), found \(found.prefix(5).joined(separator: ", "))",
        remedy: "Name the folder that it is in")
    }
    return found.first.map { path(of: $0, annotator) }
  }

  /// Where a record's file is, or would be.
  func path(of record: String, _ annotator: String) -> String { "\(base)\(record).\(annotator)" }
}
