import ECGAnalysis
import ECGText
import Foundation

/// A beat of `ecg live` as a line of JSON.
struct LiveBeatLine: Encodable {
  let beat: LiveBeat
  /// Whether the beat's stage is told.
  let includesStage: Bool

  /// The line, with its end.
  var text: String {
    get throws {
      try JSONEncoder.sorted().text(of: self) + "\n"
    }
  }

  func encode(to encoder: any Encoder) throws {
    try beat.encode(to: encoder, includesStage: includesStage)
  }
}
