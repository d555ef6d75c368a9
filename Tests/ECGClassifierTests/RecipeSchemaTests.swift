import ECGClassifier
import ECGDatasets
import ECGNeuralNetwork
import ECGTestSupport
import ECGText
import Foundation
import Testing

/// One catalogue makes the schema; it has what the engine has.
@Suite struct RecipeSchemaTests {
  private func schema() throws -> JSONNode { try JSONParser.parse(RecipeDocument.schema.utf8) }

  private func names(_ node: JSONNode?) -> [String] {
    guard case .object(let members) = node?.value else { return [] }
    return members.map(\.name)
  }

  @Test func everyLayerOfTheEngineIsInIt() throws {
    #expect(
      Set(names(try schema()["$defs"])) == Set(AnyLayer.kinds.map { $0.name } + ["layer"]))
  }

  /// Each layer as made by its initialiser with what it must be told, and with
  /// nothing at its default.
  private static let layers: [(fields: String, plain: any Layer, changed: any Layer)] = [
    (
      "filters: 4, kernel: 3", Conv1D(filters: 4, kernel: 3),
      Conv1D(
        filters: 4, kernel: 3, stride: 2, dilation: 3, groups: 4, bias: false, initializer: .zeros)
    ),
    ("", BatchNorm(), BatchNorm(momentum: 0.2, epsilon: 0.1)),
    ("", LeakyReLU(), LeakyReLU(0.2)), ("", ReLU(), ReLU()),
    ("", GELU(), GELU(approximate: .tanh)), ("", SiLU(), SiLU()), ("", Sigmoid(), Sigmoid()),
    ("", Tanh(), Tanh()), ("", MaxPool1D(), MaxPool1D(3)), ("", AveragePool1D(), AveragePool1D(3)),
    (
      "size: 3, stride: 2", StridedMaxPool1D(3, stride: 2),
      StridedMaxPool1D(4, stride: 3, before: 1, after: 2)
    ),
    ("", Crop1D(), Crop1D(before: 1, after: 2)),
    ("", GlobalAveragePool1D(), GlobalAveragePool1D()), ("rate: 0.5", Dropout(0.5), Dropout(0.2)),
    ("", Flatten(), Flatten()),
    ("units: 7", Dense(7), Dense(8, bias: false, initializer: .ones)),
    ("body: [{layer: 'ReLU'}]", Residual { ReLU() }, Residual { Tanh() }),
    ("", LayerNorm(), LayerNorm(epsilon: 0.1)),
    ("", SqueezeExcitation(), SqueezeExcitation(reduction: 2)),
    ("", AttentionPool1D(), AttentionPool1D(3)), ("", SelfAttention(), SelfAttention(heads: 2)),
    ("units: 7", GRU(7), GRU(8, bidirectional: true, returnsSequences: true)),
    ("units: 7", LSTM(7), LSTM(8, bidirectional: true, returnsSequences: true)),
  ]

  /// Names of fields are those that the engine codes, and what is left out stands at the
  /// initialiser's default.
  @Test(arguments: AnyLayer.kinds.map { $0.name })
  func fieldsAndDefaultsAreThoseOfTheEngine(_ name: String) throws {
    let layer = try #require(Self.layers.first { type(of: $0.plain).name == name })
    let coded = try JSONParser.parse(JSONEncoder().encode(AnyLayer(layer.changed)))
    let properties = try #require(try schema()[path: ["$defs", name, "properties"]])
    #expect(Set(names(properties)) == Set(names(coded)))
    let text =
      "{name: 'x', epochs: 1, layers: [{layer: '\(name)'\(layer.fields.isEmpty ? "" : ", ")"
      + "\(layer.fields)}, {layer: 'Dense', units: 'classes'}]}"
    let recipe = try withTemporaryFolder { folder in
      let url = folder.appending(path: "mine.json")
      try Data(text.utf8).write(to: url)
      return try RecipeDocument(path: url.path).recipe
    }
    let read = recipe.architecture(task: .arrhythmia, samplesPerBeat: 187).layers[0]
    #expect(AnyLayer(read) == AnyLayer(layer.plain))
    #expect(AnyLayer(layer.plain) == AnyLayer(layer.plain))
  }

  @Test func itIsOfTheDraftThatItSays() throws {
    let schema = try schema()
    #expect(
      schema["$schema"]?.value == .string("https://json-schema.org/draft/2020-12/schema"))
    #expect(
      schema["required"]?.text == #"["name", "layers", "epochs"]"#)
    #expect(schema["additionalProperties"]?.value == .bool(false))
    #expect(
      schema[path: ["$defs", "Residual", "properties", "body", "items"]]?.text
        == ##"{"$ref": "#/$defs/layer"}"##)
  }
}
