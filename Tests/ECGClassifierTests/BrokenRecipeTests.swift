import ECGClassifier
import ECGDatasets
import ECGFiles
import ECGTestSupport
import Foundation
import Testing

/// A recipe with a mistake: one error, with its line, its field, what was expected
/// and what was found.
@Suite struct BrokenRecipeTests {
  /// Line 5 has the first layer, line 9 the last; line 11 the optimiser.
  private static let lines = [
    "{",
    "  // a small network",
    "  name: 'mine',",
    "  layers: [",
    "    {layer: 'Conv1D', filters: 8, kernel: 5},",
    "    {layer: 'MaxPool1D', size: 2},",
    "    {layer: 'Flatten'},",
    "    {layer: 'Dropout', rate: 0.2},",
    "    {layer: 'Dense', units: 'classes'},",
    "  ],",
    "  optimizer: {learningRate: 1e-3},",
    "  scaling: 'standard',",
    "  epochs: 3,",
    "}",
  ]

  struct Mistake: CustomTestStringConvertible, Sendable {
    let name: String
    let line: Int
    let text: String
    let message: String
    var testDescription: String { name }

    init(_ name: String, _ line: Int, _ text: String, _ message: String) {
      (self.name, self.line, self.text, self.message) = (name, line, text, message)
    }
  }

  private static let mistakes = [
    Mistake(
      "an unknown field", 11, "  optimizer: {learnRate: 1e-3},",
      "optimizer.learnRate: expected a field of adam (learningRate, beta1, beta2, epsilon, weightDecay), found learnRate. The nearest name is learningRate"
    ),
    Mistake(
      "an unknown field of the recipe", 13, "  epoch: 3,",
      "epoch: expected a field of a recipe (name, summary, layers, "),
    Mistake(
      "a misspelt layer", 6, "    {layer: 'MaxPol1D', size: 2},",
      "found \"MaxPol1D\". The nearest name is MaxPool1D"),
    Mistake(
      "a layer under another's name", 6, "    {layer: 'MaxPooling1D', size: 2},",
      "found \"MaxPooling1D\". The nearest name is MaxPool1D"),
    Mistake(
      "a field under Keras's name", 5, "    {layer: 'Conv1D', filters: 8, kernel_size: 5},",
      "found kernel_size. It is called kernel here"),
    Mistake(
      "an activation as a field", 5,
      "    {layer: 'Conv1D', filters: 8, kernel: 5, activation: 'relu'},",
      "found activation. Put a layer behind it: ReLU, "),
    Mistake(
      "a field under PyTorch's name", 11, "  optimizer: {lr: 1e-3},",
      "found lr. It is called learningRate here"),
    Mistake(
      "a layer that is called a type", 5, "    {type: 'Conv1D', filters: 8, kernel: 5},",
      "found no layer. Write layer for type"),
    Mistake(
      "a layer that is not needed", 9,
      "    {layer: 'Dense', units: 'classes'}, {layer: 'Softmax'},",
      "layers.5.layer: expected Conv1D, "),
    Mistake(
      "a word for a number", 5, "    {layer: 'Conv1D', filters: 'eight', kernel: 5},",
      "layers.0.filters: expected a whole number from 1 to 1048576, found \"eight\""),
    Mistake(
      "a fraction for a whole number", 13, "  epochs: 2.5,",
      "epochs: expected a whole number from 1 to 100000, found 2.5"),
    Mistake(
      "a number for a word", 12, "  scaling: 1,",
      "scaling: expected none, standard or per-beat, found 1"),
    Mistake(
      "a list for an object", 11, "  optimizer: [1e-3],",
      "optimizer: expected an object such as {\"kind\": \"adam\", …}, found a list"),
    Mistake(
      "a negative rate", 11, "  optimizer: {learningRate: -1e-3},",
      "optimizer.learningRate: expected a number above 0 and up to 10, found -1e-3"),
    Mistake(
      "a rate that is zero where it is kept", 11, "  optimizer: {learningRate: 1e-46},",
      "optimizer.learningRate: expected a number above 0 and up to 10, also as 32 bits hold it, found 1e-46"
    ),
    Mistake(
      "a rate that is zero at any precision", 11, "  averaging: {decay: 1e-400},",
      "averaging.decay: expected a number from 0 to below 1, also as 64 bits hold it, found 1e-400"),
    Mistake(
      "a decay that is one where it is kept", 11, "  optimizer: {beta1: 0.99999999999},",
      "optimizer.beta1: expected a number from 0 to below 1, also as 32 bits hold it, found 0.99999999999"
    ),
    Mistake(
      "an epsilon that is zero where it is kept", 6, "    {layer: 'BatchNorm', epsilon: 1e-60},",
      "layers.1.epsilon: expected a number above 0 and up to 1, also as 32 bits hold it, found 1e-60"
    ),
    Mistake(
      "a slope that is zero where it is kept", 6, "    {layer: 'LeakyReLU', slope: 1e-60},",
      "layers.1.slope: expected a number from 0 to 1, also as 32 bits hold it, found 1e-60"),
    Mistake(
      "a dropout of all", 8, "    {layer: 'Dropout', rate: 1.0},",
      "layers.3.rate: expected a number from 0 to 0.999, found 1.0"),
    Mistake(
      "no taps", 5, "    {layer: 'Conv1D', filters: 8, kernel: 0},",
      "layers.0.kernel: expected a whole number from 1 to 4096, found 0"),
    Mistake(
      "a pooling longer than the beat", 6, "    {layer: 'MaxPool1D', size: 188},",
      "layers.1: MaxPool1D: expected at least 188 samples, found 187 in (N, 187, 8)"),
    Mistake(
      "no flattening", 8, "    {layer: 'Conv1D', filters: 3, kernel: 3},",
      "layers.3: Conv1D: expected a sequence (N, L, C), found a vector (N, 744)"),
    Mistake(
      "a block that loses samples", 6, "    {layer: 'Residual', body: [{layer: 'MaxPool1D'}]},",
      "layers.1: Residual: the branch must keep the samples"),
    Mistake(
      "other outputs than classes", 9, "    {layer: 'Dense', units: 4},",
      "layers.4.units: expected 5, as many units as the task arrhythmia has classes, found 4"),
    Mistake(
      "no dense layer at the end", 9, "    {layer: 'ReLU'},",
      "layers.4: expected Dense as the last layer, with a unit for each class, found \"ReLU\""),
    Mistake(
      "the word for classes too early", 8, "    {layer: 'Dense', units: 'classes'},",
      "layers.3.units: expected a number in all layers but the last, found \"classes\""),
    Mistake(
      "a required field that is missing", 5, "    {layer: 'Conv1D', filters: 8},",
      "layers.0.kernel: expected a whole number from 1 to 4096, found no kernel"),
    Mistake(
      "a layer without its kind", 5, "    {filters: 8, kernel: 5},",
      "layers.0.layer: expected Conv1D, "),
    Mistake(
      "no epochs", 13, "", "epochs: expected a whole number from 1 to 100000, found no epochs"),
    Mistake(
      "a missing comma", 12, "  scaling: 'standard'",
      "expected a comma or } after the value of \"scaling\", found epochs"),
    Mistake(
      "a field twice", 12, "  optimizer: {},",
      "expected each field once, found \"optimizer\" again, which line 11 has"),
    Mistake(
      "an unknown scaling", 12, "  scaling: 'standart',",
      "scaling: expected none, standard or per-beat, found \"standart\". The nearest name is standard"
    ),
    Mistake(
      "a figure that is not measured", 11, "  validation: {share: 0}, earlyStopping: {},",
      "validation.share: early stopping watches the validation loss, but there is no validation data"
    ),
  ]

