import ECGDatasets
import ECGNeuralNetwork
import ECGText

/// The fields of a recipe file.
enum RecipeCatalogue {
  /// The whole file. `$schema` is for editors.
  static let recipe = RecipeGroup(
    name: "a recipe", about: "A way to make a classifier of single heartbeats with swift-ecg.",
    fields: [
      .required("name", .line, "What the recipe is called, in models and reports."),
      .field("summary", .line, or: .string("from a recipe file"), "What it is, in a sentence."),
      .required(
        "layers", .layers,
        "The network, from the beat to the logits; the last layer is Dense, a unit for each class."),
      .field(
        "scaling", .word(Scaler.Kind.allCases.map(\.rawValue)), or: .string("none"),
        "How beats are brought to scale: each column of the data, or each beat, to mean 0 and deviation 1."
      ),
      .field(
        "classWeights", .word(ClassWeighting.allCases.map(\.rawValue)), or: .string("none"),
        "What a beat counts for in the loss, by its class."),
      .field(
        "augmentation", .optional(.group(augmentation)), or: .null,
        "How training beats are changed at random."),
      .field(
        "validation", .group(validation), or: .object([]),
        "The beats that are set apart to choose epoch, learning rate and temperature."),
      .required("epochs", .whole(1...100_000), "The passes over the training beats, at the most."),
      .field("batchSize", .whole(1...1 << 20), or: .number("128"), "The beats in a step."),
      .field(
        "shards", .whole(1...1024), or: .number("4"),
        "The parts of a batch that are computed apart, each with its own batch statistics."),
      .field(
        "products", .word(MatrixProducts.allCases.map(\.rawValue)), or: .string("library"),
        "What multiplies matrices: the system's library, or the program's own kernel, of the same bits on other processors."
      ),
      .field(
        "shuffle", .optional(.group(shuffle)), or: .null,
        "How the order of the beats is drawn: all shuffled together, of very many block by block."),
      .field("loss", .variants(loss), or: .object([]), "What training makes small."),
      .field("optimizer", .variants(optimizer), or: .object([]), "How weights follow gradients."),
      .field(
        "schedule", .variants(schedule), or: .object([]), "How the learning rate goes over time."),
      .field(
        "mixup", .optional(.group(mixup)), or: .null, "Trains on blends of two beats."),
      .field(
        "averaging", .optional(.group(averaging)), or: .null,
        "Keeps a moving average of the weights, which is then the result."),
      .field(
        "reduceOnPlateau", .optional(.group(plateau)), or: .null,
        "Lowers the learning rate when a figure stands still."),
      .field(
        "earlyStopping", .optional(.group(stopping)), or: .null,
        "Ends training when a figure stands still."),
    ])

  /// All that is told apart by a field that names it.
  static let allVariants = [loss, optimizer, schedule, LayerCatalogue.variants]

  private static let augmentation = RecipeGroup(
    name: "augmentation", about: "Changes of beats at random.",
    fields: [
      .field("share", .number(.upTo(1)), or: .number("1"), "The share of beats that is changed."),
      .field(
        "stretch", .number(.upTo(1)), or: .number("0"),
        "The standard deviation of the time scale's logarithm."),
      .field(
        "shift", .number(.upTo(1000)), or: .number("0"),
        "The standard deviation of a shift along time, in samples."),
      .field(
        "scale", .number(.upTo(10)), or: .number("0"),
        "The standard deviation of the amplitude's logarithm."),
      .field(
        "noise", .number(.upTo(10)), or: .number("0"),
        "The standard deviation of white noise, in units of the samples: 0 to 1 in the usual files."
      ),
      .field(
        "wander", .number(.upTo(10)), or: .number("0"),
        "The amplitude of a slow wave, in units of the samples: 0 to 1 in the usual files."),
    ])

  private static let validation = RecipeGroup(
    name: "validation", about: "The split of the training beats.",
    fields: [
      .field(
        "share", .number(.below(1)), or: .number("0.1"),
        "The share of the beats of each class, or of the patients where they are known."),
      .field("seed", .whole(0...UInt64.max), or: .number("0"), "Which beats those are."),
    ])

  private static let loss = RecipeVariants(
    tag: "kind",
    groups: [
      RecipeGroup(
        name: "crossEntropy", about: "The cross-entropy between softmax and the true class.",
        synonyms: ["categoricalCrossentropy", "sparseCategoricalCrossentropy"],
        fields: [labelSmoothing]),
      RecipeGroup(
        name: "focal", about: "The cross-entropy, with less weight for what is certain.",
        fields: [
          .field(
            "focusing", .number(.positive(upTo: 100).single), or: .number("2"),
            "γ: the larger, the less beats count that are classified well."),
          labelSmoothing,
        ]),
    ], standard: "crossEntropy")

  private static let labelSmoothing = RecipeField.field(
    "labelSmoothing", .number(.below(1).single), or: .number("0"),
    "The share of the target spread evenly over the classes.")

