public import ECGRecordings
public import ECGSignals
import ECGDatasets
import ECGFiles
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
  /// Its hours, or shorter parts of one length.
  public var hours: [RhythmSummary] = []
  /// Its beats and events.
  public var events: RhythmEvents
  /// The episodes of rhythms; none at first.
  public var episodes: RhythmEpisodes
  /// Where samples are missing, in seconds.
  public var gaps: [Range<Double>] = []
  /// The stretches to show.
  public var strips: [RhythmStrip] = []
  /// The families of the beats; nil leaves them out.
  public var families: ReviewFamilies?
  /// What else was found, by name; nil for what the summary says.
  public var findings: [(name: String, value: String)]?
  /// The numbers behind the charts; nil leaves these out.
  public var trends: RhythmTrends?
  /// Level and slope of the ST segment over time; nil leaves them out.
  public var st: STTrend?
  /// How much the rhythm varies; nil leaves it out.
  public var variability: HeartRateVariability?
  /// The unit of the leads' samples.
  public var unit = "mV"
  /// How many beats have another class than a model's, where somebody gave the classes; nil where
  /// they are the model's.
  public var corrected: Int?
  /// What of the recording and its beats is not as one would expect, each a clause.
  public var remarks: [String] = []

  /// Tells when things were.
  public var clock = RecordingClock()
  /// The version of the package, as in the change log.
  public var version = Version.current

  /// Events that are listed, at the most.
  static let longestList = 200
  /// Families that are listed, at the most.
  static let longestFamilyList = 30

  /// Creates a report on beats; what else there is to show is set afterwards.
  ///
  /// - Parameters:
  ///   - title: the recording's name.
  ///   - lead: the lead.
  ///   - source: where the beats came from, in words.
  ///   - summary: the recording as a whole.
  ///   - events: its beats and events.
  public init(
    title: String, lead: String, source: String, summary: RhythmSummary, events: RhythmEvents
  ) {
    (self.title, self.lead, self.source) = (title, lead, source)
    (self.summary, self.events) = (summary, events)
    episodes = RhythmEpisodes(events, rhythms: events.times.map { _ in nil })
  }

  /// The page as HTML.
  ///
  /// - Throws: what the template engine throws.
  public func page() throws -> String {
    var sections = [beats]
    if hours.count > 1 { sections.append(byHour) }
    let hasRhythms = !stretches.isEmpty
    if hasRhythms { sections.append(rhythmList) }
    // Of no beats all charts are empty.
    if summary.beats > 0 {
      if let trends { sections.append(chartList(trends)) }
      if let st { sections.append(stList(st)) }
    }
    if let families, !families.families.isEmpty { sections.append(familyList(families)) }
    if !strips.isEmpty { sections.append(stripList) }
    if hasRhythms { sections.append(episodeList) }
    sections.append(eventList)
    return try ReportPage(
      title: "Recording \(title)",
      subtitle: "Lead \(lead) · beats from \(source) · "
        + "length \(RecordingClock.elapsed(summary.end))"
        + (clock.timestamp().map { " from \($0.replacing("T", with: " "))" } ?? ""),
      version: version, isSynthetic: false,
      // What this recording has stands before what is so of all.
      warnings: remarks.map { "\($0.prefix(1).uppercased())\($0.dropFirst())." } + [
        corrected.map {
          "Classes are those of annotations; \($0.grouped) of them differ from the model's."
        } ?? "Classes are a model's; an expert has not looked at them."
      ],
      classCounts: classCounts,
      keyNumbers: keyNumbers, sections: sections,
      identity: ["Name", "Date of birth", "Date of recording", "Indication", "Signed by"].map {
        (
          name: $0,
          value: $0 == "Date of recording"
            ? clock.timestamp().map { String($0.prefix { $0 != "T" }) } ?? "" : ""
        )
      }
    ).rendered()
  }

  /// The room that four sheets of paper leave for strips, what a row of the table by the hour takes
  /// of it, and what a strip's caption does, in millimetres.
  private static let (roomForStrips, row, caption) = (300.0, 4.5, 8.0)

  /// The strips: on paper those that there is room for, the first before the others.
  private var stripList: ReportPage.Section {
    var room = Self.roomForStrips - Self.row * Double(hours.count)
    return .init(
      id: "strips", heading: "Strips",
      strips: strips.map { strip in
        var onPage = strip.onPage(clock)
        let height = strip.height + Self.caption
        onPage.isOnScreenOnly = height > room
        if height <= room { room -= height }
        return onPage
      })
  }

  private var classCounts: [ReportPage.ClassCount] {
    AAMIClass.allCases.map { kind in
      let symbol = String(kind.letter)
      return .init(
        symbol: symbol, name: kind.shortName.capitalized, count: summary.classes[symbol] ?? 0)
    }
  }

  private var keyNumbers: [ReportPage.KeyNumber] {
    // Nothing is worse, so it comes first.
    let flutter = summary.ventricularFlutter.map {
      ReportPage.KeyNumber(name: "VF or flutter", value: RecordingClock.elapsed($0))
    }
    let first =
      [flutter].compactMap(\.self)
      + [ReportPage.KeyNumber(name: "beats", value: summary.beats.grouped)]
    // Of no beats there is no share, and that none is a pause says nothing.
    guard let burden = summary.ectopicBurden else { return first }
    var numbers =
      first + [
        .init(
          name: "ectopic burden", value: burden.percent(decimals: 2),
          detail: summary.ectopy.compactMap { one in
            one.burden.map { "\(one.class) \($0.percent(decimals: 2))" }
          }.joined(separator: ", ")),
        .init(name: "pauses", value: "\(summary.pauses)"),
      ]
    if let rate = summary.rate {
      numbers.insert(
        .init(
          name: "beats a minute", value: String(format: "%.0f", rate.mean),
          detail: rate.extremes), at: first.count)
    }
    return numbers
  }

  private var wording: RhythmWording {
    RhythmWording(summary, clock: clock)
  }

  private var beats: ReportPage.Section {
    var section = ReportPage.Section(
      id: "beats", heading: "Findings",
      tables: [
        .init(
          caption: "The whole recording", columns: [.init(text: "fact"), .init(text: "value")],
          rows: (findings ?? wording.facts).map {
            ($0.name, [.init(text: $0.value)])
          })
      ])
    if let variability { section.tables.append(table(of: variability)) }
    return section
  }

  private func table(of variability: HeartRateVariability) -> ReportPage.Table {
    .init(
      caption: "Heart rate variability, of NN intervals (Task Force, 1996)",
      columns: [.init(text: "measure"), .init(text: "value")],
      rows: VariabilityWording(variability).measures.map {
        (name: $0.name, cells: [.init(text: $0.value)])
      })
  }

  private var eventList: ReportPage.Section {
    var section = ReportPage.Section(id: "events", heading: "Events", isOnScreenOnly: true)
    guard !events.events.isEmpty else {
      section.paragraphs = [
        summary.beats > 0
          ? "There are no couplets, runs, bigeminy, trigeminy or pauses."
          : wording.unknown.map { "\($0.prefix(1).uppercased())\($0.dropFirst())." }
            ?? "There are no beats beside ventricular flutter or fibrillation."
      ]
      return section
    }
    let shown = events.events.prefix(Self.longestList)
    if shown.count < events.events.count {
      section.paragraphs = [
        "The first \(shown.count) of \(events.events.count)."
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
