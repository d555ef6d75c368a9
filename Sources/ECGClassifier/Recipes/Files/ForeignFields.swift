import ECGFiles

/// What Keras and PyTorch call the fields of recipes, for who brings a network from there.
enum ForeignFields {
  /// The field here that is meant.
  private static let names = [
    "alpha": "slope", "batch_size": "batchSize", "dilation_rate": "dilation", "eps": "epsilon",
    "hidden_size": "units", "kernel_initializer": "initializer", "kernel_size": "kernel",
    "learning_rate": "learningRate", "lr": "learningRate", "negative_slope": "slope",
    "num_heads": "heads", "out_channels": "filters", "out_features": "units", "p": "rate",
    "pool_size": "size", "return_sequences": "returnsSequences", "strides": "stride",
    "use_bias": "bias", "weight_decay": "weightDecay",
  ]

  /// What there is no field for, and what to do instead.
  private static let others: [String: Remedy] = [
    "activation": "Put a layer behind it: ReLU, LeakyReLU, GELU, SiLU, Sigmoid or Tanh",
    "in_channels": sizes, "in_features": sizes, "input_shape": sizes, "input_size": sizes,
    "num_features": sizes,
    "padding": """
    Leave it out: there are as many samples after a convolution as before, as with "same", and Crop1D leaves out \
    those at the ends
    """,
  ]

  private static let sizes: Remedy = "Leave it out: it follows from the layers before"

  /// What to write for a field that there is not; nil for one that others do not have.
  ///
  /// - Parameter fields: those that there are.
  static func remedy(for name: String, among fields: [String]) -> Remedy? {
    let key = name.reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : "\($1)" }
    if let meant = names[key], fields.contains(meant) { return "It is called \(meant) here" }
    return fields.isEmpty ? nil : others[key]
  }
}
