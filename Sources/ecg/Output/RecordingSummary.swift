import ECGClassifier
import ECGSignals
import ECGDatasets
import ECGRecordings
import Foundation

/// What `classify` found in a recording: its JSON document, and lines for the terminal.
struct RecordingSummary: Encodable {
  /// An event, as JSON.
  struct Event: Encodable {
    let kind: RhythmEvent.Kind
    /// The class of its ectopic beats; nil for a pause.
    let `class`: String?
    /// In seconds from the recording's beginning.
    let start: Double
    let end: Double
    let beats: Int
  }

  let record: String
  let lead: String
  /// The lead, for people: also where it has no name.
  private let choice: LeadChoice
  let samplingRate: Double
  let beatsFrom: String
  /// The probability below which beats are left unclassified, as Q, and how many were; nil for none.
  let abstainBelow: Double?
  let unclassified: Int?
  /// The share of the beats, in percent, at which atrial fibrillation or flutter is more probable than not.
  let fibrillation: Double
  let summary: RhythmSummary
  /// By the hour; one alone where the recording is no longer.
  let hours: [RhythmSummary]
  let events: [Event]
  /// The paths that were written.
  var files: [String] = []

  private static let hour = 3600.0

  init(_ recording: ClassifiedRecording, events: RhythmEvents) {
    record = recording.recording.name
    lead = recording.lead.name
    choice = recording.lead
    samplingRate = recording.samplingRate
    beatsFrom = recording.isAnnotated ? "annotations" : "detection"
    abstainBelow = recording.abstainBelow
    unclassified = recording.abstainBelow.map { _ in recording.unclassified }
    fibrillation = recording.fibrillationShare
    let end = recording.end(events)
    summary = recording.summary(events, in: 0..<end)
    hours = stride(from: 0, to: end, by: Self.hour).map {
      recording.summary(events, in: $0..<min($0 + Self.hour, end))
    }
    let symbols = BeatTask.arrhythmia.classes.map(\.symbol)
    self.events = events.events.map {
      Event(
        kind: $0.kind, class: $0.label.map { symbols[$0] },
        start: events.times[$0.beats.lowerBound], end: events.times[$0.beats.upperBound],
        beats: $0.beats.count)
    }
  }

  private enum CodingKeys: CodingKey {
    case record, lead, samplingRate, beatsFrom, abstainBelow, unclassified, fibrillation, summary,
      hours, events, files
  }

  /// A lead as text, also where it has no name.
  static func name(of choice: LeadChoice) -> String {
    String(choice.description.trimmingPrefix("lead "))
  }

  /// The findings in aligned lines.
  var text: String {
    var facts = RhythmWording(summary).facts
    facts.append(
      (
        "fibrillation", String(format: "or flutter: probable at %.1f %% of all beats", fibrillation)
      ))
    if let abstainBelow, let unclassified {
      facts.append(
        (
          "unclassified",
          "\(unclassified), counted as Q: no class is as probable as \(String(format: "%g", abstainBelow))"
        ))
    }
    let head = [
      ["record", record], ["lead", Self.name(of: choice)],
      [
        "length",
        "\(Clock.minutes(summary.end)) min at \(String(format: "%g", samplingRate)) Hz, beats from "
          + beatsFrom,
      ],
    ]
    let width = (head + facts.map { [$0.name] }).map { $0[0].count }.max() ?? 0
    var lines = (head + facts.map { [$0.name, $0.value] }).map {
      $0[0].padding(toLength: width + 2, withPad: " ", startingAt: 0) + $0[1]
    }
    if hours.count > 1 {
      let rows = [RhythmWording.hourColumns] + hours.map { RhythmWording($0).hourCells }
      lines += ["", Columns(rows: rows).text]
    }
    return lines.joined(separator: "\n")
  }
}
