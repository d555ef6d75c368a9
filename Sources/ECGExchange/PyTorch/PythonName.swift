/// What the name of a Python file must be like for `import NAME` to find it.
enum PythonName {
  /// The reserved words, with the soft ones that may be names left out (Python 3.13,
  /// `keyword.kwlist`).
  private static let reserved: Set = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
  ]
  /// What the file imports itself, by these names: it would find itself in their place.
  private static let imported: Set = ["pathlib", "safetensors", "torch", "numpy"]

  /// Whether a file of that name, without its ending, can be imported. Names of other alphabets,
  /// which Python allows, are not taken: not every file system keeps them as they are.
  static func canBeImported(_ name: String) -> Bool {
    guard let first = name.first, first == "_" || first.isLetter else { return false }
    return name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
      && !reserved.contains(name) && !imported.contains(name)
  }
}
