import ECGFiles
import ECGText
import Foundation

/// To which group of a cohort a recording belongs.
package enum CohortGrouping: Sendable {
  /// That of the folder it is in, the first below what all recordings have in common.
  case folder
  /// What a table says of it, by its path or its name without folders and ending.
  case table(Table)

  /// The groups that a table puts recordings in.
  package struct Table: Sendable {
    /// Where it is.
    let path: String
    /// The groups by what the table calls their recordings.
    let groups: [String: String]

    /// What the table calls a recording; nil where it says nothing of it.
    func name(of path: String) -> String? {
      let name = URL(filePath: path).lastPathComponent
      let bare = URL(filePath: name).deletingPathExtension().lastPathComponent
      return [path, name, bare].first { groups[$0] != nil }
    }
  }

  /// What a group is called of which nothing is said.
  static let unknown = "–"

  /// Reads a table: a CSV file with the columns `record` and `group`.
  ///
  /// - Throws: `FileError` where it cannot be read, a column is missing, or a record is in two groups.
  package init(table path: String) throws {
    let data = try InputFile.read(path: path)
    let remedy: Remedy = "Give it a line \"record,group\" and one for each recording"
    func bad(_ line: Int, _ problem: String) -> FileError {
      FileError(.badData, path: path, at: .line(line), problem, remedy: remedy)
    }
    guard String(data: data, encoding: .utf8) != nil else {
      throw bad(1, "expected a CSV file in UTF-8, found other bytes")
    }
    let rows = DelimitedText(data).rows
    let header = rows.first?.cells ?? []
    guard let record = header.firstIndex(of: "record"), let group = header.firstIndex(of: "group")
    else {
      throw bad(
        rows.first?.line ?? 1,
        "expected the columns record and group, found \(header.joined(separator: ", ").quoted)")
    }
    var groups: [String: String] = [:]
    for row in rows.dropFirst() {
      guard row.cells.count == header.count else {
        throw bad(row.line, "expected \(header.count) columns, found \(row.cells.count)")
      }
      let (name, group) = (row.cells[record], row.cells[group])
      guard !name.isEmpty, !group.isEmpty else {
        throw bad(row.line, "expected a record and its group, found an empty cell")
      }
      if let other = groups.updateValue(group, forKey: name), other != group {
        throw bad(
          row.line,
          "expected \(name.quoted) in one group, found \(other.quoted) and \(group.quoted)")
      }
    }
    self = .table(Table(path: path, groups: groups))
  }

  /// The group of a recording.
  ///
  /// - Parameter common: the folders that the paths of all recordings begin with.
  func group(of path: String, below common: [Substring]) -> String {
    switch self {
    case .folder:
      let below = path.split(separator: "/").dropFirst(common.count)
      return below.count > 1 ? below.first.map(String.init) ?? Self.unknown : "."
    case .table(let table):
      return table.name(of: path).flatMap { table.groups[$0] } ?? Self.unknown
    }
  }
}
