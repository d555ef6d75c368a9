import ArgumentParser

/// An option that says what a field of the recipe is to be.
struct RecipeFieldUse {
  /// The option as a person gives it, such as `--epochs` or `--set epochs=…`.
  let option: String
  /// The field, with dots.
  let field: String
  /// What it is set to, where that may have fields of its own.
  var value = ""

  /// What was given with options of their own.
  static func options(_ settings: [RecipeSetting]) -> [RecipeFieldUse] {
    settings.map { RecipeFieldUse(option: $0.option, field: $0.field) }
  }

  /// What was given with each `--set`.
  static func settings(_ settings: [RecipeSetting]) -> [RecipeFieldUse] {
    settings.map {
      RecipeFieldUse(option: "--set \($0.field)=…", field: $0.field, value: $0.value)
    }
  }

  /// Refuses an option that says anew what another has said: one of them would do nothing, unseen.
  ///
  /// - Parameters:
  ///   - others: the options that are applied last.
  ///   - uses: those that are applied before them.
  static func check(_ others: [RecipeFieldUse], after uses: [RecipeFieldUse]) throws {
    for later in others {
      for earlier in uses where later.replaces(earlier) {
        throw ValidationError(
          "expected either \(later.option) or \(earlier.option), found both")
      }
    }
  }

  /// Whether the field of an option before it is the same, or within this one.
  func covers(_ earlier: RecipeFieldUse) -> Bool {
    earlier.field == field || earlier.field.hasPrefix("\(field).")
  }

  /// Whether nothing is left of what an option before it said: its field is covered, or this one
  /// stands in its value, which has fields of its own.
  private func replaces(_ earlier: RecipeFieldUse) -> Bool {
    if covers(earlier) { return true }
    guard field.hasPrefix("\(earlier.field)."), let name = field.split(separator: ".").last else {
      return false
    }
    return earlier.value.contains(name)
  }
}
