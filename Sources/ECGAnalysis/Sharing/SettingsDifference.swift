/// In what the settings of two runs differ.
enum SettingsDifference {
  /// The first setting that differs, as the earlier run had it and as the new one does; nil where
  /// they are the same.
  static func words(
    _ earlier: [String: String], _ new: [String: String]
  ) -> (expected: String, found: String)? {
    // Options are told last: those of another command differ anyway.
    let names = Set(earlier.keys).union(new.keys).sorted()
    let name = (names.filter { !$0.hasPrefix("--") } + names.filter { $0.hasPrefix("--") }).first {
      earlier[$0] != new[$0]
    }
    guard let name else { return nil }
    func words(_ value: String?) -> String { value.map { "\(name) \($0)" } ?? "no \(name)" }
    return (words(earlier[name]), words(new[name]))
  }
}
