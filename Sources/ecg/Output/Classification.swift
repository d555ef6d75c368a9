import ECGBeats
import ECGClassifier
import Foundation

/// The classes a model finds for beats, as CSV and as JSON.
struct Classification: Encodable {
  /// One beat.
  struct Beat: Encodable {
    /// The most probable class.
    let `class`: String
    /// The probability of each class by its symbol.
    let probabilities: [String: Float]
  }

  /// The classes in the order of the columns.
  let classes: [String]
  /// Whether the model was trained on made-up beats.
  let synthetic: Bool
  /// `N × K`.
  private let probabilities: [Float]

  private enum CodingKeys: CodingKey { case classes, synthetic, beats }

  /// - Parameter probabilities: `N × K`.
  init(_ model: HeartbeatClassifier, probabilities: [Float]) {
    let classes = model.task.classes.map(\.symbol)
    self.classes = classes
    synthetic = model.isSynthetic
    self.probabilities = probabilities
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(classes, forKey: .classes)
    try container.encode(synthetic, forKey: .synthetic)
    var list = container.nestedUnkeyedContainer(forKey: .beats)
    for row in rows {
      try list.encode(
        Beat(
          class: mostProbable(row),
          probabilities: Dictionary(zip(classes, row)) { first, _ in first }))
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

  /// A line for each beat: its class and the probability of each.
  var csv: String {
    var text = (["class"] + classes).joined(separator: ",") + "\n"
    for row in rows {
      text += mostProbable(row)
      for probability in row { text += String(format: ",%.6f", probability) }
      text += "\n"
    }
    return text
  }
}
