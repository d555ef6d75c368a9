import ECGDatasets
import ECGClassifier
import Foundation
import ECGNeuralNetwork

/// The classes a model finds for beats, as CSV and as JSON.
struct Classification: Encodable {
  /// One beat.
  struct Beat: Encodable {
    /// The class it is taken for; nil where the beat is left unclassified.
    let `class`: String?
    /// The probability of each class by its symbol.
    let probabilities: [String: Float]
    /// Which part of the beat decided, where that was asked for.
    let explanation: Explanation?

    private enum CodingKeys: CodingKey { case `class`, probabilities, explanation }

    func encode(to encoder: any Encoder) throws {
      // Written out because the synthesised method leaves nil out instead of encoding null.
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(`class`, forKey: .class)
      try container.encode(probabilities, forKey: .probabilities)
      try container.encodeIfPresent(explanation, forKey: .explanation)
    }
  }

  /// What each sample of a beat adds to the log-odds of the class it is taken for.
  struct Explanation: Encodable {
    /// The class that is explained; the beat may be left unclassified.
    let `class`: String
    /// The log-odds of the class, in nats.
    let logOdds: Double
    /// The log-odds of the class for the beat without its waves.
    let baselineLogOdds: Double
    /// The share of each sample in the difference: `L`.
    let shares: [Float]
  }

  /// What stands for the class of a beat that is left unclassified; no class is called so.
  private static let noClass = "-"

  /// The classes in the order of the columns.
  let classes: [String]
  /// Whether the model was trained on made-up beats.
  let synthetic: Bool
  /// The confidence below which beats are left unclassified.
  private let abstainBelow: Double?
  private let threshold: DecisionThreshold?
  /// The class that each beat is taken for: `N`.
  private let decisions: [Int]
  /// `N × K`.
  private let probabilities: [Float]
  /// `N`, or none.
  private let attributions: [IntegratedGradients.Attribution]

  private enum CodingKeys: CodingKey {
    case classes, synthetic, threshold, abstainBelow, unclassified, beats
  }

  /// - Parameters:
  ///   - probabilities: `N × K`.
  ///   - abstainBelow: the confidence below which beats are left unclassified; nil for none.
  ///   - attributions: which part of each beat decided, `N`; nil where nobody asked.
  init(
    _ model: HeartbeatClassifier, probabilities: [Float], abstainBelow: Double? = nil,
    attributions: [IntegratedGradients.Attribution]? = nil
  ) {
    let classes = model.task.classes.map(\.symbol)
    self.classes = classes
    synthetic = model.isSynthetic
    self.abstainBelow = abstainBelow
    threshold = model.threshold
    decisions = model.task.decisions(probabilities, threshold: model.threshold)
    self.probabilities = probabilities
    self.attributions = attributions ?? []
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(classes, forKey: .classes)
    try container.encode(synthetic, forKey: .synthetic)
    try container.encodeIfPresent(threshold?.probability, forKey: .threshold)
    if let abstainBelow {
      try container.encode(abstainBelow, forKey: .abstainBelow)
      try container.encode(unclassified, forKey: .unclassified)
    }
    var list = container.nestedUnkeyedContainer(forKey: .beats)
    for (beat, row) in rows.enumerated() {
      let explanation = attributions.isEmpty ? nil : attributions[beat]
      try list.encode(
        Beat(
          class: `class`(ofBeat: beat, row),
          probabilities: Dictionary(zip(classes, row)) { first, _ in first },
          explanation: explanation.map {
            Explanation(
              class: classes[$0.target], logOdds: $0.logOdds,
              baselineLogOdds: $0.baselineLogOdds, shares: $0.shares)
          }))
    }
  }

  /// The probabilities of each beat.
  private var rows: some Sequence<ArraySlice<Float>> {
    stride(from: 0, to: probabilities.count, by: classes.count).lazy
      .map { probabilities[$0..<$0 + classes.count] }
  }

  /// The number of beats that are left unclassified.
  var unclassified: Int { rows.enumerated().count { `class`(ofBeat: $0, $1) == nil } }

  /// The class that a beat is taken for; nil where it is not probable enough.
  private func `class`(ofBeat beat: Int, _ row: ArraySlice<Float>) -> String? {
    let decision = decisions[beat]
    if let abstainBelow, Double(row[row.startIndex + decision]) < abstainBelow { return nil }
    return classes[decision]
  }

  /// A line for each beat: its class and the probability of each; where that was asked for, then
  /// the class that is explained, its log-odds, those of the beat without its waves, and the
  /// share of each sample.
  var csv: String {
    let samples = (attributions.first?.shares ?? []).indices.map { "share_\($0)" }
    let explanation =
      attributions.isEmpty ? [] : ["explained", "log_odds", "baseline_log_odds"] + samples
    var text = (["class"] + classes + explanation).joined(separator: ",") + "\n"
    for (beat, row) in rows.enumerated() {
      text += `class`(ofBeat: beat, row) ?? Classification.noClass
      for probability in row { text += String(format: ",%.6f", probability) }
      if !attributions.isEmpty {
        let attribution = attributions[beat]
        text += ",\(classes[attribution.target])"
        text += String(format: ",%.4f,%.4f", attribution.logOdds, attribution.baselineLogOdds)
        for share in attribution.shares { text += String(format: ",%.4f", share) }
      }
      text += "\n"
    }
    return text
  }
}
