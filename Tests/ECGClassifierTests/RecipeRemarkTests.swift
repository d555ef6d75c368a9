import ECGClassifier
import ECGDatasets
import ECGNeuralNetwork
import Testing

/// What is said of recipes that are odd.
@Suite struct RecipeRemarkTests {
  @Test func remarksTellWhatIsOdd() throws {
    let recipe = try recipeDocument(
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
    let recipe = try recipeDocument(
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

  /// Noise is in units of the samples, which only those of other files than the usual ones
  /// have so many of.
  @Test func noiseForOtherUnitsIsOdd() throws {
    let recipe = Recipe(
      name: "noisy", summary: "", network: .residual(ResidualNetwork()), scaling: .none,
      classWeighting: .none, augmentation: BeatAugmentation(noise: 20, wander: 0.1),
      training: Recipe.fast.training)
    let remarks = try recipe.remarks(task: .arrhythmia, samplesPerBeat: 187)
    #expect(remarks.map(\.field) == ["augmentation.noise"])
    #expect(remarks.allSatisfy { $0.text.contains("units of the samples") })
  }
}
