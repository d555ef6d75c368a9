/// `--lead` given twice with other values, as in `--lead MLII --lead V5`, which looks as if it
/// named two leads: the parser would take the last without a word.
///
/// Of other options the last one counts, as scripts are used to that add their own behind
/// those of a default.
struct RepeatedOption: Error, CustomStringConvertible {
  private static let option = "--lead"

  /// The first two values that differ.
  private let values: (String, String)

  /// - Parameter arguments: the command line without the program's name.
  /// - Returns: nil where no two leads are named so.
  init?(in arguments: some Sequence<String>) {
    let arguments = Array(arguments.prefix { $0 != "--" })
    let found = arguments.indices.compactMap { index -> String? in
      if arguments[index].hasPrefix("\(Self.option)=") {
        return String(arguments[index].dropFirst(Self.option.count + 1))
      }
      guard arguments[index] == Self.option, index + 1 < arguments.count else { return nil }
      return arguments[index + 1]
    }
    guard let first = found.first, let other = found.first(where: { $0 != first }) else {
      return nil
    }
    values = (first, other)
  }

  var description: String {
    "\(Self.option): expected one value, found \(values.0) and \(values.1); several leads are separated by "
      + "commas, where a command takes them: \(Self.option) \(values.0),\(values.1)"
  }
}
