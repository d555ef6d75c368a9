import ECGAnalysis
import ECGSignals

/// What beats come to, and where: the counts with the events and rhythms behind them, each by its
/// first and last beat.
struct SummaryAnswer: Encodable, Sendable {
  /// An event, such as a couplet.
  struct Event: Encodable, Sendable {
    let kind: RhythmEvent.Kind
    /// The letter of its ectopic beats' class; nil for a pause.
    let `class`: String?
    let first: Int
    let last: Int
  }

  /// Beats in a row of one rhythm, by its name in MIT-BIH's annotations without the parenthesis.
  struct Rhythm: Encodable, Sendable {
    let rhythm: String
    let first: Int
    let last: Int
  }

  private let summary: RhythmSummary
  private let events: [Event]
  private let rhythms: [Rhythm]
  /// What is not in it, each a sentence.
  private let remarks: [String]

  private enum CodingKeys: CodingKey {
    case events, rhythms, remarks
  }

  /// - Parameters:
  ///   - summary: the counts.
  ///   - events: what they count.
  ///   - rhythms: the rhythm at each beat; nil where none is told: `N`.
  ///   - remarks: what is not in it, each a sentence.
  init(_ summary: RhythmSummary, _ events: RhythmEvents, rhythms: [String?], remarks: [String] = [])
  {
    self.remarks = remarks
    self.summary = summary
    self.events = events.events.map { event in
      let letter = event.label.flatMap(AAMIClass.init(rawValue:))?.letter
      return Event(
        kind: event.kind, class: letter.map { String($0) }, first: event.beats.lowerBound,
        last: event.beats.upperBound)
    }
    self.rhythms = Self.stretches(rhythms)
  }

  private static func stretches(_ rhythms: [String?]) -> [Rhythm] {
    var (stretches, first) = ([Rhythm](), 0)
    for beat in rhythms.indices
    where beat + 1 == rhythms.count || rhythms[beat + 1] != rhythms[beat] {
      if let rhythm = rhythms[beat] {
        stretches.append(Rhythm(rhythm: rhythm, first: first, last: beat))
      }
      first = beat + 1
    }
    return stretches
  }

  func encode(to encoder: any Encoder) throws {
    try summary.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(events, forKey: .events)
    try container.encode(rhythms, forKey: .rhythms)
    if !remarks.isEmpty { try container.encode(remarks, forKey: .remarks) }
  }
}
