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
  private func document(
    _ text: String, _ settings: [(String, String)] = []
  ) throws -> RecipeDocument {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "mine.json")
      try Data(text.utf8).write(to: url)
      return try RecipeDocument(path: url.path, settings: settings.map { (field: $0, value: $1) })
    }
  }

  @Test(arguments: Recipe.all.map(\.name), [false, true])
  func theTextOfARecipeIsTheRecipe(name: String, comments: Bool) throws {
    let recipe = try #require(Recipe.named(name))
    let text = try RecipeDocument(recipe).text(comments: comments)
    let read = try document(text)
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
    #expect(try document(RecipeDocument(recipe).text()).recipe == recipe)
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
    let file = try document(RecipeDocument(recipe).text(comments: true)).recipe
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
    let recipe = try document(Self.small).recipe
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
    let recipe = try document(Self.small).recipe
    let model = try ClassifierTraining(recipe: recipe, seed: 1).train(on: Trained.beats)
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "m.safetensors").path
      try model.save(to: path)
      let loaded = try HeartbeatClassifier.load(path: path)
      #expect(loaded.recipe == recipe)
      #expect(try RecipeDocument(loaded.recipe).text() == document(Self.small).text())
    }
  }

  @Test func fieldsAreSet() throws {
    let recipe = try document(
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
    #expect(try self.document(document.text()).recipe == document.recipe)
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
      try document(Self.small, [(parts[0], parts[1])])
    }
    #expect(error.line == nil)
    #expect(error.description.contains(words), "\(error)")
  }

  @Test func remarksTellWhatIsOdd() throws {
    let recipe = try document(
      """
      {
        name: "fast", epochs: 3, batchSize: 16, shards: 4,
        layers: [
          {layer: "Conv1D", filters: 8, kernel: 4},
          {layer: "BatchNorm"},
          {layer: "Conv1D", filters: 8, kernel: 3},
          {layer: "ReLU"}, {layer: "Dropout", rate: 0}, {layer: "MaxPool1D", size: 1},
          {layer: "Flatten"},
          {layer: "Dense", units: 100}, {layer: "ReLU"},
          {layer: "Dense", units: "classes"},
        ],
        schedule: {kind: "cosine", warmup: 3},
        earlyStopping: {patience: 3}, reduceOnPlateau: {patience: 3}, validation: {share: 0},
      }
      """
    ).recipe
    let fields = try recipe.remarks(task: .arrhythmia, samplesPerBeat: 187).map(\.field)
    #expect(
      fields == [
        "name", "layers.0", "layers.0", "layers.4", "layers.5", "layers.7", "shards",
        "schedule.warmup", "reduceOnPlateau", "earlyStopping", "earlyStopping.patience",
        "reduceOnPlateau.patience", "validation.share",
      ])
  }

  @Test func remarksTellWhatWillNotLearn() throws {
    let recipe = try document(
      """
      {
        name: "still", epochs: 3,
        layers: [
          {layer: "Flatten"}, {layer: "Dense", units: 9, initializer: "zeros"}, {layer: "ReLU"},
          {layer: "Dense", units: "classes", initializer: "zeros"},
        ],
        reduceOnPlateau: {minimumLearningRate: 0.5},
      }
      """
    ).recipe
    // The last layer alone may well begin at 0.
    #expect(
      try recipe.remarks(task: .arrhythmia, samplesPerBeat: 187).map(\.field)
        == ["layers.1.initializer", "reduceOnPlateau.minimumLearningRate"])
  }

  /// Names go to terminals.
  @Test func namesWithControlCharactersAreRefused() throws {
    let text = try RecipeDocument(Trained.recipe()).text()
    let name = try #require(try? document(text).recipe.name)
    #expect(throws: FileError.self) {
      try document(text.replacing("\"\(name)\"", with: "\"\\u001b[31mred\""))
    }
  }

  /// What is said of the parts of a batch is what training deals.
  @Test(arguments: [
    (
      "16", "shards",
      "a batch of 16 beats is dealt into 2 parts, none smaller than 8; more shards do nothing"
    ),
    (
      "4", "batchSize",
      "batch normalisation sees parts of 4 beats; 8 or more make better statistics"
    ),
  ])
  func remarksOnShardsAreOfThePartsThatTrainingDeals(
    batch: String, field: String, text: String
  ) throws {
    let recipe = try RecipeDocument(.fast, settings: [("batchSize", batch)]).recipe
    let remarks = try recipe.remarks(task: .arrhythmia, samplesPerBeat: 187)
    let found = remarks.filter { ["shards", "batchSize"].contains($0.field) }
    #expect(found.map(\.field) == [field] && found.map(\.text) == [text])
    let whole = try RecipeDocument(.fast, settings: [("batchSize", "32")]).recipe
    #expect(
      try whole.remarks(task: .arrhythmia, samplesPerBeat: 187).allSatisfy { $0.field != "shards" })
  }

  /// Noise is in units of the samples, which only those of other files than the usual ones have so many of.
  @Test func noiseForOtherUnitsIsOdd() throws {
    let recipe = Recipe(
      name: "noisy", summary: "", network: .residual(ResidualNetwork()), scaling: .none,
      classWeighting: .none, augmentation: BeatAugmentation(noise: 20, wander: 0.1),
      training: Recipe.fast.training)
    let remarks = try recipe.remarks(task: .arrhythmia, samplesPerBeat: 187)
    #expect(remarks.map(\.field) == ["augmentation.noise"])
    #expect(remarks.allSatisfy { $0.text.contains("units of the samples") })
  }

  /// What options of their own say of fields gives the recipe that has them, to the last bit of a number.
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
