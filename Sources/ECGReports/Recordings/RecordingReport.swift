public import ECGRecordings
public import ECGSignals
import ECGDatasets
import ECGText
import Foundation

/// The page on a recording: its beats, rates and events, with strips. It needs no other file.
public struct RecordingReport: Sendable {
  /// The recording's name.
  public var title: String
  /// The lead.
  public var lead: String
  /// Where the beats came from, in words.
  public var source: String
  /// The recording as a whole.
  public var summary: RhythmSummary
  /// Its hours.
  public var hours: [RhythmSummary]
  /// Its beats and events.
  public var events: RhythmEvents
  /// The episodes of rhythms.
  public var episodes: [RhythmEpisode]
  /// Where samples are missing, in seconds.
  public var gaps: [Range<Double>]
  /// The stretches to show.
  public var strips: [RhythmStrip]
  /// The families of the beats; nil leaves them out.
  public var families: ReviewFamilies?
  /// How much the rhythm varies; nil leaves it out.
  public var variability: HeartRateVariability?
  /// The unit of the leads' samples.
  public var unit = "mV"
  /// How many beats have another class than a model's, where somebody gave the classes; nil where they are the
  /// model's.
  public var corrected: Int?

  /// Tells when things were.
  public var clock: RecordingClock
  /// The version of the package, as in the change log.
  public var version: String

  /// Events that are listed, at the most.
  static let longestList = 200
  /// Families that are listed, at the most.
  static let longestFamilyList = 30

  /// Creates a report.
  public init(
    title: String, lead: String, source: String, summary: RhythmSummary, hours: [RhythmSummary],
    events: RhythmEvents,
    episodes: [RhythmEpisode] = [], gaps: [Range<Double>], strips: [RhythmStrip],
    clock: RecordingClock = RecordingClock(),
    version: String
  ) {
    (self.title, self.lead, self.source) = (title, lead, source)
    (self.summary, self.hours, self.events) = (summary, hours, events)
    (self.gaps, self.strips) = (gaps, strips)
    (self.clock, self.version) = (clock, version)
    self.episodes = episodes
  }

  /// The page as HTML.
  ///
  /// - Throws: what the template engine throws.
  public func page() throws -> String {
    var sections = [beats]
    if hours.count > 1 { sections.append(byHour) }
    if !strips.isEmpty {
      sections.append(
        .init(id: "strips", heading: "Strips", strips: strips.map { $0.onPage(clock) }))
    }
    if let families, !families.families.isEmpty { sections.append(familyList(families)) }
    if !episodes.isEmpty { sections.append(episodeList) }
    sections.append(eventList)
    if let variability { sections.append(variabilityList(variability)) }
    return try ReportPage(
      title: "Recording \(title)",
      subtitle: "Lead \(lead) · beats from \(source) · "
        + "\(RecordingClock.elapsed(summary.end)) hours"
        + (clock.timestamp().map { " from \($0.replacing("T", with: " "))" } ?? ""),
      version: version, isSynthetic: false,
      warnings: [
        corrected.map {
          "Classes are those of annotations; \($0.grouped) of them differ from the model's."
        } ?? "Classes are a model's; an expert has not looked at them."
      ],
      classCounts: classCounts,
      keyNumbers: keyNumbers, sections: sections
    ).rendered()
  }

  private var classCounts: [ReportPage.ClassCount] {
    BeatTask.arrhythmia.classes.map { kind in
      // "Supraventricular" for "supraventricular ectopic", as the viewer has it.
      let name = kind.name.prefix { $0 != " " }.capitalized
      return .init(symbol: kind.symbol, name: name, count: summary.classes[kind.symbol] ?? 0)
    }
  }

  private var keyNumbers: [ReportPage.KeyNumber] {
    var numbers = [
      ReportPage.KeyNumber(name: "beats", value: summary.beats.grouped),
      .init(
        name: "ectopic burden", value: String(format: "%.2f %%", summary.ectopicBurden),
        detail: summary.ectopy.map { String(format: "%@ %.2f %%", $0.class, $0.burden) }
          .joined(separator: ", ")),
      .init(name: "pauses", value: "\(summary.pauses)"),
    ]
    if let rate = summary.rate {
      numbers.insert(
        .init(
          name: "beats a minute", value: String(format: "%.0f", rate.mean),
          detail: String(format: "%.0f to %.0f over 8 beats", rate.lowest, rate.highest)), at: 1)
    }
    return numbers
  }

  private var beats: ReportPage.Section {
    .init(
      id: "beats", heading: "Beats and rhythm",
      tables: [
        .init(
          caption: "The whole recording", columns: [.init(text: "fact"), .init(text: "value")],
          rows: RhythmWording(summary, clock: clock).facts.map {
            ($0.name, [.init(text: $0.value)])
          })
      ])
  }

  private var byHour: ReportPage.Section {
    .init(
      id: "hours", heading: "By the hour",
      tables: [
        .init(
          caption: "Rates are beats a minute, the lowest and highest over 8 beats",
          columns: RhythmWording.hourColumns.enumerated().map {
            .init(text: $1, isNumber: $0 > 0)
          },
          rows: hours.map { hour in
            let cells = RhythmWording(hour, clock: clock).hourCells
            return (
              name: cells.first ?? "",
              cells: cells.dropFirst().map { .init(text: $0, isNumber: true) }
            )
          })
      ])
  }

  private var eventList: ReportPage.Section {
    var section = ReportPage.Section(id: "events", heading: "Events")
    guard !events.events.isEmpty else {
      section.paragraphs = ["There are no couplets, runs, bigeminy, trigeminy or pauses."]
      return section
    }
    let shown = events.events.prefix(Self.longestList)
    if shown.count < events.events.count {
      section.paragraphs = [
        "The first \(shown.count) of \(events.events.count); all are in the JSON file."
      ]
    }
    let symbols = BeatTask.arrhythmia.classes.map(\.symbol)
    section.tables = [
      .init(
        caption: "Couplets, runs, bigeminy, trigeminy and pauses in order of time",
        columns: [
          .init(text: "from"), .init(text: "event"), .init(text: "class"),
          .init(text: "beats", isNumber: true), .init(text: "seconds", isNumber: true),
        ],
        rows: shown.map { event in
          let times = (
            events.times[event.beats.lowerBound], events.times[event.beats.upperBound]
          )
          return (
            name: clock.text(at: times.0),
            cells: [
              .init(text: event.kind.rawValue),
              .init(text: event.label.map { symbols[$0] } ?? "–", isClass: event.label != nil),
              .init(text: "\(event.beats.count)", isNumber: true),
              .init(text: String(format: "%.2f", times.1 - times.0), isNumber: true),
            ]
          )
        })
    ]
    return section
  }
}
