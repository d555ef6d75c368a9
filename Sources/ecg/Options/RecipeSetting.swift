import ArgumentParser

/// A field of a recipe and its value, as `--set optimizer.learningRate=1e-3` gives them, or an
/// option of its own.
struct RecipeSetting {
  /// The field, with dots.
  let field: String
  /// The value as JSON; what is none is taken for a word.
  let value: String
  /// The option by which it was given, for messages.
  let option: String

  /// What an option of its own says of a field; nil where it was not given.
  init?(_ option: String, _ field: String, _ value: (some Any)?) {
    guard let value else { return nil }
    (self.option, self.field, self.value) = (option, field, "\(value)")
  }

  /// The option for any field.
  static let set = "--set"

  /// Takes what stands after `--set`.
  ///
  /// - Throws: `ValidationError` where it is no setting.
  init(_ text: String) throws {
    guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
      throw ValidationError(
        "--set: expected FIELD=VALUE, as in --set optimizer.learningRate=1e-3, found \(text)")
    }
    option = Self.set
    (field, value) = (String(text[..<sign]), String(text[text.index(after: sign)...]))
  }
}
