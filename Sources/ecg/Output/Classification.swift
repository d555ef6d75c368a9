import ECGBeats
import ECGClassifier
import Foundation
import NeuralNetwork

/// The classes a model finds for beats, as CSV and as JSON.
struct Classification: Encodable {
  /// One beat.
  struct Beat: Encodable {
    /// The most probable class.
    let `class`: String
    /// The probability of each class by its symbol.
    let probabilities: [String: Float]
    /// Which part of the beat decided, where that was asked for.
    let explanation: Explanation?
  }

  /// What each sample of a beat adds to the log-odds of its class.
  struct Explanation: Encodable {
    /// The log-odds of the class, in nats.
    let logOdds: Double
    /// The log-odds of the class for the beat without its waves.
    let baselineLogOdds: Double
    /// The share of each sample in the difference: `L`.
    let samples: [Float]
  }

  /// The classes in the order of the columns.
  let classes: [String]
  /// Whether the model was trained on made-up beats.
  let synthetic: Bool
  /// `N × K`.
  private let probabilities: [Float]
  /// `N`, or none.
  private let attributions: [IntegratedGradients.Attribution]

  private enum CodingKeys: CodingKey { case classes, synthetic, beats }

  /// - Parameters:
  ///   - probabilities: `N × K`.
  ///   - attributions: which part of each beat decided, `N`; nil where nobody asked.
  init(
    _ model: HeartbeatClassifier, probabilities: [Float],
    attributions: [IntegratedGradients.Attribution]? = nil
  ) {
    let classes = model.task.classes.map(\.symbol)
    self.classes = classes
    synthetic = model.isSynthetic
    self.probabilities = probabilities
    self.attributions = attributions ?? []
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(classes, forKey: .classes)
    try container.encode(synthetic, forKey: .synthetic)
    var list = container.nestedUnkeyedContainer(forKey: .beats)
    for (beat, row) in rows.enumerated() {
      let explanation = attributions.isEmpty ? nil : attributions[beat]
      try list.encode(
        Beat(
          class: mostProbable(row),
          probabilities: Dictionary(zip(classes, row)) { first, _ in first },
          explanation: explanation.map {
            Explanation(
              logOdds: $0.logOdds, baselineLogOdds: $0.baselineLogOdds, samples: $0.shares)
          }))
    }
  }

  /// The probabilities of each beat.
  private var rows: some Sequence<ArraySlice<Float>> {
    stride(from: 0, to: probabilities.count, by: classes.count).lazy
      .map { probabilities[$0..<$0 + classes.count] }
  }

  private func mostProbable(_ row: ArraySlice<Float>) -> String {
    let best = row.indices.max { (row[$0], $1) < (row[$1], $0) } ?? row.startIndex
    return classes[best - row.startIndex]
  }

  /// A line for each beat: its class and the probability of each; where that was asked for, then the
  /// log-odds of the class, those of the beat without its waves, and the share of each sample.
  var csv: String {
    let samples = (attributions.first?.shares ?? []).indices.map { "share_\($0)" }
    let explanation = attributions.isEmpty ? [] : ["log_odds", "baseline_log_odds"] + samples
    var text = (["class"] + classes + explanation).joined(separator: ",") + "\n"
    for (beat, row) in rows.enumerated() {
      text += mostProbable(row)
      for probability in row { text += String(format: ",%.6f", probability) }
      if !attributions.isEmpty {
        let attribution = attributions[beat]
        text += String(format: ",%.4f,%.4f", attribution.logOdds, attribution.baselineLogOdds)
        for share in attribution.shares { text += String(format: ",%.4f", share) }
      }
      text += "\n"
    }
    return text
  }
}
