import ECGNeuralNetwork

/// Layers that do nothing, or undo one another.
enum LayerOddities {
  static func remarks(on layers: [any Layer], path: String) -> [RecipeRemark] {
    var remarks: [RecipeRemark] = []
    for (index, layer) in layers.enumerated() {
      let field = "\(path).\(index)"
      let next = index + 1 < layers.count ? layers[index + 1] : nil
      if let text = oddity(of: layer, before: next) {
        remarks.append(RecipeRemark(field, text))
      }
      if beginsAtZero(layer), layers[(index + 1)...].contains(where: isLinear) {
        remarks.append(
          RecipeRemark(
            "\(field).initializer",
            "weights that begin at 0 let nothing of the beat through, and may never learn to")
        )
      }
      if isLinear(layer), let other = layers[(index + 1)...].first(where: { !isTransparent($0) }),
        isLinear(other)
      {
        remarks.append(
          RecipeRemark(
            field,
            "no activation between it and the next layer with weights: both are as one"))
      }
      if let residual = layer as? Residual {
        remarks += self.remarks(on: residual.body, path: "\(field).body")
      }
    }
    return remarks
  }

  private static func oddity(of layer: any Layer, before next: (any Layer)?) -> String? {
    let hasBias = (layer as? Conv1D)?.bias ?? (layer as? Dense)?.bias ?? false
    if hasBias, next is BatchNorm { return "the bias is of no use before BatchNorm" }
    if (layer as? Dropout)?.rate == 0 { return "a dropout of 0 does nothing" }
    if (layer as? MaxPool1D)?.size == 1 { return "a pooling of 1 does nothing" }
    if let size = (layer as? Conv1D)?.kernel, size.isMultiple(of: 2) {
      return "a kernel of even size reaches further ahead than back"
    }
    if layer is Dropout, next is BatchNorm {
      return "dropout before BatchNorm makes its statistics other in training than afterwards"
    }
    return nil
  }

  /// Whether a layer's weights are all 0 when training begins.
  private static func beginsAtZero(_ layer: any Layer) -> Bool {
    (layer as? Dense)?.initializer == .zeros || (layer as? Conv1D)?.initializer == .zeros
  }

  /// Whether what a layer gives is a weighted sum of what it takes.
  private static func isLinear(_ layer: any Layer) -> Bool { layer is Conv1D || layer is Dense }

  /// Whether a layer leaves linear what is linear.
  private static func isTransparent(_ layer: any Layer) -> Bool {
    layer is BatchNorm || layer is Dropout || layer is Flatten || layer is GlobalAveragePool1D
      || layer is AveragePool1D || layer is Crop1D
  }
}
