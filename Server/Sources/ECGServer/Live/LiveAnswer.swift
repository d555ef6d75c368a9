import ECGAnalysis
import ECGSignals
import Foundation

/// What the server says over `/v1/live`, each a text message in JSON.
enum LiveAnswer {
  /// A stream has begun, or goes on.
  struct Session: Encodable {
    let type = "session"
    /// By what the stream is resumed; nothing where it cannot be.
    let session: String?
    /// The samples that were taken so far: what is to come next is the one of this number.
    let received: Int
    /// The answers that were given so far; those that were not seen follow.
    let answer: Int
    let keptSeconds: Double?
    let researchUse = Wording.disclaimer
  }

  /// How far the server is, where no beat says so.
  struct Received: Encodable {
    let type = "received"
    let received: Int
    /// The samples that were missing between those of the last message and this one's, and those that came again.
    let lost: Int?
    let repeated: Int?
  }

  /// No beat follows.
  struct End: Encodable {
    let type = "end"
    let received: Int
    let answer: Int
  }

  /// A beat with the keys of `ecg live`, its number, and how far the server was.
  struct Beat: Encodable {
    let type = "beat"
    let answer: Int
    let received: Int
    let stage: String
    let sample: Int
    let time: Double
    let rr: Double?
    let `class`: String
    let probabilities: [String: Double]
    let fibrillation: Double
    let shownLeads: Int
    let missingShare: Double

    init(_ numbered: LiveStream.Numbered) {
      let beat = numbered.beat
      (answer, received) = (numbered.number, numbered.received)
      stage = beat.stage.rawValue
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

  static func text(_ answer: some Encodable) throws -> String {
    String(decoding: try JSONAnswer.encode(answer), as: UTF8.self)
  }
}