  private static let optimizer = RecipeVariants(
    tag: "kind",
    groups: [
      RecipeGroup(
        name: "adam", about: "Adam with decoupled weight decay.",
        synonyms: ["AdamW"],
        fields: [
          .field(
            "learningRate", .number(.positive(upTo: 10).single), or: .number("0.001"),
            "The learning rate that the schedule scales."),
          .field(
            "beta1", .number(.below(1).single), or: .number("0.9"),
            "The decay of the gradients' mean."),
          .field(
            "beta2", .number(.below(1).single), or: .number("0.999"),
            "The decay of the mean of their squares."),
          .field(
            "epsilon", .number(.positive(upTo: 1).single), or: .number("1e-08"),
            "Added to the root of the second moment."),
          .field(
            "weightDecay", .number(.upTo(10).single), or: .number("0"),
            "The share of a weight taken off a step, times the learning rate."),
        ]),
      RecipeGroup(
        name: "sgd", about: "Gradient descent, with or without momentum.",
        synonyms: ["momentum", "nesterov"],
        fields: [
          .field(
            "learningRate", .number(.positive(upTo: 10).single), or: .number("0.01"),
            "The learning rate that the schedule scales."),
          .field(
            "momentum", .number(.below(1).single), or: .number("0"),
            "The share of the velocity that a step keeps."),
          .field(
            "nesterov", .flag, or: .bool(false), "Whether the momentum is Nesterov's."),
          .field(
            "weightDecay", .number(.upTo(10).single), or: .number("0"),
            "What of a weight is added to its gradient."),
        ]),
    ], standard: "adam")

  private static let schedule = RecipeVariants(
    tag: "kind",
    groups: [
      RecipeGroup(name: "constant", about: "The optimiser's rate throughout.", fields: []),
      RecipeGroup(
        name: "cosine", about: "Up in a straight line, then down along half a cosine.",
        fields: [
          .field(
            "warmup", .number(.upTo(100_000)), or: .number("1"), "The epochs on the way up."),
          .field(
            "floor", .number(.upTo(1)), or: .number("0.01"),
            "The share of the rate that is left at the last epoch."),
        ]),
      RecipeGroup(
        name: "oneCycle", about: "Up along half a cosine, then down along another.",
        synonyms: ["OneCycleLR"],
        fields: [
          .field(
            "warmup", .number(.upTo(1)), or: .number("0.3"), "The share of the run on the way up."),
          .field(
            "start", .number(.upTo(1)), or: .number("0.04"), "The share of the rate to begin with."),
          .field(
            "floor", .number(.upTo(1)), or: .number("4e-06"),
            "The share of the rate that is left at the end."),
        ]),
    ], standard: "constant")

  private static let shuffle = RecipeGroup(
    name: "shuffle", about: "An order of the beats that reads them in blocks.",
    fields: [
      .field(
        "block", .whole(1...1 << 20), or: .number("1024"),
        "The beats that lie behind one another and are read together."),
      .field(
        "window", .whole(1...1 << 20), or: .number("256"),
        "The blocks, drawn at random, whose beats are shuffled together."),
    ])

  private static let mixup = RecipeGroup(
    name: "mixup", about: "Blends of two beats.",
    fields: [
      .required(
        "alpha", .number(.positive(upTo: 1)),
        "The smaller, the more often a beat stays nearly as it is.")
    ])

  private static let averaging = RecipeGroup(
    name: "averaging", about: "A moving average of the weights.",
    fields: [
      .required("decay", .number(.below(1)), "The share of the average that a step keeps.")
    ])

  private static let monitor = RecipeField.field(
    "monitor", .word(Monitor.allCases.map(\.rawValue)),
    or: .string("validationLoss"), "The figure that is watched.")

  private static let plateau = RecipeGroup(
    name: "reduceOnPlateau", about: "A learning rate that falls when a figure stands still.",
    fields: [
      monitor,
      .field(
        "factor", .number(NumberRange(lower: 0, upper: 1, isAbove: true, isBelow: true).single),
        or: .number("0.5"), "What the learning rate is multiplied with."),
      .field(
        "patience", .whole(1...100_000), or: .number("3"),
        "The epochs without improvement after which it is."),
      .field(
        "minimumDelta", .number(.upTo(1000)), or: .number("0.0001"),
        "What counts as an improvement."),
      .field(
        "minimumLearningRate", .number(.upTo(10).single), or: .number("1e-06"),
        "The rate it does not go below."),
    ])

  private static let stopping = RecipeGroup(
    name: "earlyStopping", about: "An end where a figure stands still.",
    fields: [
      monitor,
      .field(
        "patience", .whole(1...100_000), or: .number("10"),
        "The epochs without improvement after which training ends."),
      .field(
        "minimumDelta", .number(.upTo(1000)), or: .number("0"), "What counts as an improvement."),
      .field(
        "restoresBestWeights", .flag, or: .bool(true),
        "Whether the weights of the best epoch are the result, rather than those of the last."),
    ])
}
