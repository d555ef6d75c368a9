import ECGFiles
import ECGRecordings
import ECGReports
import ECGSignals
import Foundation
import Testing

/// What the page on a recording says.
struct RecordingReportTests {
  /// Where no beat counts there is nothing to have a burden, and that there are no
  /// pauses is not known.
  @Test func noBeatsClaimNothing() throws {
    func page(unusable: [Range<Double>]) throws -> String {
      let events = RhythmEvents(
        times: SyntheticReport.times, labels: SyntheticReport.labels, unusable: unusable)
      var report = SyntheticReport.report(events)
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
        times: SyntheticReport.times, labels: SyntheticReport.labels, unusable: [0..<107.2],
        ventricularFlutter: [flutter]
      )
      var report = SyntheticReport.report(events)
      report.remarks = ["the ventricles flutter"]
      return try report.page()
    }
    let whole = try page(flutter: 0..<107.2)
    #expect(!whole.contains("no beats to judge by"))
    #expect(whole.contains("There are no beats beside ventricular flutter or fibrillation."))
    let figure = try #require(whole.range(of: "0:01:47"))
    let beats = try #require(whole.range(of: ">beats<"))
    #expect(figure.lowerBound < beats.lowerBound && whole.contains("VF or flutter"))
    // What is wrong stands before what is so of all pages.
    let remark = try #require(whole.range(of: "The ventricles flutter."))
    let disclaimer = try #require(whole.range(of: "an expert has not looked"))
    #expect(remark.lowerBound < disclaimer.lowerBound)
    #expect(try page(flutter: 10..<50).contains("Unknown beside ventricular flutter"))
  }

  /// Fibrillation with a run in it is one episode, and the run is as long as it is.
  @Test func fibrillationIsListedAsItIsCounted() throws {
    var labels = [Int](repeating: 0, count: 100)
    for beat in 40...42 { labels[beat] = AAMIClass.ventricular.label }
    let events = RhythmEvents(times: labels.indices.map { 0.4 * Double($0) }, labels: labels)
    let episodes = RhythmEpisodes(events, fibrillation: [Float](repeating: 0.9, count: 100))
    var report = SyntheticReport.report(events, end: 60)
    report.hours = [0..<20, 20..<40, 40..<60].map { RhythmSummary(events, in: $0) }
    report.episodes = episodes
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
    // Of no beats there is no share.
    #expect(row("0:00:40").last == "–")
  }

  /// Findings come first, identity is left to the reader, lists that nobody prints
  /// stay on the screen.
  @Test func theReportToPrint() throws {
    let times = (0..<700).map { 0.5 + Double($0) }
    let labels = (0..<700).map { $0 % 10 == 9 ? 2 : 0 }
    let events = RhythmEvents(times: times, labels: labels)
    let episodes = RhythmEpisodes(events, rhythms: (0..<700).map { $0 < 300 ? .fibrillation : nil })
    var report = SyntheticReport.report(events, title: "made", end: 700)
    report.hours = [RhythmSummary(events, in: 0..<600), RhythmSummary(events, in: 600..<700)]
    report.episodes = episodes
    report.clock = RecordingClock(
      start: DateComponents(year: 2020, month: 7, day: 31, hour: 23, minute: 56))
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

  /// Of half a minute there is no course of the ST segment, and no part of it to count beats by;
  /// what is next to nothing has no sign, and labels of a narrow axis stand beside one another.
  @Test func aShortRecordingIsToldAsOne() throws {
    let times = (0..<38).map { (beat: Int) -> Double in
      let breath = 0.004 * sin(2.4 * Double(beat))
      return 0.5 + 0.74 * Double(beat) + breath
    }
    let events = RhythmEvents(times: times, labels: times.map { _ in 0 })
    var report = SyntheticReport.report(events, end: 30)
    report.hours = [RhythmSummary(events, in: 0..<30)]
    report.trends = RhythmTrends(events, RhythmEpisodes(events), end: 30)
    func page(minutes: Int) throws -> String {
      let (levels, slopes) = ("[-0.001\(minutes > 1 ? ",0.1" : "")]", "[-0.002]")
      let lead = #"{"lead":"II","level":\#(levels),"slope":\#(slopes),"noisy":0}"#
      report.st = try JSONDecoder().decode(
        STTrend.self, from: Data(#"{"step":60,"leads":[\#(lead)]}"#.utf8))
      return try report.page()
    }
    let short = try page(minutes: 1)
    #expect(short.contains("Ectopic beats of the whole recording."))
    #expect(short.contains(">0.00<") && !short.contains("-0.00"))
    #expect(!short.contains("ST level over time") && short.contains("too noisy"))
    #expect(try page(minutes: 2).contains("ST level over time"))
    // What stands below an axis ends within the picture.
    let labels = short.matches(
      of: #/text-anchor:middle" x="([0-9.]+)" y="178[0-9.]*">([0-9.:]+)</#)
    #expect(labels.count > 8)
    var last = 0.0
    for label in labels {
      let (middle, half) = (try #require(Double(label.1)), 3.2 * Double(label.2.count))
      #expect(middle + half <= 380.01, "\(label.0)")
      // Each picture begins anew on the left.
      if middle > last { #expect(middle - half >= last - 0.01, "\(label.0)") }
      last = middle + half
    }
  }

  @Test func thePageCountsTheBeatsOfEachClassAndNeedsNothingElse() throws {
    let page = try SyntheticReport.page(samples: SyntheticReport.step(1), title: "<script>\"x\"")
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

  /// Families are drawn in all leads and listed, variability is measured, and whose the
  /// classes are is told.
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
    var report = SyntheticReport.report(events, title: "made", end: 48)
    #expect(try !report.page().contains("Families"))
    report.families = ReviewFamilies(
      of: beats, labels: labels, confidences: [Float](repeating: 0.9, count: 60), events: events)
    report.variability = HeartRateVariability(events, RhythmEpisodes(events), in: 0..<48)
    let page = try report.page()
    #expect(PageCheck(page).unbalanced == nil && PageCheck(page).outside == [])
    #expect(page.contains("Family 1: 45 beats of class N. Family 2: 15 beats of class V."))
    // Two families in two leads each, all of them within the picture.
    let drawing = try SyntheticReport.strip(page)
    #expect(drawing.matches(of: #/class="curve"/#).count == 4)
    #expect(page.contains("10 mm/mV") && page.contains("75.00 %") && page.contains("RMSSD"))
    #expect(page.contains("an expert has not looked"))
    report.corrected = 1_234
    let read = try report.page()
    #expect(read.contains("Classes are those of annotations; 1,234 of them differ"))
    #expect(!read.contains("an expert has not looked"))
  }
}
