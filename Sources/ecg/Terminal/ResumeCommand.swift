/// The command that goes on with a training that was ended.
struct ResumeCommand {
  /// The command line, to be pasted into a shell.
  let text: String

  /// - Parameters:
  ///   - arguments: the command line of the run that was ended.
  ///   - checkpoint: the file to go on from, or nil for a command that knows where it lies.
  ///   - keepsForce: whether what there was of an earlier run is still to be replaced when the work
  ///     is done; false where --force would begin anew.
  init(arguments: [String], checkpoint: String?, keepsForce: Bool = false) {
    var kept: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if (argument == "--force" && !keepsForce) || argument.hasPrefix("--resume=") { continue }
      if argument == "--resume" {
        if checkpoint != nil { rest = rest.dropFirst() }
        continue
      }
      kept.append(argument)
    }
    text = (kept + ["--resume"] + (checkpoint.map { [$0] } ?? []))
      .map(ResumeCommand.quoted).joined(separator: " ")
  }

  /// The command line as it was given, for commands that find themselves what there
  /// is to go on from.
  static var repeated: String { CommandLine.arguments.map(quoted).joined(separator: " ") }

  /// An argument as a shell reads it back.
  static func quoted(_ argument: String) -> String {
    let isPlain = argument.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=:,+@%".contains($0))
    }
    if isPlain, !argument.isEmpty { return argument }
    return "'" + argument.replacing("'", with: "'\\''") + "'"
  }
}
