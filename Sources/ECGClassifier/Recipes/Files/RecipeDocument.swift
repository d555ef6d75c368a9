public import ECGDatasets
import ECGFiles
import ECGNeuralNetwork
import ECGText
import Foundation

/// A recipe with the text that it came from, so that what is wrong with it can be told
/// by line and field.
///
///     let document = try RecipeDocument(path: "mine.json", settings: [("optimizer.learningRate", "1e-3")])
///     try document.check(task: .arrhythmia, samplesPerBeat: 187)
///     let training = ClassifierTraining(recipe: document.recipe, seed: 1)
///
/// The text is JSON with the comments, trailing commas, single quotes and bare names of JSON5. What
/// is left out stands at its default; the JSON Schema says which that is.
public struct RecipeDocument: Sendable {
  /// The recipe.
  public let recipe: Recipe
  /// Every field, with the lines of those that stand in the file.
  private let node: JSONNode

  /// More bytes than any recipe has.
  private static let largestFile = 1 << 20

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - settings: fields to change, by their path, and their values as JSON.
  /// - Throws: `FileError` where the file cannot be read, or is no recipe; ``RecipeError`` where a
  ///   setting makes no sense.
  public init(path: String, settings: [(field: String, value: String)] = []) throws {
    let data = try InputFile.read(path: path)
    guard data.count <= Self.largestFile else {
      throw FileError(
        .badData, path: path, "expected a recipe, found a file of \(data.count.grouped) bytes",
        remedy: "Name a file of JSON")
    }
    do {
      try self.init(try JSONParser.parse(data), settings)
    } catch let error as JSONSyntaxError {
      throw FileError(.badData, path: path, at: .line(error.line), error.problem)
    } catch let error as RecipeError where error.line != nil {
      throw error.fileError(path: path)
    }
  }

  /// Takes a recipe, with changes.
  ///
  /// - Parameters:
  ///   - recipe: the recipe; what is filled in at training is left out.
  ///   - settings: fields to change, by their path, and their values as JSON.
  /// - Throws: ``RecipeError`` where a setting makes no sense, or a number of the recipe.
  public init(_ recipe: Recipe, settings: [(field: String, value: String)] = []) throws {
    let text = try JSONEncoder().encode(RecipeForm(recipe))
    do {
      try self.init(try JSONParser.parse(text).withoutLines, settings)
    } catch let error as JSONSyntaxError {
      throw RecipeError("", line: nil, error.problem)
    }
  }

  /// The recipe with fields changed further.
  ///
  /// - Parameter settings: the fields, by their path, and their values as JSON.
  /// - Throws: ``RecipeError`` where a setting makes no sense.
  public func setting(_ settings: [(field: String, value: String)]) throws -> RecipeDocument {
    try RecipeDocument(node, settings)
  }

  private init(_ node: JSONNode, _ settings: [(field: String, value: String)]) throws {
    var node = node
    for setting in settings {
      node = try RecipeSettings.set(setting.field, to: setting.value, in: node)
    }
    node = try RecipeReader.read(node)
    try Self.checkWidths(node)
    self.node = node
    do {
      recipe = try JSONDecoder().decode(RecipeForm.self, from: Data(node.text.utf8)).recipe
    } catch {
      // The catalogue and the types that are coded have come apart.
      throw RecipeError("", line: node.line, "the recipe cannot be taken in: \(error)")
    }
  }

  /// The recipe as the text of a file that has every field.
  ///
  /// - Parameter comments: whether each field says what it is, in JSON5's comments.
  public func text(comments: Bool = false) -> String {
    let fields = RecipeCatalogue.recipe.fields.map { ($0.name, $0.about) }
    return node.laidOut(
      width: 150,
      comments: comments ? Dictionary(fields, uniquingKeysWith: { first, _ in first }) : [:]) + "\n"
  }

  /// The JSON Schema of recipe files, draft 2020-12.
  public static var schema: String { RecipeSchema.node.laidOut() + "\n" }
}

// MARK: - Checking

extension RecipeDocument {
  /// Checks that the network can be built for a task, and trained.
  ///
  /// - Throws: ``RecipeError`` for the field that does not fit.
  public func check(task: BeatTask, samplesPerBeat: Int) throws {
    let classes = task.classes.count
    let output = recipe.network.layers.output
    if let units = output.units, units != classes {
      throw error(
        "layers.\(recipe.network.layers.layers.count).units",
        "expected \(classes), as many units as the task \(task.name) has classes, found \(units)",
        remedy: "\"\(BeatLayers.Output.classes)\" stands for the number, whatever the task")
    }
    let architecture = recipe.architecture(task: task, samplesPerBeat: samplesPerBeat)
    _ = try shape(after: architecture.layers, architecture.input, path: "layers")
    do {
      _ = try architecture.outline()
    } catch let problem as NetworkError {
      throw error("layers", problem.description)
    }
    do {
      try recipe.training.check(classes: classes)
      try recipe.training.checkMonitors(hasValidation: recipe.validationShare > 0)
    } catch let problem as NetworkError {
      throw error(
        recipe.validationShare > 0 ? "" : "validation.share", problem.problem)
    }
  }

  /// The shape after layers that stand at a path, those within blocks looked at first.
  private func shape(after layers: [any Layer], _ input: Shape, path: String) throws -> Shape {
    var shape = input
    for (index, layer) in layers.enumerated() {
      let path = "\(path).\(index)"
      if let residual = layer as? Residual {
        _ = try self.shape(after: residual.body, shape, path: "\(path).body")
      }
      do {
        shape = try layer.outputShape(for: shape)
      } catch let problem as NetworkError {
        throw error(path, problem.description)
      }
    }
    return shape
  }

  /// The last layer is dense, and no other leaves its width to the task.
  private static func checkWidths(_ node: JSONNode) throws {
    guard case .array(let layers) = node["layers"]?.value, let last = layers.last else { return }
    guard last["layer"]?.value == .string(Dense.name) else {
      throw RecipeError(
        "layers.\(layers.count - 1)", line: last.line,
        "expected Dense as the last layer, with a unit for each class, found "
          + (last["layer"]?.found ?? "none"),
        remedy: "Softmax comes with the loss, and needs no layer")
    }
    func check(_ layers: ArraySlice<JSONNode>, _ path: String) throws {
      for (index, layer) in layers.enumerated() {
        if layer["units"]?.value == .string(BeatLayers.Output.classes) {
          throw RecipeError(
            "\(path).\(index).units", line: layer["units"]?.line,
            "expected a number in all layers but the last, found \"\(BeatLayers.Output.classes)\"")
        }
        if case .array(let body) = layer["body"]?.value {
          try check(body[...], "\(path).\(index).body")
        }
      }
    }
    try check(layers.dropLast(), "layers")
  }

  private func error(_ field: String, _ problem: String, remedy: Remedy = "") -> RecipeError {
    let names = field.isEmpty ? [] : field.split(separator: ".").map(String.init)
    return RecipeError(field, line: node[path: names]?.line, problem, remedy: remedy)
  }
}
