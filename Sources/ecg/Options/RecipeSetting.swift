import ArgumentParser

/// A field of a recipe and its value, as `--set optimizer.learningRate=1e-3` gives them.
struct RecipeSetting {
  /// The field, with dots.
  let field: String
  /// The value as JSON; what is none is taken for a word.
  let value: String

  init(field: String, value: String) {
    (self.field, self.value) = (field, value)
  }

  /// Takes what stands after `--set`.
  ///
  /// - Throws: `ValidationError` where it is no setting.
  init(_ text: String) throws {
    guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
      throw ValidationError(
        "--set: expected FIELD=VALUE, as in --set optimizer.learningRate=1e-3, found \(text)")
    }
    (field, value) = (String(text[..<sign]), String(text[text.index(after: sign)...]))
  }
}
