import ECGBeats
import ECGClassifier
import Foundation

/// The classes a model finds for beats, as CSV and as JSON.
struct Classification: Encodable {
  /// One beat.
  struct Beat: Encodable {
    /// The most probable class; nil where the beat is left unclassified.
    let `class`: String?
    /// The probability of each class by its symbol.
    let probabilities: [String: Float]

    private enum CodingKeys: CodingKey { case `class`, probabilities }

    func encode(to encoder: any Encoder) throws {
      // Written out because the synthesised method leaves nil out instead of encoding null.
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(`class`, forKey: .class)
      try container.encode(probabilities, forKey: .probabilities)
    }
  }

  /// What stands for the class of a beat that is left unclassified; no class is called so.
  private static let noClass = "-"

  /// The classes in the order of the columns.
  let classes: [String]
  /// Whether the model was trained on made-up beats.
  let synthetic: Bool
  /// The confidence below which beats are left unclassified.
  private let abstainBelow: Double?
  /// `N × K`.
  private let probabilities: [Float]

  private enum CodingKeys: CodingKey { case classes, synthetic, abstainBelow, unclassified, beats }

  /// - Parameters:
  ///   - probabilities: `N × K`.
  ///   - abstainBelow: the confidence below which beats are left unclassified; nil for none.
  init(_ model: HeartbeatClassifier, probabilities: [Float], abstainBelow: Double? = nil) {
    let classes = model.task.classes.map(\.symbol)
    self.classes = classes
    synthetic = model.isSynthetic
    self.abstainBelow = abstainBelow
    self.probabilities = probabilities
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(classes, forKey: .classes)
    try container.encode(synthetic, forKey: .synthetic)
    if let abstainBelow {
      try container.encode(abstainBelow, forKey: .abstainBelow)
      try container.encode(unclassified, forKey: .unclassified)
    }
    var list = container.nestedUnkeyedContainer(forKey: .beats)
    for row in rows {
      try list.encode(
        Beat(
          class: `class`(of: row),
          probabilities: Dictionary(zip(classes, row)) { first, _ in first }))
    }
  }

  /// The probabilities of each beat.
  private var rows: some Sequence<ArraySlice<Float>> {
    stride(from: 0, to: probabilities.count, by: classes.count).lazy
      .map { probabilities[$0..<$0 + classes.count] }
  }

  /// The number of beats that are left unclassified.
  var unclassified: Int { rows.count { `class`(of: $0) == nil } }

  /// The most probable class of a beat; nil where it is not probable enough.
  private func `class`(of row: ArraySlice<Float>) -> String? {
    let best = row.indices.max { (row[$0], $1) < (row[$1], $0) } ?? row.startIndex
    if let abstainBelow, Double(row[best]) < abstainBelow { return nil }
    return classes[best - row.startIndex]
  }

  /// A line for each beat: its class and the probability of each.
  var csv: String {
    var text = (["class"] + classes).joined(separator: ",") + "\n"
    for row in rows {
      text += `class`(of: row) ?? Classification.noClass
      for probability in row { text += String(format: ",%.6f", probability) }
      text += "\n"
    }
    return text
  }
}
