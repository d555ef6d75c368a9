package import ECGClassifier
import ECGDatasets
package import ECGEvaluation
import ECGNeuralNetwork

/// What `metrics.json` holds: the scores, and what they are the scores of.
package struct RunMetrics: Encodable {
  private let report: EvaluationReport
  private let model: HeartbeatClassifier
  /// The part of the data that was scored, such as `test`.
  private let part: String
  /// Where the beats came from, in words.
  private let data: String
  /// The patients, or records, of the beats that were scored; nil where nobody knows.
  private let testPatients: [String]?
  /// What must be known of the scores; nil for nothing.
  private let remark: String?

  package init(
    _ report: EvaluationReport, of model: HeartbeatClassifier, part: String, data: String,
    testPatients: [String]? = nil, remark: String? = nil
  ) {
    (self.report, self.model, self.part) = (report, model, part)
    (self.data, self.testPatients, self.remark) = (data, testPatients, remark)
  }

  private enum CodingKeys: String, CodingKey {
    case version, data, part, recipe, seed, members, temperature, threshold, dataFingerprint, remark
    case testPatients, validationPatients
  }

  /// How the training of one network went.
  private struct Member: Encodable {
    let seed: UInt64
    let epochs: Int
    let bestEpoch: Int?
    let stopReason: String?
  }

  package func encode(to encoder: any Encoder) throws {
    try report.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(model.version, forKey: .version)
    try container.encode(data, forKey: .data)
    try container.encode(part, forKey: .part)
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
    try container.encodeIfPresent(remark, forKey: .remark)
    try container.encodeIfPresent(testPatients, forKey: .testPatients)
    try container.encodeIfPresent(
      model.trainedBeats?.validationPatients, forKey: .validationPatients)
  }
}
