public import ECGDatasets
import ECGNeuralNetwork
import ECGText

/// What is odd about a recipe, though it can be trained.
public struct RecipeRemark: Codable, Equatable, Sendable {
  /// The field, as `--set` names it.
  public let field: String
  /// What is odd.
  public let text: String
}

extension Recipe {
  /// What is odd about the recipe, from the first field to the last.
  ///
  /// - Throws: `NetworkError` where the layers do not fit together.
  public func remarks(task: BeatTask, samplesPerBeat: Int) throws -> [RecipeRemark] {
    var remarks: [RecipeRemark] = []
    func remark(_ field: String, _ text: String) {
      remarks.append(RecipeRemark(field: field, text: text))
    }
    if Recipe.named(name) != nil, !isOfCatalogue {
      remark("name", "\(name) is the name of a recipe of the program, which is another one")
    }
    let architecture = architecture(task: task, samplesPerBeat: samplesPerBeat)
    remarks += LayerOddities.remarks(on: architecture.layers, path: "layers")
    try remarks += widestLayer(architecture)
    remarks += augmentationRemarks
    remarks += scheduleRemarks
    return remarks
  }

  /// What would bury beats of 0 to 1.
  private var augmentationRemarks: [RecipeRemark] {
    guard let augmentation else { return [] }
    return [("noise", augmentation.noise), ("wander", augmentation.wander)]
      .filter { $0.1 >= 0.5 }
      .map {
        RecipeRemark(
          field: "augmentation.\($0.0)",
          text: "is in units of the samples: \($0.1) buries beats whose samples are 0 to 1")
      }
  }

  /// A layer that has nearly all of the parameters.
  private func widestLayer(_ architecture: Sequential) throws -> [RecipeRemark] {
    let outline = try architecture.outline().filter { $0.depth == 0 }
    let total = outline.reduce(0) { $0 + $1.parameters }
    guard let widest = outline.max(by: { $0.parameters < $1.parameters }), outline.count > 3,
      widest.parameters > 50_000, widest.parameters * 10 > total * 9
    else { return [] }
    let share = 100 * widest.parameters / total
    return [
      RecipeRemark(field: widest.path, text: "has \(share) % of all parameters of the network")
    ]
  }

  private var scheduleRemarks: [RecipeRemark] {
    var remarks: [RecipeRemark] = []
    func remark(_ field: String, _ text: String) {
      remarks.append(RecipeRemark(field: field, text: text))
    }
    let parts = training.parts(ofBatch: batchSize)
    let beats = batchSize / parts
    if beats < TrainingConfiguration.smallestShard,
      network.layers.layers.contains(where: { $0 is BatchNorm })
    {
      remark(
        "batchSize",
        "batch normalisation sees parts of \(beats.counted("beat")); "
          + "\(TrainingConfiguration.smallestShard) or more make better statistics")
    } else if parts < training.shards {
      remark(
        "shards",
        "a batch of \(batchSize.counted("beat")) is dealt into \(parts.counted("part")), none smaller than "
          + "\(TrainingConfiguration.smallestShard); more shards do nothing")
    }
    if case .cosine(let warmup, _) = training.schedule, warmup >= Double(epochs) {
      remark("schedule.warmup", "the learning rate is still rising when training ends")
    }
    if training.schedule != .constant {
      if training.reduceOnPlateau != nil {
        remark("reduceOnPlateau", "lowers a learning rate that the schedule lowers already")
      }
      if training.earlyStopping != nil {
        remark("earlyStopping", "may end training before the schedule has come down")
      }
    }
    if let plateau = training.reduceOnPlateau,
      plateau.minimumLearningRate > training.optimizer.learningRate
    {
      remark(
        "reduceOnPlateau.minimumLearningRate",
        "is above the learning rate, which would rise where it is to fall")
    }
    if let stopping = training.earlyStopping {
      if stopping.patience >= epochs {
        remark("earlyStopping.patience", "is no shorter than training, which it never ends")
      }
      if let plateau = training.reduceOnPlateau, plateau.patience >= stopping.patience {
        remark(
          "reduceOnPlateau.patience",
          "is no shorter than that of earlyStopping, which ends training first")
      }
    }
    if validationShare == 0 {
      remark("validation.share", "without validation beats no temperature is fitted")
    }
    return remarks
  }
}

/// Layers that do nothing, or undo one another.
private enum LayerOddities {
  static func remarks(on layers: [any Layer], path: String) -> [RecipeRemark] {
    var remarks: [RecipeRemark] = []
    for (index, layer) in layers.enumerated() {
      let field = "\(path).\(index)"
      let next = index + 1 < layers.count ? layers[index + 1] : nil
      if let text = oddity(of: layer, before: next) {
        remarks.append(RecipeRemark(field: field, text: text))
      }
      if beginsAtZero(layer), layers[(index + 1)...].contains(where: isLinear) {
        remarks.append(
          RecipeRemark(
            field: "\(field).initializer",
            text: "weights that begin at 0 let nothing of the beat through, and may never learn to")
        )
      }
      if isLinear(layer), let other = layers[(index + 1)...].first(where: { !isTransparent($0) }),
        isLinear(other)
      {
        remarks.append(
          RecipeRemark(
            field: field,
            text: "no activation between it and the next layer with weights: both are as one"))
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
