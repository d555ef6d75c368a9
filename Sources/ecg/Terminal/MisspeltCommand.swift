import ArgumentParser
import ECGText
import Foundation

/// A word where a subcommand was expected that is like the name of one, `ecg recipe chek`, or that
/// help was asked for: `ecg help chek`.
///
/// Looked for before the arguments are parsed: where a group has a default subcommand, the parser
/// would take the word for an argument of that, and of an unknown command it gives the help of all.
struct MisspeltCommand: Error {
  /// The words that lead to the group, `ecg recipe`.
  let group: String
  let word: String
  /// The name that is meant, where one is like it.
  let nearest: String?
  /// Whether the word might have been a file as well.
  let mayBeFile: Bool

  /// - Parameter arguments: the command line without the program's name.
  /// - Returns: nil where all subcommands are known, or nothing is like the one that is not.
  init?(in arguments: some Sequence<String>) {
    let arguments = Array(arguments)
    let isHelp = arguments.first == "help"
    let path = CommandPath(isHelp ? arguments.dropFirst() : arguments[...])
    guard let word = path.rest.first, !path.names.isEmpty, !word.hasPrefix("-"), word != "help"
    else { return nil }
    let nearest = NearestWord.of(word, among: path.names)
    let hasUsual = path.command.configuration.defaultSubcommand != nil
    mayBeFile = hasUsual && !isHelp
    // An input that is there is one, and what is written as a path is meant for one.
    if mayBeFile,
      word.contains(where: { "/.".contains($0) }) || FileManager.default.fileExists(atPath: word)
    {
      return nil
    }
    guard isHelp || nearest != nil else { return nil }
    (group, self.word, self.nearest) = (path.text, word, nearest)
  }
}

extension MisspeltCommand: CustomStringConvertible {
  var description: String {
    let expected = mayBeFile ? "a command or a file that is there" : "a command"
    let hint = nearest.map { " Did you mean '\($0)'?" } ?? ""
    return
      "expected \(expected), found '\(word)'.\(hint) See '\(group) --help' for more information"
  }
}
