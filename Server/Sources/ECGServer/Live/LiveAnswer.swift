import ECGAnalysis
import ECGClassifier
import ECGFiles
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
    let researchUse = Disclaimer.text
  }

  /// How far the server is, where no beat says so.
  struct Received: Encodable {
    let type = "received"
    let received: Int
    /// The samples that were missing between those of the last message and this one's, and those
    /// that came again.
    let lost: Int?
    let repeated: Int?
    /// Why nothing can be said of the last seconds; nothing where something can.
    let unusable: SignalQuality.Kind?
  }

  /// No beat follows.
  struct End: Encodable {
    let type = "end"
    let received: Int
    let answer: Int
  }

  /// A beat as `ecg live` tells it, with its number, and how far the server was.
  struct Beat: Encodable {
    private enum CodingKeys: String, CodingKey { case type, answer, received }

    let numbered: LiveStream.Numbered

    func encode(to encoder: any Encoder) throws {
      try numbered.beat.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode("beat", forKey: .type)
      try container.encode(numbered.number, forKey: .answer)
      try container.encode(numbered.received, forKey: .received)
    }
  }

  static func text(_ answer: some Encodable) throws -> String {
    String(decoding: try JSONAnswer.encode(answer), as: UTF8.self)
  }
}
