import ECGNeuralNetwork
import ECGText

/// The layers that recipe files can list, with their fields.
///
/// An entry for each kind of `AnyLayer.kinds`; names of fields are those that the layer codes.
enum LayerCatalogue {
  /// The layers, told apart by their field `layer`.
  static let variants = RecipeVariants(
    tag: "layer", groups: groups, standard: nil,
    needless: [
      ("Softmax", "softmax is part of the loss"),
      ("Input", "the length of beats follows from the data"),
      ("InputLayer", "the length of beats follows from the data"),
    ])

  /// The most layers of a list: more than anyone writes, few enough to be looked at in no time.
  static let mostLayers = 1_000

  private static let channels: ClosedRange<UInt64> = 1...UInt64(Limits.channels)

  private static func initializer(_ standard: Initializer) -> RecipeField {
    .field(
      "initializer", .word(Initializer.allCases.map(\.rawValue)),
      or: .string(standard.rawValue), "How the weights start.")
  }

  private static let bias = RecipeField.field(
    "bias", .flag, or: .bool(true), "Whether a bias is added; of no use before BatchNorm.")

  private static let pooling = RecipeField.field(
    "size", .whole(1...UInt64(Int32.max)), or: .number("2"), "The samples that become one.")

  private static func outside(_ name: String, _ about: String) -> RecipeField {
    .field(name, .whole(0...UInt64(Limits.kernel)), or: .number("0"), about)
  }

  private static let epsilon = RecipeField.field(
    "epsilon", .number(.positive(upTo: 1).single), or: .number("1e-05"), "Added to the variance.")

  private static let recurrent: [RecipeField] = [
    .required("units", .whole(1...UInt64(Limits.channels / 2)), "The width of the state."),
    .field(
      "bidirectional", .flag, or: .bool(false),
      "Whether another one goes backwards in time, its state beside the first one's."),
    .field(
      "returnsSequences", .flag, or: .bool(false),
      "Whether it gives the state at every sample, rather than the last."),
  ]

