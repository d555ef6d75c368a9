import ECGAnalysis
import ECGSignals
import Foundation

/// A beat of `ecg live` as a line of JSON.
struct LiveBeatLine: Encodable {
  /// The line, with its end.
  var text: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
  }

  private let stage: String?
  private let sample: Int
  private let time: Double
  private let rr: Double?
  private let `class`: String
  private let probabilities: [String: Double]
  private let fibrillation: Double
  private let shownLeads: Int
  private let missingShare: Double

  init(_ beat: LiveBeat, tellsStage: Bool) {
    stage = tellsStage ? beat.stage.rawValue : nil
    sample = beat.sample
    time = Self.rounded(beat.time)
    rr = beat.rrInterval.map(Self.rounded)
    `class` = String(beat.beatClass.letter)
    probabilities = Dictionary(
      uniqueKeysWithValues: zip(AAMIClass.allCases, beat.probabilities).map {
        (String($0.letter), Self.rounded(Double($1)))
      })
    fibrillation = Self.rounded(Double(beat.fibrillation))
    shownLeads = beat.quality.shownLeads
    missingShare = Self.rounded(beat.quality.missingShare)
  }

  /// Four decimals, as in the table of the beats of a recording.
  private static func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }
}
