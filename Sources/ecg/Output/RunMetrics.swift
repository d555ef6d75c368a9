import ECGEvaluation
import ECGDatasets
import ECGNeuralNetwork
import ECGClassifier

/// What `metrics.json` holds: the scores, and what they are the scores of.
struct RunMetrics: Encodable {
  let scores: Scores
  let model: HeartbeatClassifier
  /// Where the beats came from, in words.
  let data: String

  private enum CodingKeys: String, CodingKey {
    case version, data, part, recipe, seed, members, temperature, threshold, dataFingerprint, remark
  }

  /// How the training of one network went.
  private struct Member: Encodable {
    let seed: UInt64
    let epochs: Int
    let bestEpoch: Int?
    let stopReason: String?
  }

  func encode(to encoder: any Encoder) throws {
    try scores.report.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(model.version, forKey: .version)
    try container.encode(data, forKey: .data)
    try container.encode(scores.part, forKey: .part)
    try container.encode(model.recipe.name, forKey: .recipe)
    try container.encode(model.seed, forKey: .seed)
    let members = model.members.map {
      Member(
        seed: $0.seed, epochs: $0.history.epochs.count, bestEpoch: $0.history.bestEpoch,
        stopReason: $0.history.stopReason)
    }
    try container.encode(members, forKey: .members)
    try container.encode(model.calibration.temperature, forKey: .temperature)
    try container.encodeIfPresent(model.threshold?.probability, forKey: .threshold)
    try container.encode(model.dataFingerprint, forKey: .dataFingerprint)
    if scores.isSynthetic {
      try container.encode(
        "Synthetic beats. \(Wording.gettingData(for: model.task)).", forKey: .remark)
    }
  }
}
