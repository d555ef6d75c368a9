/// An option that is a command of its own now: `ecg evaluate --protocol inter-patient`.
///
/// Looked for before the arguments are parsed: the options that went with it are unknown as well, and the parser would
/// name the first of them.
struct FormerSpelling: Error {
  /// The option as it stands on the command line.
  let option: String
  /// What is to be written instead.
  let command: String

  private static let name = "--protocol"
  private static let commands = ["inter-patient", "patient-folds"]

  /// - Parameter arguments: the command line without the program's name.
  /// - Returns: nil where it is written as it is today.
  init?(in arguments: some Sequence<String>) {
    let path = CommandPath(arguments)
    let rest = Array(path.rest)
    guard ["ecg evaluate", "ecg evaluate beats"].contains(path.text),
      let index = rest.firstIndex(where: { $0 == Self.name || $0.hasPrefix("\(Self.name)=") })
    else { return nil }
    let value =
      rest[index] == Self.name
      ? rest[(index + 1)...].first : String(rest[index].dropFirst(Self.name.count + 1))
    let known = value.flatMap { Self.commands.contains($0) ? $0 : nil }
    option = known.map { "\(Self.name) \($0)" } ?? Self.name
    command = (known.map { [$0] } ?? Self.commands).map { "'ecg evaluate \($0)'" }
      .joined(separator: " or ")
  }
}

extension FormerSpelling: CustomStringConvertible {
  var description: String {
    "\(option): expected the command \(command), whose --help lists its options, found an option"
  }
}