  private static let groups: [RecipeGroup] = [
    RecipeGroup(
      name: Conv1D.name, about: "A convolution along time, padded to the same length.",
      synonyms: ["Convolution1D", "Conv"],
      fields: [
        .required("filters", .whole(channels), "The channels it gives."),
        .required("kernel", .whole(1...UInt64(Limits.kernel)), "The taps."),
        .field(
          "stride", .whole(1...UInt64(Limits.kernel)), or: .number("1"),
          "The samples from one output to the next."),
        .field(
          "dilation", .whole(1...UInt64(Limits.kernel)), or: .number("1"),
          "The samples from one tap to the next."),
        .field(
          "groups", .whole(channels), or: .number("1"),
          "The parts that channels are dealt to, each with filters of its own."),
        bias, initializer(.heNormal),
      ]),
    RecipeGroup(
      name: BatchNorm.name, about: "Batch normalisation.",
      synonyms: ["BatchNormalization", "BatchNorm1d"],
      fields: [
        .field(
          "momentum", .number(.upTo(1).single), or: .number("0.1"),
          "What a step counts for in the running statistics; Keras names one minus it."),
        epsilon,
      ]),
    RecipeGroup(
      name: LayerNorm.name, about: "Normalisation over the channels of each sample.",
      synonyms: ["LayerNormalization"], fields: [epsilon]),
    RecipeGroup(
      name: LeakyReLU.name, about: "x where positive, slope · x elsewhere.",
      fields: [
        .field(
          "slope", .number(.upTo(1).single), or: .number("0.1"), "The slope for negative inputs.")
      ]),
    RecipeGroup(name: ReLU.name, about: "x where positive, 0 elsewhere.", fields: []),
    RecipeGroup(
      name: GELU.name, about: "x times the normal distribution at x.",
      fields: [
        .field(
          "approximate", .word(GELU.Approximation.allCases.map(\.rawValue)), or: .string("none"),
          "Whether exactly, or by the hyperbolic tangent.")
      ]),
    RecipeGroup(
      name: SiLU.name, about: "x times the sigmoid of x.", synonyms: ["Swish"], fields: []),
    RecipeGroup(name: Sigmoid.name, about: "1 / (1 + exp(−x)).", fields: []),
    RecipeGroup(name: Tanh.name, about: "The hyperbolic tangent.", fields: []),
    RecipeGroup(
      name: MaxPool1D.name, about: "The largest of some samples in a row.",
      synonyms: ["MaxPooling1D", "MaxPooling"],
      fields: [pooling]),
    RecipeGroup(
      name: StridedMaxPool1D.name,
      about: "The largest of some samples in a row, in windows that may overlap.",
      fields: [
        .required("size", .whole(1...UInt64(Limits.kernel)), "The samples in a window."),
        .required(
          "stride", .whole(1...UInt64(Limits.kernel)), "The samples from one window to the next."),
        outside("before", "Places before the first sample at which windows begin."),
        outside("after", "Places after the last sample that windows may reach."),
      ]),
    RecipeGroup(
      name: Crop1D.name, about: "Leaves out samples at the ends.", synonyms: ["Cropping1D"],
      fields: [
        outside("before", "The first samples, which are left out."),
        outside("after", "The last samples, which are left out."),
      ]),
    RecipeGroup(
      name: AveragePool1D.name, about: "The mean of some samples in a row.",
      synonyms: ["AveragePooling1D", "AvgPool1d"], fields: [pooling]),
    RecipeGroup(
      name: GlobalAveragePool1D.name, about: "The mean over time of each channel.",
      synonyms: ["GlobalAveragePooling1D", "GlobalAvgPool1D", "AdaptiveAvgPool1d"], fields: []),
    RecipeGroup(
      name: Dropout.name, about: "Sets numbers to zero at random in training.",
      fields: [
        .required(
          "rate", .number(NumberRange(lower: 0, upper: 0.999).single),
          "The share that is set to zero.")
      ]),
    RecipeGroup(name: Flatten.name, about: "Lays the samples behind one another.", fields: []),
    RecipeGroup(
      name: Dense.name, about: "A fully connected layer; the last layer is one.",
      synonyms: ["Linear", "FullyConnected"],
      fields: [
        .required(
          "units", .width(channels),
          "The outputs; of the last layer the number of classes, or the word for it."),
        bias, initializer(.glorotUniform),
      ]),
    RecipeGroup(
      name: Residual.name,
      about: "Layers whose output is added to their input; they must keep the samples.",
      synonyms: ["ResidualBlock", "Add"],
      fields: [.required("body", .layers, "The layers of the branch.")]),
    RecipeGroup(
      name: SqueezeExcitation.name,
      about: "Channels weighed by what two small dense layers make of their means.",
      synonyms: ["SEBlock", "SqueezeExcite", "SE"],
      fields: [
        .field(
          "reduction", .whole(channels), or: .number("16"),
          "How many channels go to one unit of the first of the two.")
      ]),
    RecipeGroup(
      name: AttentionPool1D.name, about: "A weighted mean over time; the weights are learnt.",
      synonyms: ["Attention", "AttentionPooling"],
      fields: [
        .field(
          "units", .whole(channels), or: .number("64"), "The width in which samples are judged.")
      ]),
    RecipeGroup(
      name: SelfAttention.name, about: "Attention of samples to one another.",
      synonyms: ["MultiHeadAttention"],
      fields: [
        .field(
          "heads", .whole(channels), or: .number("4"),
          "The parts that channels are dealt to, each with weights of its own.")
      ]),
    RecipeGroup(
      name: GRU.name, about: "A gated recurrent unit along time.", fields: recurrent),
    RecipeGroup(
      name: LSTM.name, about: "A long short-term memory along time.",
      synonyms: ["BiLSTM"], fields: recurrent),
  ]
}
