public import ECGDatasets
import ECGNeuralNetwork
import ECGText

/// What is odd about a recipe, though it can be trained.
public struct RecipeRemark: Codable, Equatable, Sendable {
  /// The field, as `--set` names it.
  public let field: String
  /// What is odd.
  public let text: String

  init(_ field: String, _ text: String) {
    self.field = field
    self.text = text
  }
}

extension Recipe {
  /// What is odd about the recipe, from the first field to the last.
  ///
  /// - Throws: `NetworkError` where the layers do not fit together.
  public func remarks(task: BeatTask, samplesPerBeat: Int) throws -> [RecipeRemark] {
    let architecture = architecture(task: task, samplesPerBeat: samplesPerBeat)
    return try nameRemarks + LayerOddities.remarks(on: architecture.layers, path: "layers")
      + widestLayer(architecture) + augmentationRemarks + batchRemarks + scheduleRemarks
      + plateauRemarks + stoppingRemarks + validationRemarks
  }

  private var nameRemarks: [RecipeRemark] {
    guard Recipe.named(name) != nil, !isOfCatalogue else { return [] }
    return [
      RecipeRemark("name", "\(name) is the name of a recipe of the program, which is another one")
    ]
  }

  /// What would bury beats of 0 to 1.
  private var augmentationRemarks: [RecipeRemark] {
    guard let augmentation else { return [] }
    return [("noise", augmentation.noise), ("wander", augmentation.wander)]
      .filter { $0.1 >= 0.5 }
      .map {
        RecipeRemark(
          "augmentation.\($0.0)",
          "is in units of the samples: \($0.1) buries beats whose samples are 0 to 1")
      }
  }

  /// A layer that has nearly all of the parameters.
  private func widestLayer(_ architecture: Sequential) throws -> [RecipeRemark] {
    let outline = try architecture.outline().filter { $0.depth == 0 }
    let total = outline.reduce(0) { $0 + $1.parameters }
    guard let widest = outline.max(by: { $0.parameters < $1.parameters }), outline.count > 3,
      widest.parameters > 50_000, widest.parameters * 10 > total * 9
    else { return [] }
    let share = (100 * Double(widest.parameters) / Double(total)).percent(decimals: 0)
    return [
      RecipeRemark(widest.path, "has \(share) of all parameters of the network")
    ]
  }

  private var batchRemarks: [RecipeRemark] {
    let parts = training.parts(ofBatch: batchSize)
    let beats = batchSize / parts
    let smallest = TrainingConfiguration.smallestShard
    if beats < smallest, network.layers.layers.contains(where: { $0 is BatchNorm }) {
      return [
        RecipeRemark(
          "batchSize",
          "batch normalisation sees parts of \(beats.counted("beat")); \(smallest) or more make better "
            + "statistics")
      ]
    }
    guard parts < training.shards else { return [] }
    return [
      RecipeRemark(
        "shards",
        "a batch of \(batchSize.counted("beat")) is dealt into \(parts.counted("part")), none smaller than "
          + "\(smallest); more shards do nothing")
    ]
  }

  private var scheduleRemarks: [RecipeRemark] {
    var remarks: [RecipeRemark] = []
    if case .cosine(let warmup, _) = training.schedule, warmup >= Double(epochs) {
      remarks.append(
        RecipeRemark("schedule.warmup", "the learning rate is still rising when training ends"))
    }
    guard training.schedule != .constant else { return remarks }
    if training.reduceOnPlateau != nil {
      remarks.append(
        RecipeRemark("reduceOnPlateau", "lowers a learning rate that the schedule lowers already"))
    }
    if training.earlyStopping != nil {
      remarks.append(
        RecipeRemark("earlyStopping", "may end training before the schedule has come down"))
    }
    return remarks
  }

  private var plateauRemarks: [RecipeRemark] {
    guard let plateau = training.reduceOnPlateau,
      plateau.minimumLearningRate > training.optimizer.learningRate
    else { return [] }
    return [
      RecipeRemark(
        "reduceOnPlateau.minimumLearningRate",
        "is above the learning rate, which would rise where it is to fall")
    ]
  }

  private var stoppingRemarks: [RecipeRemark] {
    guard let stopping = training.earlyStopping else { return [] }
    var remarks: [RecipeRemark] = []
    if stopping.patience >= epochs {
      remarks.append(
        RecipeRemark(
          "earlyStopping.patience", "is no shorter than training, which it never ends"))
    }
    if let plateau = training.reduceOnPlateau, plateau.patience >= stopping.patience {
      remarks.append(
        RecipeRemark(
          "reduceOnPlateau.patience",
          "is no shorter than that of earlyStopping, which ends training first"))
    }
    return remarks
  }

  private var validationRemarks: [RecipeRemark] {
    validationShare == 0
      ? [RecipeRemark("validation.share", "without validation beats no temperature is fitted")] : []
  }
}
