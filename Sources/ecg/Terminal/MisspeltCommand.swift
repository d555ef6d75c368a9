import ArgumentParser
import ECGText
import Foundation

/// A word where a subcommand was expected that is like the name of one: `ecg recipe chek`.
///
/// Looked for before the arguments are parsed: where a group has a default subcommand, the parser would
/// take the word for an argument of that.
struct MisspeltCommand: Error {
  /// The words that lead to the group, `ecg recipe`.
  let group: String
  let word: String
  let nearest: String
  /// Whether the word might have been a file as well.
  let mayBeFile: Bool

  /// - Parameter arguments: the command line without the program's name.
  /// - Returns: nil where all subcommands are known, or nothing is like the one that is not.
  init?(in arguments: some Sequence<String>) {
    var command: any ParsableCommand.Type = ECG.self
    var path = ["ecg"]
    for word in arguments {
      let (subcommands, usual) = (
        command.configuration.subcommands, command.configuration.defaultSubcommand
      )
      guard !subcommands.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
      if let next = subcommands.first(where: { Self.name(of: $0) == word }) {
        command = next
        path.append(word)
        continue
      }
      // An input that is there is one, and what is written as a path is meant for one.
      if usual != nil,
        word.contains(where: { "/.".contains($0) }) || FileManager.default.fileExists(atPath: word)
      {
        return nil
      }
      guard let nearest = NearestWord.of(word, among: subcommands.map(Self.name)) else {
        return nil
      }
      group = path.joined(separator: " ")
      self.word = word
      self.nearest = nearest
      mayBeFile = usual != nil
      return
    }
    return nil
  }

  /// What the parser calls a command, which it makes of the type's name where none is given.
  private static func name(of command: any ParsableCommand.Type) -> String { command._commandName }
}

extension MisspeltCommand: CustomStringConvertible {
  var description: String {
    let expected = mayBeFile ? "a command or a file that is there" : "a command"
    return """
      expected \(expected), found '\(word)'. Did you mean '\(nearest)'? See '\(group) --help' for more \
      information
      """
  }
}
