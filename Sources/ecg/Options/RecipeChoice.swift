import ArgumentParser
import ECGClassifier
import ECGDatasets
import ECGFiles
import ECGText
import Foundation

/// A recipe that a person named or wrote, with what they set in it.
struct RecipeChoice {
  /// The recipe, with all that options set in it.
  let recipe: Recipe
  let document: RecipeDocument
  /// The file that it stands in; nil for a recipe of the program.
  private let path: String?
  /// The options that set fields, for messages; nil where none does.
  private let settingOption: String?

  /// The names of the program's recipes, in words.
  static let names = Recipe.all.map(\.name).listed("or")

  /// - Parameters:
  ///   - name: a recipe's name, or the path of its file or of a model that was trained by it. A
  ///     file of the name of a recipe is `./default`.
  ///   - settings: what is set in it.
  /// - Throws: `ValidationError` where there is no such recipe or field, `FileError` where
  ///   the file is none.
  init(_ name: String, settings: [RecipeSetting] = []) throws {
    var known = try Self.named(name)
    path = known == nil ? name : nil
    settingOption = Self.option(of: settings)
    if known == nil, name.hasSuffix(".safetensors") {
      known = try HeartbeatClassifier.load(path: name).recipe
    }
    document = try Self.checking(path, settingOption) {
      let settings = settings.map { (field: $0.field, value: $0.value) }
      return if let known {
        try RecipeDocument(known, settings: settings)
      } else {
        try RecipeDocument(path: name, settings: settings)
      }
    }
    // A recipe that nothing is set in stays what it is.
    recipe = settings.isEmpty ? known ?? document.recipe : document.recipe
  }

  /// The option that sets any field, where it was given; otherwise those of their own.
  private static func option(of settings: [RecipeSetting]) -> String? {
    let options = settings.map(\.option)
    if options.contains(RecipeSetting.set) { return RecipeSetting.set }
    return options.isEmpty ? nil : options.joined(separator: ", ")
  }

  /// The program's recipe of that name; nil where it is a file that is named.
  ///
  /// - Throws: `ValidationError` where it is neither.
  static func named(_ name: String) throws -> Recipe? {
    if let known = Recipe.named(name) { return known }
    let isFile =
      name.contains("/")
      || [".json", ".json5", ".jsonc", ".safetensors"].contains { name.hasSuffix($0) }
      || FileManager.default.fileExists(atPath: name)
    guard !isFile else { return nil }
    let near = NearestWord.of(name, among: Recipe.all.map(\.name))
    throw ValidationError(
      "--recipe: expected \(names), found \(name), which is no file either"
        + (near.map { ". Did you mean '\($0)'?" } ?? ""))
  }

  /// Checks that the recipe can be trained on beats.
  ///
  /// - Throws: `FileError` with the line of the recipe's file, or `ValidationError` for the option.
  func check(task: BeatTask, samplesPerBeat: Int) throws {
    try Self.checking(path, settingOption) {
      try document.check(task: task, samplesPerBeat: samplesPerBeat)
    }
  }

  /// The text of a file that has every field.
  func text(comments: Bool) -> String { document.text(comments: comments) }

  /// Runs work that may find the recipe wrong.
  private static func checking<Result>(
    _ path: String?, _ settingOption: String?, _ work: () throws -> Result
  ) throws -> Result {
    do {
      return try work()
    } catch let error as RecipeError {
      if let path, error.line != nil || settingOption == nil { throw error.fileError(path: path) }
      throw ValidationError("\(settingOption ?? "--recipe"): \(error.message(.options))")
    }
  }
}
