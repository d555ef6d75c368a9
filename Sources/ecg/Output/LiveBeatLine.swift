import ECGAnalysis
import Foundation

/// A beat of `ecg live` as a line of JSON.
struct LiveBeatLine: Encodable {
  let beat: LiveBeat
  /// Whether the beat's stage is told.
  let tellsStage: Bool

  /// The line, with its end.
  var text: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
  }

  func encode(to encoder: any Encoder) throws {
    try beat.encode(to: encoder, tellsStage: tellsStage)
  }
}
