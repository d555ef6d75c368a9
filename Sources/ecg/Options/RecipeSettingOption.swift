import ArgumentParser

/// `--set`, which means the same everywhere.
struct RecipeSettingOption: ParsableArguments {
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      """
      A field of the recipe and its value, as in --set optimizer.learningRate=1e-3 or \
      --set layers.0.filters=64. May be given several times.
      """, valueName: "field=value"))
  var texts: [String] = []

  /// What was set.
  ///
  /// - Throws: `ValidationError` where one is no setting.
  var settings: [RecipeSetting] { get throws { try texts.map { try RecipeSetting($0) } } }

  /// Refuses settings that are none, and those that leave nothing of one before them, before
  /// any file is read.
  func validate() throws {
    let uses = RecipeFieldUse.settings(try settings)
    for (number, later) in uses.enumerated() {
      for earlier in uses[..<number] where later.covers(earlier) {
        throw ValidationError(
          "--set: expected each field once, found \(earlier.field)=\(earlier.value) and "
            + "\(later.field)=\(later.value)")
      }
    }
  }
}
