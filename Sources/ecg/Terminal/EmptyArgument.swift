/// An argument with nothing in it, as `--output "$OUT"` is where nobody has set the variable.
///
/// No option and no path is meant so: an empty folder would be the current one, and its files
/// would be replaced.
struct EmptyArgument: Error {
  /// The option before it, or which argument it is.
  let subject: String

  /// - Parameter arguments: the command line without the program's name.
  /// - Returns: nil where every argument says something.
  init?(in arguments: some Sequence<String>) {
    let arguments = Array(arguments)
    let isEmpty = { (argument: String) in
      argument.isEmpty || argument.hasPrefix("--") && argument.hasSuffix("=")
    }
    guard let index = arguments.firstIndex(where: isEmpty) else { return nil }
    if !arguments[index].isEmpty {
      subject = String(arguments[index].dropLast())
    } else if index > 0, arguments[index - 1].hasPrefix("-") {
      subject = arguments[index - 1]
    } else {
      subject = "argument \(index + 1)"
    }
  }
}

extension EmptyArgument: CustomStringConvertible {
  var description: String {
    "\(subject): expected a value, found nothing; if it is a variable of the shell, it is not set"
  }
}
