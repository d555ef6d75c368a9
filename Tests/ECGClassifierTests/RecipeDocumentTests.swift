import ECGClassifier
import ECGDatasets
import ECGFiles
import ECGNeuralNetwork
import ECGTestSupport
import ECGText
import Foundation
import Testing

/// Recipes as files: what they say is what the program has, and what is set is changed.
@Suite struct RecipeDocumentTests {
  @Test(arguments: Recipe.all.map(\.name), [false, true])
  func theTextOfARecipeIsTheRecipe(name: String, comments: Bool) throws {
    let recipe = try #require(Recipe.named(name))
    let text = try RecipeDocument(recipe).text(comments: comments)
    let read = try recipeDocument(text)
    #expect(read.recipe == recipe)
    #expect(read.text(comments: comments) == text)
    try read.check(task: .arrhythmia, samplesPerBeat: 187)
    try read.check(task: .infarction, samplesPerBeat: 187)
    #expect(try recipe.remarks(task: .arrhythmia, samplesPerBeat: 187).isEmpty)
  }

  /// The files of `Examples/recipes` can be trained, and nothing is odd about them.
  @Test func examplesCanBeTrained() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Examples/recipes").standardizedFileURL
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".json5") }
    #expect(files.count >= 2)
    for file in files {
      let read = try RecipeDocument(path: folder.appending(path: file).path)
      #expect("\(read.recipe.name).json5" == file)
      for task in [BeatTask.arrhythmia, .infarction] {
        try read.check(task: task, samplesPerBeat: 187)
        #expect(try read.recipe.remarks(task: task, samplesPerBeat: 187).isEmpty, "\(file)")
      }
    }
  }

  /// Everything that a recipe can have goes there and back.
  @Test func nothingIsLost() throws {
    let recipe = Trained.recipe()
    #expect(try RecipeDocument(recipe).recipe == recipe)
    #expect(try recipeDocument(RecipeDocument(recipe).text()).recipe == recipe)
  }

  /// Under its name and from a file, the same bytes.
  @Test(arguments: Recipe.all.map(\.name))
  func aFileGivesTheSameModel(name: String) throws {
    func model(_ recipe: Recipe) throws -> Data {
      var recipe = recipe
      recipe.epochs = 1
      return try savedBytes(ClassifierTraining(recipe: recipe, seed: 2).train(on: Trained.beats))
    }
    let recipe = try #require(Recipe.named(name))
    let file = try recipeDocument(RecipeDocument(recipe).text(comments: true)).recipe
    #expect(try model(file) == model(recipe))
  }

  /// Models store recipes as they did before there were files.
  @Test func storedRecipesAreAsTheyWere() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = String(decoding: try encoder.encode(Recipe.reference), as: UTF8.self)
    #expect(text.contains(#""network":{"plain":{}}"#))
    let fast = String(decoding: try encoder.encode(Recipe.fast.network), as: UTF8.self)
    #expect(
      fast == #"{"residual":{"_0":{"blocks":1,"denseDropout":0.3,"dropout":0.1,"#
        + #""filters":[32,32,48,64,64],"firstKernel":7,"hidden":64,"kernel":5}}}"#)
  }

  private static let small = """
    {
      // a network of one convolution
      name: 'small', epochs: 2,
      layers: [
        {layer: 'Conv1D', filters: 4, kernel: 3},
        {layer: 'Residual', body: [{layer: 'Conv1D', filters: 6, kernel: 3}]},
        {layer: 'GlobalAveragePool1D'},
        {layer: 'Dense', units: 'classes'},
      ],
    }
    """

  @Test func whatIsLeftOutStandsAtItsDefault() throws {
    let recipe = try recipeDocument(Self.small).recipe
    let expected = Recipe(
      name: "small", summary: "from a recipe file",
      network: .layers(
        try #require(
          BeatLayers(
            [
              Conv1D(filters: 4, kernel: 3), Residual { Conv1D(filters: 6, kernel: 3) },
              GlobalAveragePool1D(), Dense(5),
            ], classes: 5))),
      scaling: .none, classWeighting: .none,
      training: TrainingConfiguration(epochs: 2, batchSize: 128, shards: 4))
    #expect(recipe == expected)
    #expect(
      try recipe.architecture(task: .infarction, samplesPerBeat: 100).outline().last?.output
        == .vector(2))
  }

  @Test func layersOfAFileAreTrainedAndStored() throws {
    let recipe = try recipeDocument(Self.small).recipe
    let model = try ClassifierTraining(recipe: recipe, seed: 1).train(on: Trained.beats)
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "m.safetensors").path
      try model.save(to: path)
      let loaded = try HeartbeatClassifier.load(path: path)
      #expect(loaded.recipe == recipe)
      #expect(try RecipeDocument(loaded.recipe).text() == recipeDocument(Self.small).text())
    }
  }

  @Test func fieldsAreSet() throws {
    let recipe = try recipeDocument(
      Self.small,
      [
        ("optimizer.learningRate", "1e-2"), ("layers.0.filters", "6"), ("mixup.alpha", "0.2"),
        ("layers.1.body.0.kernel", "5"), ("scaling", "per-beat"), ("schedule.kind", "cosine"),
        ("schedule.warmup", "2"), ("validation", "{share: 0.2}"), ("name", "'other'"),
        ("averaging", "null"), ("epochs", "1e1"), ("batchSize", "32.0"),
      ]
    ).recipe
    #expect(recipe.learningRate == 1e-2)
    #expect(recipe.training.mixup == Mixup(alpha: 0.2))
    #expect(recipe.scaling == .perBeat)
    #expect(recipe.training.schedule == .cosine(warmup: 2, floor: 0.01))
    #expect(recipe.validationShare == 0.2)
    #expect(recipe.name == "other")
    #expect((recipe.epochs, recipe.batchSize) == (10, 32))
    let layers = recipe.architecture(task: .arrhythmia, samplesPerBeat: 187).layers
    #expect(layers.first as? Conv1D == Conv1D(filters: 6, kernel: 3))
    #expect(layers[1] as? Residual == Residual { Conv1D(filters: 6, kernel: 5) })
  }

  /// All optimisers, losses and schedules go there and back, and are what they are named.
  @Test func otherKindsAreReadAndShown() throws {
    let settings = [
      (field: "optimizer.kind", value: "sgd"), (field: "optimizer.momentum", value: "0.9"),
      (field: "optimizer.nesterov", value: "true"), (field: "loss.kind", value: "focal"),
      (field: "schedule.kind", value: "oneCycle"), (field: "schedule.warmup", value: "0.2"),
    ]
    let document = try RecipeDocument(.fast, settings: settings)
    let training = document.recipe.training
    #expect(
      training.optimizer
        == .sgd(SGD(learningRate: 4e-3, momentum: 0.9, nesterov: true, weightDecay: 0.02)))
    #expect(training.loss == SoftmaxCrossEntropy(labelSmoothing: 0.02, focusing: 2))
    #expect(training.schedule == .oneCycle(warmup: 0.2, start: 0.04, floor: 0.01))
    #expect(try recipeDocument(document.text()).recipe == document.recipe)
    try document.check(task: .arrhythmia, samplesPerBeat: 187)
  }

  /// Another kind leaves the fields of the one before.
  @Test func aKindIsSet() throws {
    let settings = [(field: "schedule.kind", value: "constant")]
    let recipe = try RecipeDocument(.fast, settings: settings).recipe
    #expect(recipe.training.schedule == .constant)
    #expect(recipe.network == Recipe.fast.network)
  }

  @Test(arguments: [
    ("optimizer.learnRate=1", "optimizer.learnRate: expected a field of adam (learningRate, "),
    (
      "optimizer.learningRate=fast",
      "optimizer.learningRate: expected a number above 0 and up to 10, found \"fast\""
    ),
    (
      "layers.9.filters=3",
      "layers.9.filters: expected the number of an element, from 0 to 3, found 9"
    ),
    ("name.x=3", "name.x: expected a field with fields of its own, found name, which is \"small\""),
    (
      "scaling=standart",
      "expected none, standard or per-beat, found \"standart\". The nearest name is standard"
    ),
    ("layers=[]", "layers: expected a list of layers, one at least, found an empty one"),
    ("=3", "expected a field of a recipe"),
  ])
  func settingsThatMakeNoSenseAreRefused(_ setting: String, _ words: String) throws {
    let parts = setting.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    let error = try #require(throws: RecipeError.self) {
      try recipeDocument(Self.small, [(parts[0], parts[1])])
    }
    #expect(error.line == nil)
    #expect(error.description.contains(words), "\(error)")
  }

  /// As that of every other error, for whom a message is shown.
  @Test func theRemedyIsOneToBeSpelt() throws {
    let error = try #require(throws: RecipeError.self) {
      try recipeDocument(Self.small, [("optimizer.learning_rate", "1e-3")])
    }
    #expect(error.remedy == "It is called learningRate here")
    #expect(error.fileError(path: "mine.json").remedy == error.remedy)
    #expect(error.message(.unnamed) == error.description)
    #expect(error.description.hasSuffix(". It is called learningRate here"))
  }

  /// Names go to terminals.
  @Test func namesWithControlCharactersAreRefused() throws {
    let text = try RecipeDocument(Trained.recipe()).text()
    let name = try #require(try? recipeDocument(text).recipe.name)
    #expect(throws: FileError.self) {
      try recipeDocument(text.replacing("\"\(name)\"", with: "\"\\u001b[31mred\""))
    }
  }

  /// What options of their own say of fields gives the recipe that has them, to the last
  /// bit of a number.
  @Test(arguments: Recipe.all) func settingsGiveTheRecipeWithThem(recipe: Recipe) throws {
    var wanted = recipe
    (wanted.epochs, wanted.batchSize, wanted.classWeighting) = (7, 96, .balanced)
    for rate: Float in [0.003, 1e-5, 1.1754944e-30, 0.1 + 0.2] {
      wanted.learningRate = rate
      let document = try RecipeDocument(
        recipe,
        settings: [
          ("epochs", "7"), ("batchSize", "96"), ("optimizer.learningRate", "\(rate)"),
          ("classWeights", "balanced"),
        ])
      #expect(document.recipe == wanted)
    }
  }
}