  @Test(arguments: mistakes)
  func isRefused(_ mistake: Mistake) throws {
    var lines = Self.lines
    lines[mistake.line - 1] = mistake.text
    // A comma that is missed is noticed in the line after it, a field that is missing in the first.
    let line = ["a missing comma": 13, "no epochs": 1][mistake.name] ?? mistake.line
    let message = try message(lines.joined(separator: "\n"))
    #expect(message.hasPrefix("mine.json5: line \(line): "), "\(message)")
    #expect(message.contains(mistake.message), "\(message)")
  }

  @Test func layersThatAreNoneAreRefused() throws {
    let message = try message("{name: 'x', epochs: 1,\n layers: []}")
    #expect(
      message
        == "mine.json5: line 2: layers: expected a list of layers, one at least, found an empty one"
    )
  }

  @Test(arguments: [
    ("", "line 1: expected a value, found the end of the text"),
    ("[1]", "line 1: expected an object with the fields of a recipe, found a list"),
    ("{}", "line 1: name: expected a line of text, up to 200 characters, found no name"),
  ])
  func whatIsNoRecipeIsRefused(_ text: String, _ words: String) throws {
    #expect(try message(text).contains(words))
  }

  @Test func largeFilesAreRefused() throws {
    #expect(
      try message(String(repeating: " ", count: 1 << 21))
        .contains("expected a recipe, found a file of 2,097,152 bytes"))
  }

  @Test func thereIsNothingWrongWithTheRest() throws {
    #expect(try error(Self.lines.joined(separator: "\n")) == nil)
    // The ends of ranges, and the smallest numbers that are kept.
    for (line, text) in [
      (8, "    {layer: 'Dropout', rate: 0.999},"), (8, "    {layer: 'Dropout', rate: 0e-99},"),
      (11, "  optimizer: {learningRate: 1e-45},"), (11, "  mixup: {alpha: 1e-300},"),
    ] {
      var lines = Self.lines
      lines[line - 1] = text
      #expect(try error(lines.joined(separator: "\n")) == nil)
    }
  }

  private func message(_ text: String) throws -> String {
    let error = try #require(try error(text))
    return error.message(.unnamed)
  }

  private func error(_ text: String) throws -> FileError? {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "mine.json5")
      try Data(text.utf8).write(to: url)
      do {
        try RecipeDocument(path: url.path).check(task: .arrhythmia, samplesPerBeat: 187)
        return nil
      } catch var error as FileError {
        #expect(error.kind == .badData)
        error.path = "mine.json5"
        return error
      } catch let error as RecipeError {
        return error.fileError(path: "mine.json5")
      }
    }
  }
}
