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
  /// - Throws: `FileError` where it cannot be read, a column is missing, or a record is
  ///   in two groups.
  package init(table path: String) throws {
    let table = try RecordTable(
      path: path, with: ["record", "group"],
      remedy: "Give it a line \"record,group\" and one for each recording")
    var groups: [String: String] = [:]
    for row in table.rows {
      guard let name = row["record"], let group = row["group"] else {
        throw table.error(row.line, "expected a record and its group, found an empty cell")
      }
      if let other = groups.updateValue(group, forKey: name), other != group {
        throw table.error(
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
