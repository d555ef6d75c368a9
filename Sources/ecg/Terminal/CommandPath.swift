import ArgumentParser

/// The words of a command line that lead to a subcommand: `ecg recipe check`.
struct CommandPath {
  /// The words.
  private(set) var words = ["ecg"]
  /// The command that they lead to.
  private(set) var command: any ParsableCommand.Type = ECG.self
  /// The arguments behind them.
  private(set) var rest: ArraySlice<String>

  /// - Parameter arguments: the command line without the program's name.
  init(_ arguments: some Sequence<String>) {
    rest = Array(arguments)[...]
    while let word = rest.first,
      let next = subcommands.first(where: { Self.name(of: $0) == word })
    {
      command = next
      words.append(word)
      rest.removeFirst()
    }
  }

  /// The words with blanks between them.
  var text: String { words.joined(separator: " ") }

  private var subcommands: [any ParsableCommand.Type] { command.configuration.subcommands }

  /// The names of the subcommands.
  var names: [String] { subcommands.map(Self.name) }

  /// What the parser calls a command, which it makes of the type's name where none is given.
  private static func name(of command: any ParsableCommand.Type) -> String { command._commandName }
}
