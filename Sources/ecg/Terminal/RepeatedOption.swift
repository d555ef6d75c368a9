import ArgumentParser
import Foundation

/// An option that takes one value and was given two, as in `--lead MLII --lead V5`: the parser would take the
/// last without a word.
///
/// The same value twice is no contradiction, and flags have none.
struct RepeatedOption: Error {
  /// Its name, with the hyphens.
  let option: String
  /// The first two values that differ.
  let values: (String, String)

  /// - Parameter arguments: the command line without the program's name.
  /// - Returns: nil where no option contradicts itself.
  init?(in arguments: some Sequence<String>) {
    let path = CommandPath(arguments)
    let rest = Array(path.rest.prefix { $0 != "--" })
    var given: [String: String] = [:]
    var repeated: [(option: String, values: (String, String))] = []
    for (index, argument) in rest.enumerated() where argument.hasPrefix("--") {
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      let next = index + 1 < rest.count ? rest[index + 1] : nil
      guard let value = parts.count > 1 ? parts[1] : next else { continue }
      if let first = given[parts[0]], first != value {
        repeated.append((parts[0], (first, value)))
      } else {
        given[parts[0]] = value
      }
    }
    // What the parser knows of its options takes a while to get, and nearly no command line asks for it.
    guard !repeated.isEmpty else { return nil }
    let single = SingleValuedOptions(of: path.command).names
    guard let first = repeated.first(where: { single.contains($0.option) }) else { return nil }
    (option, values) = first
  }
}

extension RepeatedOption: CustomStringConvertible {
  var description: String {
    "\(option): expected one value, found \(values.0) and \(values.1)"
  }
}

/// The options of a command that take one value.
private struct SingleValuedOptions {
  /// Their names, with the hyphens.
  let names: Set<String>

  init(of command: any ParsableCommand.Type) {
    let command = command.configuration.defaultSubcommand ?? command
    let help = try? JSONDecoder().decode(Help.self, from: Data(command._dumpHelp().utf8))
    let options = help?.command.arguments?.filter { $0.kind == "option" && !$0.isRepeating } ?? []
    names = Set(options.flatMap { $0.names ?? [] }.map { "--\($0.name)" })
  }

  /// What the parser says of a command, as far as it matters here.
  private struct Help: Decodable {
    struct Command: Decodable {
      let arguments: [Argument]?
    }
    struct Argument: Decodable {
      let kind: String
      let isRepeating: Bool
      let names: [Name]?
    }
    struct Name: Decodable {
      let name: String
    }
    let command: Command
  }
}
