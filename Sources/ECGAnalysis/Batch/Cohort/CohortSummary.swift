import ECGFiles
import Foundation

/// What the results of many recordings come to, together and group by group.
package struct CohortSummary: Encodable, Sendable {
  /// Some of the recordings.
  package struct Group: Encodable, Sendable {
    package let name: String
    package let part: CohortPart

    private enum Key: CodingKey { case name }

    package func encode(to encoder: any Encoder) throws {
      try part.encode(to: encoder)
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(name, forKey: .name)
    }
  }

  /// A recording that failed.
  package struct Failure: Sendable {
    package let path, message: String
  }

  /// All recordings.
  package let all: CohortPart
  /// The groups by name; nil where none were asked for.
  package let groups: [Group]?
  /// The first that failed.
  package let failures: [Failure]
  /// Those of which a table of groups says nothing.
  package let ungrouped: Int
  /// The recordings that a table of groups names and that are not there.
  package let absent: [String]

  /// As many failures are kept one by one.
  private static let mostFailures = 100
  /// More groups than a table has room for are a mistake, such as a table of patients.
  private static let mostGroups = 50

  private enum Key: CodingKey { case groups }

  package func encode(to encoder: any Encoder) throws {
    try all.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encodeIfPresent(groups, forKey: .groups)
  }

  /// Sums up the results of a run, which are read line by line.
  ///
  /// - Parameters:
  ///   - path: the folder of the results, or its `results.jsonl`.
  ///   - grouping: how the recordings are told apart.
  /// - Throws: `FileError` where there are none, the run has not ended, a line is none of a
  ///   result, there are too many groups, or a table of groups names none of the recordings, or
  ///   two by one name.
  package init(of path: String, by grouping: CohortGrouping? = nil) throws {
    let file = try Self.file(at: path)
    let common = grouping == nil ? [] : try Self.commonFolders(of: file)
    var all = CohortCollector()
    var groups: [String: CohortCollector] = [:]
    var failures: [Failure] = []
    var ungrouped = 0
    // The recordings that a table speaks of, by what it calls them.
    var named: [String: String] = [:]
    try Self.forEach(in: file, as: BatchResult.self) { result, line in
      if result.error == nil, let (key, value) = CohortCatalogue.implausible(in: result) {
        throw FileError(
          .badData, path: file, at: .line(line),
          "expected what a recording came to, found \(key) \(value)",
          remedy: "Name a folder as \(.classifying) or \(.detecting) left it")
      }
      all.add(result)
      if let error = result.error, failures.count < Self.mostFailures {
        failures.append(Failure(path: result.path, message: error.message))
      }
      guard let grouping else { return }
      let name = grouping.group(of: result.path, below: common)
      if name == CohortGrouping.unknown { ungrouped += 1 }
      if case .table(let table) = grouping, let called = table.name(of: result.path),
        let other = named.updateValue(result.path, forKey: called)
      {
        throw FileError(
          .badData, path: table.path,
          "expected one recording called \(called.quoted), found \(other) and \(result.path)",
          remedy: "Give their whole paths in the table")
      }
      groups[name, default: CohortCollector()].add(result)
      guard groups.count <= Self.mostGroups else {
        throw FileError(
          .badData, path: file, "expected at most \(Self.mostGroups) groups, found more",
          remedy: "Put the recordings into fewer groups")
      }
    }
    absent = try Self.absent(from: named, grouping, of: file)
    self.all = all.part
    self.groups =
      grouping == nil
      ? nil
      : groups.sorted { Self.isBefore($0.key, $1.key) }
        .map { Group(name: $0.key, part: $0.value.part) }
    (self.failures, self.ungrouped) = (failures, ungrouped)
  }

  /// The recordings that a table names and that are not there.
  ///
  /// - Throws: `FileError` where it names no other.
  private static func absent(
    from named: [String: String], _ grouping: CohortGrouping?, of file: String
  ) throws -> [String] {
    guard case .table(let table) = grouping else { return [] }
    guard !named.isEmpty else {
      throw FileError(
        .badData, path: table.path, "expected recordings of \(file), found none of them",
        remedy: "Give their paths as they stand there, or their names without folders and ending")
    }
    return table.groups.keys.filter { named[$0] == nil }.sorted()
  }

  /// Groups by name, numbers in them by their size; the same on machines of any language.
  private static func isBefore(_ first: String, _ second: String) -> Bool {
    let order = first.compare(
      second, options: [.numeric, .caseInsensitive], locale: Locale(identifier: "en_US_POSIX"))
    return order == .orderedSame ? first < second : order == .orderedAscending
  }

  /// The file with the results.
  private static func file(at path: String) throws -> String {
    guard URL(filePath: path, directoryHint: .checkFileSystem).hasDirectoryPath else { return path }
    let file = URL(filePath: path).appending(path: BatchRun.resultsName).relativePath
    guard !FileManager.default.fileExists(atPath: file) else { return file }
    throw BatchRun.isBegun(in: path)
      ? FileError(
        .noInput, path: path, "expected the results of a run, found one that has not ended",
        remedy: "Go on with it\(with: .resume)")
      : FileError(
        .noInput, path: path, "expected the results of many recordings, found no results.jsonl",
        remedy: "Name the folder that \(.classifying) or \(.detecting) wrote them to")
  }

  private static func forEach<Line: Decodable>(
    in file: String, as: Line.Type, _ body: (Line, _ number: Int) throws -> Void
  ) throws {
    var lines = try FileLines(path: file)
    let decoder = JSONDecoder()
    var number = 0
    while let (text, _) = try lines.next() {
      number += 1
      guard let line = try? decoder.decode(Line.self, from: Data(text)) else {
        throw FileError(
          .badData, path: file, at: .line(number),
          "expected a line of results, found something else",
          remedy: "Name a folder that \(.classifying) or \(.detecting) wrote")
      }
      try body(line, number)
    }
  }

  private struct PathLine: Decodable { let path: String }

  /// The folders that all recordings are in.
  private static func commonFolders(of file: String) throws -> [Substring] {
    var common: [Substring]?
    try forEach(in: file, as: PathLine.self) { line, _ in
      let folders = line.path.split(separator: "/").dropLast()
      guard let found = common else {
        common = Array(folders)
        return
      }
      common = Array(found.prefix(zip(found, folders).prefix { $0 == $1 }.count))
    }
    return common ?? []
  }
}
