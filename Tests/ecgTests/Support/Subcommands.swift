import ECGTestSupport
import Foundation
import Testing

/// What `ecg` can be asked to do, as the program itself tells it.
enum Subcommands {
  /// The names of a command and of those below it, such as `["prepare", "csv"]`; of all
  /// that do something.
  static func all(of program: Command) throws -> [[String]] {
    try named(by: program).filter(\.doesSomething).map(\.path)
  }

  /// The same with those that only have others below them, and the program itself,
  /// which no name is of.
  static func withGroups(of program: Command) throws -> [[String]] {
    try [[]] + named(by: program).map(\.path)
  }

  private typealias Named = (path: [String], doesSomething: Bool)

  private static func named(by program: Command) throws -> [Named] {
    let outcome = try program("--experimental-dump-help")
    try #require(outcome.status == 0, "\(outcome.errors)")
    let document = try ExactJSON.object(with: Data(outcome.output.utf8)) as? [String: Any]
    let root = try #require(document?["command"] as? [String: Any])
    return paths(below: root)
  }

  private static func paths(below command: [String: Any]) -> [Named] {
    let own = (command["subcommands"] as? [[String: Any]] ?? [])
      .filter { $0["commandName"] as? String != "help" }
    return own.flatMap { one -> [Named] in
      let name = one["commandName"] as? String ?? ""
      let below = paths(below: one)
      return [([name], below.isEmpty)] + below.map { ([name] + $0.path, $0.doesSomething) }
    }
  }
}
