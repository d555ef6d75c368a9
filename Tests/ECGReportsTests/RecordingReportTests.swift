import ECGSignals
import ECGDatasets
import ECGFiles
import ECGRecordings
import ECGReports
import Foundation
import Testing

struct RecordingReportTests {
  /// CSS pixels in a millimetre.
  private static let millimetre = 96 / 25.4
  private static let times = [100.5, 101.5, 102, 103.5, 105, 106]
  private static let labels = [0, 2, 2, 1, 3, 4]

  /// A page with one strip of 7.2 s, from 100 s on.
  private func page(
    samples: [Float], rate: Double = 250, unit: String = "mV", title: String = "208"
  ) throws -> String {
    let events = RhythmEvents(times: Self.times, labels: Self.labels)
    let symbols = BeatTask.arrhythmia.classes.map(\.symbol)
    let strip = RhythmStrip(
      .event(try #require(events.events.first)), start: 100, samplingRate: rate,
      samples: samples, unit: unit,
      beats: zip(Self.times, Self.labels).map { (time: $0, symbol: symbols[$1]) })
    return try RecordingReport(
      title: title, lead: "II", source: "detection",
      summary: RhythmSummary(events, in: 0..<107.2), hours: [], events: events, gaps: [],
      strips: [strip], version: "0.0.0"
    ).page()
  }

  /// A step of some units halfway through.
  private func step(_ height: Float) -> [Float] {
    (0..<1800).map { $0 < 900 ? 0 : height }
  }

  private func strip(_ page: String) throws -> Substring {
    try #require(page.firstMatch(of: #/<svg role="img".*?<\/svg>/#.dotMatchesNewlines())).0
  }

  /// The places of the curve.
  private func curve(_ page: String) throws -> [(x: Double, y: Double)] {
    let path = try #require(strip(page).firstMatch(of: #/class="curve" d="([^"]*)"/#)).1
    return path.matches(of: #/[ML]([\d.]+) ([\d.]+)/#).compactMap { match in
      guard let x = Double(match.1), let y = Double(match.2) else { return nil }
      return (x, y)
    }
  }

  /// Clock times stand beside those from the beginning, episodes in a table of their own, and what is
  /// unusable is shaded.
  @Test func timesEpisodesAndShades() throws {
    let events = RhythmEvents(times: Self.times, labels: Self.labels, unusable: [103..<104])
    let strip = RhythmStrip(
      .event(RhythmEvent(kind: .couplet, label: 2, beats: 1...2)), start: 100,
      samplingRate: 250, samples: step(1), unit: "", beats: [],
      unusable: [99..<100.4, 103..<104, 120..<130])
    let page = try RecordingReport(
      title: "208", lead: "II", source: "detection",
      summary: RhythmSummary(events, in: 0..<107.2), hours: [], events: events,
      episodes: RhythmEpisodes(
        events, rhythms: Self.times.indices.map { $0 < 6 ? .fibrillation : nil }),
      gaps: [], strips: [strip],
      clock: RecordingClock(
        start: DateComponents(year: 2020, month: 7, day: 31, hour: 23, minute: 58, second: 30)),
      version: "0.0.0"
    ).page()
    #expect(page.contains("length 0:01:47 from 2020-07-31 23:58:30"))
    #expect(page.contains("Couplet of class V near 0:01:43 (00:00:13, day 2). 25 mm/s."))
    #expect(page.contains("0:01:40 (00:00:10, day 2)") && page.contains("(AFIB"))
    #expect(page.contains("atrial fibrillation or flutter"))
    let shades = page.matches(of: #/<rect class="unusable" x="([\d.]+)"/#).compactMap {
      Double($0.1)
    }
    #expect(shades.count == 2 && shades[0] == 0)
    #expect(abs(shades[1] - 75 * Self.millimetre) < 0.1 && page.contains(">unusable<"))
  }

  /// Where no beat counts there is nothing to have a burden, and that there are no pauses is not known.
  @Test func noBeatsClaimNothing() throws {
    func page(unusable: [Range<Double>]) throws -> String {
      let events = RhythmEvents(times: Self.times, labels: Self.labels, unusable: unusable)
      var report = RecordingReport(
        title: "208", lead: "II", source: "detection",
        summary: RhythmSummary(events, in: 0..<107.2), hours: [], events: events, gaps: [],
        strips: [], version: "0.0.0")
      report.trends = RhythmTrends(events, RhythmEpisodes(events), end: 107.2)
      return try report.page()
    }
    let noise = try page(unusable: [0..<107.2])
    #expect(noise.contains("there are no beats to judge by"))
    let claims = ["ectopic burden", "pauses", "Trends"]
    for claim in claims { #expect(!noise.contains(claim), "\(claim)") }
    let usable = try page(unusable: [])
    for claim in claims { #expect(usable.contains(claim), "\(claim)") }
  }

  /// A recording that is all flutter of the ventricles is not unknown, and has it before all else.
  @Test func flutterComesFirst() throws {
    func page(flutter: Range<Double>) throws -> String {
      let events = RhythmEvents(
        times: Self.times, labels: Self.labels, unusable: [0..<107.2], ventricularFlutter: [flutter]
      )
      return try RecordingReport(
        title: "418", lead: "II", source: "detection",
        summary: RhythmSummary(events, in: 0..<107.2), hours: [], events: events, gaps: [],
        strips: [], version: "0.0.0"
      ).page()
    }
    let whole = try page(flutter: 0..<107.2)
    #expect(!whole.contains("no beats to judge by"))
    #expect(whole.contains("There are no beats beside ventricular flutter or fibrillation."))
    let figure = try #require(whole.range(of: "0:01:47"))
    let beats = try #require(whole.range(of: ">beats<"))
    #expect(figure.lowerBound < beats.lowerBound && whole.contains("VF or flutter"))
    #expect(try page(flutter: 10..<50).contains("Unknown beside ventricular flutter"))
  }

  /// What a strip is shown for is no reason to say that nothing can be said of it.
  @Test func stripsOfFlutterAreNotUnusable() {
    let events = RhythmEvents(
      times: Self.times, labels: Self.labels, unusable: [5..<20], ventricularFlutter: [10..<20])
    #expect(RhythmStrip.unusable(events, for: .rhythm(.ventricularFlutter)) == [5..<10])
    #expect(RhythmStrip.unusable(events, for: .rhythm(.fibrillation)) == [5..<20])
  }

  /// Fibrillation with a run in it is one episode, and the run is as long as it is.
  @Test func fibrillationIsListedAsItIsCounted() throws {
    var labels = [Int](repeating: 0, count: 100)
    for beat in 40...42 { labels[beat] = AAMIClass.ventricular.label }
    let events = RhythmEvents(times: labels.indices.map { 0.4 * Double($0) }, labels: labels)
    let episodes = RhythmEpisodes(events, fibrillation: [Float](repeating: 0.9, count: 100))
    let report = RecordingReport(
      title: "203", lead: "II", source: "detection",
      summary: RhythmSummary(events, in: 0..<40),
      hours: [0..<20, 20..<40].map { RhythmSummary(events, in: $0) }, events: events,
      episodes: episodes, gaps: [], strips: [], version: "0.0.0")
    let page = try report.page()
    func row(_ name: String) -> [String] {
      let start = page.range(of: ">\(name)<")?.upperBound ?? page.endIndex
      let end = page[start...].range(of: "</tr>")?.lowerBound ?? page.endIndex
      return page[start..<end].matches(of: #/>([^<>\s][^<>]*)</#).map { String($0.1) }
    }
    #expect(
      row("atrial fibrillation or flutter")
        == ["1", "100", "0:00:39.6", "0:00:39.6", "0:00:00"])
    #expect(row("ventricular tachycardia") == ["1", "3", "0:00:00.8", "0:00:00.8", "0:00:16"])
    #expect(row("0:00:20").last == "100 %" && row("0:00:00").contains("100 %"))
  }

  /// What is shown is said, and marked by a bracket that is open where it goes on.
  @Test(arguments: [
    (RhythmStrip.Subject.single(label: 1), "Single beat of class S at 0:01:42"),
    (.rhythm(.fibrillation), "The longest episode of atrial fibrillation or flutter, from 0:01:42"),
    (.fastest(rate: 151.4), "The highest rate, 151 a minute over 8 beats, at 0:01:42"),
    (.slowest(rate: 38.6), "The lowest rate, 39 a minute over 8 beats, at 0:01:42"),
    (.longestInterval(seconds: 1.5), "The longest interval, 1.50 s, at 0:01:42"),
  ])
  func whatAStripIsShownFor(subject: RhythmStrip.Subject, title: String) throws {
    let events = RhythmEvents(times: Self.times, labels: Self.labels)
    func page(_ meant: ClosedRange<Double>) throws -> String {
      try RecordingReport(
        title: "208", lead: "II", source: "detection",
        summary: RhythmSummary(events, in: 0..<107.2), hours: [], events: events, gaps: [],
        strips: [
          RhythmStrip(
            subject, meant: meant, start: 100, samplingRate: 250, samples: step(1), unit: "mV",
            beats: [])
        ], version: "0.0.0"
      ).page()
    }
    let whole = try page(102...103.5)
    #expect(whole.contains("\(title). 25 mm/s, 10 mm/mV."))
    let left = 50 * Self.millimetre - 9
    #expect(whole.contains(String(format: "class=\"meant\" d=\"M%.1f 6V1.5", left)))
    #expect(try page(102...130).contains(String(format: "V1.5H%.1f\"/>", 180 * Self.millimetre)))
  }

  /// Findings come first, identity is left to the reader, lists that nobody prints stay on the screen.
  @Test func theReportToPrint() throws {
    let times = (0..<700).map { 0.5 + Double($0) }
    let labels = (0..<700).map { $0 % 10 == 9 ? 2 : 0 }
    let events = RhythmEvents(times: times, labels: labels)
    let episodes = RhythmEpisodes(events, rhythms: (0..<700).map { $0 < 300 ? .fibrillation : nil })
    var report = RecordingReport(
      title: "made", lead: "II", source: "detection",
      summary: RhythmSummary(events, in: 0..<700),
      hours: [RhythmSummary(events, in: 0..<600), RhythmSummary(events, in: 600..<700)],
      events: events, episodes: episodes, gaps: [], strips: [],
      clock: RecordingClock(
        start: DateComponents(year: 2020, month: 7, day: 31, hour: 23, minute: 56)),
      version: "0.0.0")
    report.findings = [("longest RR", "1.00 s at the beginning")]
    report.trends = RhythmTrends(events, RhythmEpisodes(events), end: 700)
    report.remarks = ["lead II is flat; lead V1 is not"]
    let page = try report.page()
    #expect(page.contains("Lead II is flat; lead V1 is not."))
    #expect(PageCheck(page).unbalanced == nil && PageCheck(page).outside == [])
    for name in ["Name", "Date of birth", "Indication", "Signed by"] {
      #expect(
        page.contains(
          "<label>\(name)<input type=\"text\" autocomplete=\"off\" value=\"\" /></label>"))
    }
    #expect(page.contains("value=\"2020-07-31\"") && page.contains("1.00 s at the beginning"))
    let sections = page.matches(of: #/<section id="([a-z]+)" class="([a-z ]+)"/#)
    #expect(
      sections.map { "\($0.1): \($0.2)" } == [
        "beats: card", "hours: card", "rhythm: card", "trends: card", "episodes: card screen",
        "events: card screen",
      ])
    #expect(page.contains("In each 10 minutes") && page.contains(">50 %</td>"))
    // Rate, ectopic beats, intervals, pairs of intervals: by the clock too.
    #expect(page.matches(of: #/viewBox="0 0 380 200"/#).count == 4)
    #expect(page.contains(">0:04</text>") && page.contains(">00:00</text>"))
    #expect(!page.contains("nan") && !page.contains("inf "))
  }

  @Test func aStripIs25MillimetresASecondAnd10AMillivolt() throws {
    let page = try page(samples: step(1))
    #expect(page.contains("Couplet of class V near 0:01:43. 25 mm/s, 10 mm/mV."))
    let width = try #require(strip(page).firstMatch(of: #/width="([\d.]+)"/#)).1
    #expect(abs(try #require(Double(width)) - 180 * Self.millimetre) < 0.1)
    let curve = try curve(page)
    #expect(curve.count == 1800)
    #expect(abs(curve[900].x - 90 * Self.millimetre) < 0.1)
    #expect(abs(curve[899].y - curve[900].y - 10 * Self.millimetre) < 0.11)
    // The lines of the paper: 5 mm are 0.2 s.
    let strong = try #require(strip(page).firstMatch(of: #/class="strong" d="([^"]*)"/#)).1
    let lines = strong.matches(of: #/M([\d.]+) [\d.]+v/#).compactMap { Double($0.1) }
    #expect(lines.count == 36)
    #expect(abs(lines[1] - lines[0] - 5 * Self.millimetre) < 0.11)
  }

  @Test(arguments: [(6.5, "5"), (20, "2.5"), (3e38, "")])
  func whatIsTooHighIsDrawnAtALowerGain(height: Float, gain: String) throws {
    let page = try page(samples: step(height))
    #expect(page.contains("25 mm/s, \(gain)"))
    let curve = try curve(page)
    #expect(abs(curve[899].y - curve[900].y) <= 60 * Self.millimetre + 0.1)
    #expect(curve.allSatisfy { $0.y.isFinite })
  }

  @Test func anUnknownUnitHasNoGain() throws {
    let page = try page(samples: step(4000), unit: "counts")
    #expect(page.contains("near 0:01:43. 25 mm/s.<") && !page.contains("mm/mV"))
    let curve = try curve(page)
    #expect(abs(curve[899].y - curve[900].y - 26 * Self.millimetre) < 0.11)
  }

  @Test func missingSamplesAreGaps() throws {
    var samples = step(1)
    samples.replaceSubrange(100..<200, with: repeatElement(.nan, count: 100))
    let path = try #require(
      strip(page(samples: samples)).firstMatch(of: #/class="curve" d="([^"]*)"/#)
    ).1
    #expect(path.filter { $0 == "M" }.count == 2)
    let nothing = try page(samples: Array(repeating: .nan, count: 1800))
    #expect(nothing.contains("class=\"curve\" d=\"\"") && !nothing.contains("nan"))
  }

  @Test func beatsHaveTheirLettersAndTheViewersShapes() throws {
    let page = try page(samples: step(1))
    let strip = try strip(page)
    let picture = try #require(SVGText(Data(strip.utf8)), "the strip is not well-formed XML")
    #expect(picture.texts.filter { $0.count == 1 } == ["N", "V", "V", "S", "F", "Q"])
    #expect(picture.texts.contains("0:01:42"))
    let second = try #require(strip.firstMatch(of: #/class="ectopic" x="([\d.]+)"/#)).1
    #expect(abs(try #require(Double(second)) - 1.5 * 25 * Self.millimetre) < 0.1)
    #expect(strip.matches(of: #/<rect class="tint class-V"/#).count == 2)
    let marks = try String(
      contentsOf: LookTests.sources.appending(path: "../Server/Sources/CECGViewer/marks.js"),
      encoding: .utf8)
    for symbol in ["S", "V", "F", "Q"] {
      let corners = try #require(
        marks.firstMatch(
          of: Regex("\\n  \(symbol): \\[(\\[.*\\])\\],", as: (Substring, Substring).self))
      ).1
        .replacing("], [", with: " ").replacing(", ", with: ",").filter { !"[]".contains($0) }
      #expect(strip.contains("class-\(symbol)\""))
      #expect(strip.contains("<polygon points=\"\(corners)\"/>"), "\(symbol): \(corners)")
    }
  }

  @Test func thePageCountsTheBeatsOfEachClassAndNeedsNothingElse() throws {
    let page = try page(samples: step(1), title: "<script>\"x\"")
    #expect(PageCheck(page).unbalanced == nil)
    #expect(PageCheck(page).outside == [])
    #expect(page.contains("<h1>Recording &lt;script&gt;&quot;x&quot;</h1>"))
    for (symbol, name, count) in [
      ("N", "Normal", 1), ("S", "Supraventricular", 1), ("V", "Ventricular", 2), ("F", "Fusion", 1),
      ("Q", "Unknown", 1),
    ] {
      let card = try #require(
        page.firstMatch(
          of: Regex(
            "<div class=\"count class-\(symbol)\">(.*)</div>", as: (Substring, Substring).self))
      ).1
      #expect(card.contains("</svg>\(symbol) \(name)</span><span class=\"value\">\(count)</span>"))
    }
    #expect(page.contains("For research and education; not a medical device."))
    #expect(page.contains("prefers-color-scheme: dark") && page.contains("--class-N: #0072b2"))
  }

  /// A page has more families on the screen than on paper, and says so.
  @Test func familiesOnPaper() {
    #expect(RecordingReport.howMany(12, of: 12) == "")
    #expect(RecordingReport.howMany(20, of: 20) == " On paper the first 12 of 20.")
    #expect(RecordingReport.howMany(30, of: 66) == " The first 30 of 66; on paper the first 12.")
    let style = EmbeddedFile.text(of: "report.mustache")
    #expect(style.contains("#families tbody tr:nth-child(n + 13)"))
  }

  /// Families are drawn in all leads and listed, variability is measured, and whose the classes are is told.
  @Test func familiesAndVariability() throws {
    var lead = LeadBeats()
    for beat in 0..<60 {
      lead.append(
        (0..<LeadBeats.samplesPerBeat).map { sample in
          max(0, 1 - Float(abs(sample - LeadBeats.before)) / (beat % 4 == 3 ? 14 : 4))
        })
    }
    let times = (0..<60).map { 0.8 * Double($0) }
    let labels = (0..<60).map { $0 % 4 == 3 ? 2 : 0 }
    let events = RhythmEvents(times: times, labels: labels)
    let beats = RecordingBeats(times: times, leads: [lead, lead])
    var report = RecordingReport(
      title: "made", lead: "II", source: "detection",
      summary: RhythmSummary(events, in: 0..<48), hours: [], events: events, gaps: [], strips: [],
      version: "0.0.0")
    #expect(try !report.page().contains("Families"))
    report.families = ReviewFamilies(
      of: beats, labels: labels, confidences: [Float](repeating: 0.9, count: 60), events: events)
    report.variability = HeartRateVariability(events, RhythmEpisodes(events), in: 0..<48)
    let page = try report.page()
    #expect(PageCheck(page).unbalanced == nil && PageCheck(page).outside == [])
    #expect(page.contains("Family 1: 45 beats of class N. Family 2: 15 beats of class V."))
    // Two families in two leads each, all of them within the picture.
    let drawing = try strip(page)
    #expect(drawing.matches(of: #/class="curve"/#).count == 4)
    #expect(page.contains("10 mm/mV") && page.contains("75.00 %") && page.contains("RMSSD"))
    #expect(page.contains("an expert has not looked"))
    report.corrected = 1_234
    let read = try report.page()
    #expect(read.contains("Classes are those of annotations; 1,234 of them differ"))
    #expect(!read.contains("an expert has not looked"))
  }
}
