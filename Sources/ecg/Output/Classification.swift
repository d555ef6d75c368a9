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
  let beats: [Beat]

  private enum CodingKeys: CodingKey { case classes, synthetic, beats }

  /// - Parameter probabilities: `N × K`.
  init(_ model: HeartbeatClassifier, probabilities: [Float]) {
    let classes = model.task.classes.map(\.symbol)
    self.classes = classes
    synthetic = model.isSynthetic
    beats = stride(from: 0, to: probabilities.count, by: classes.count).map { start in
      let row = probabilities[start..<start + classes.count]
      let best = row.indices.max { (row[$0], $1) < (row[$1], $0) } ?? start
      return Beat(
        class: classes[best - start],
        probabilities: Dictionary(zip(classes, row)) { first, _ in first })
    }
  }

  /// A line for each beat: its class and the probability of each.
  var csv: String {
    var text = (["class"] + classes).joined(separator: ",") + "\n"
    for beat in beats {
      text += beat.class
      for name in classes { text += String(format: ",%.6f", beat.probabilities[name] ?? 0) }
      text += "\n"
    }
    return text
  }
}
