import ECGRecordings
import ECGReports
import ECGSignals
import Foundation
import Testing

/// The strips on the page on a recording.
struct RecordingStripTests {
  /// Clock times stand beside those from the beginning, episodes in a table of their own, and what
  /// is unusable is shaded.
  @Test func timesEpisodesAndShades() throws {
    let events = RhythmEvents(
      times: SyntheticReport.times, labels: SyntheticReport.labels, unusable: [103..<104])
    let strip = RhythmStrip(
      .event(RhythmEvent(kind: .couplet, label: 2, beats: 1...2)), start: 100,
      samplingRate: 250, samples: SyntheticReport.step(1), unit: "", beats: [],
      unusable: [99..<100.4, 103..<104, 120..<130])
    var report = SyntheticReport.report(events)
    report.episodes = RhythmEpisodes(
      events, rhythms: SyntheticReport.times.indices.map { $0 < 6 ? .fibrillation : nil })
    report.strips = [strip]
    report.clock = RecordingClock(
      start: DateComponents(year: 2020, month: 7, day: 31, hour: 23, minute: 58, second: 30))
    let page = try report.page()
    #expect(page.contains("length 0:01:47 from 2020-07-31 23:58:30"))
    #expect(page.contains("Couplet of class V near 0:01:43 (00:00:13, day 2). 25 mm/s."))
    #expect(page.contains("0:01:40 (00:00:10, day 2)") && page.contains("(AFIB"))
    #expect(page.contains("atrial fibrillation or flutter"))
    let shades = page.matches(of: #/<rect class="unusable" x="([\d.]+)"/#).compactMap {
      Double($0.1)
    }
    #expect(shades.count == 2 && shades[0] == 0)
    #expect(abs(shades[1] - 75 * SyntheticReport.millimetre) < 0.1 && page.contains(">unusable<"))
  }

  /// What a strip is shown for is no reason to say that nothing can be said of it.
  @Test func stripsOfFlutterAreNotUnusable() {
    let events = RhythmEvents(
      times: SyntheticReport.times, labels: SyntheticReport.labels, unusable: [5..<20],
      ventricularFlutter: [10..<20])
    #expect(RhythmStrip.unusable(events, for: .rhythm(.ventricularFlutter)) == [5..<10])
    #expect(RhythmStrip.unusable(events, for: .rhythm(.fibrillation)) == [5..<20])
    // Where it is marked alone no beat counts either.
    let marked = RhythmEvents(
      times: SyntheticReport.times, labels: SyntheticReport.labels, ventricularFlutter: [10..<20])
    #expect(RhythmStrip.unusable(marked, for: .rhythm(.ventricularFlutter)) == [])
    #expect(RhythmStrip.unusable(marked, for: .rhythm(.fibrillation)) == [10..<20])
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
    func page(_ meant: ClosedRange<Double>) throws -> String {
      var report = SyntheticReport.report()
      report.strips = [
        RhythmStrip(
          subject, meant: meant, start: 100, samplingRate: 250, samples: SyntheticReport.step(1),
          unit: "mV", beats: [])
      ]
      return try report.page()
    }
    let whole = try page(102...103.5)
    #expect(whole.contains("\(title). 25 mm/s, 10 mm/mV."))
    let left = 50 * SyntheticReport.millimetre - 9
    #expect(whole.contains(String(format: "class=\"meant\" d=\"M%.1f 6V1.5", left)))
    #expect(
      try page(102...130).contains(
        String(format: "V1.5H%.1f\"/>", 180 * SyntheticReport.millimetre)))
  }

  @Test func aStripIs25MillimetresASecondAnd10AMillivolt() throws {
    let page = try SyntheticReport.page(samples: SyntheticReport.step(1))
    #expect(page.contains("Couplet of class V near 0:01:43. 25 mm/s, 10 mm/mV."))
    let width = try #require(SyntheticReport.strip(page).firstMatch(of: #/width="([\d.]+)"/#)).1
    #expect(abs(try #require(Double(width)) - 180 * SyntheticReport.millimetre) < 0.1)
    let curve = try SyntheticReport.curve(page)
    #expect(curve.count == 1800)
    #expect(abs(curve[900].x - 90 * SyntheticReport.millimetre) < 0.1)
    #expect(abs(curve[899].y - curve[900].y - 10 * SyntheticReport.millimetre) < 0.11)
    // The lines of the paper: 5 mm are 0.2 s.
    let strong = try #require(
      SyntheticReport.strip(page).firstMatch(of: #/class="strong" d="([^"]*)"/#)
    ).1
    let lines = strong.matches(of: #/M([\d.]+) [\d.]+v/#).compactMap { Double($0.1) }
    #expect(lines.count == 36)
    #expect(abs(lines[1] - lines[0] - 5 * SyntheticReport.millimetre) < 0.11)
  }

  @Test(arguments: [(6.5, "5"), (20, "2.5"), (3e38, "")])
  func whatIsTooHighIsDrawnAtALowerGain(height: Float, gain: String) throws {
    let page = try SyntheticReport.page(samples: SyntheticReport.step(height))
    #expect(page.contains("25 mm/s, \(gain)"))
    let curve = try SyntheticReport.curve(page)
    #expect(abs(curve[899].y - curve[900].y) <= 60 * SyntheticReport.millimetre + 0.1)
    #expect(curve.allSatisfy { $0.y.isFinite })
  }

  @Test func anUnknownUnitHasNoGain() throws {
    let page = try SyntheticReport.page(samples: SyntheticReport.step(4000), unit: "counts")
    #expect(page.contains("near 0:01:43. 25 mm/s.<") && !page.contains("mm/mV"))
    let curve = try SyntheticReport.curve(page)
    #expect(abs(curve[899].y - curve[900].y - 26 * SyntheticReport.millimetre) < 0.11)
  }

  @Test func missingSamplesAreGaps() throws {
    var samples = SyntheticReport.step(1)
    samples.replaceSubrange(100..<200, with: repeatElement(.nan, count: 100))
    let path = try #require(
      SyntheticReport.strip(SyntheticReport.page(samples: samples)).firstMatch(
        of: #/class="curve" d="([^"]*)"/#)
    ).1
    #expect(path.filter { $0 == "M" }.count == 2)
    let nothing = try SyntheticReport.page(samples: Array(repeating: .nan, count: 1800))
    #expect(nothing.contains("class=\"curve\" d=\"\"") && !nothing.contains("nan"))
  }

  @Test func beatsHaveTheirLettersAndTheViewersShapes() throws {
    let page = try SyntheticReport.page(samples: SyntheticReport.step(1))
    let strip = try SyntheticReport.strip(page)
    let picture = try #require(SVGText(Data(strip.utf8)), "the strip is not well-formed XML")
    #expect(picture.texts.filter { $0.count == 1 } == ["N", "V", "V", "S", "F", "Q"])
    #expect(picture.texts.contains("0:01:42"))
    let second = try #require(strip.firstMatch(of: #/class="ectopic" x="([\d.]+)"/#)).1
    #expect(abs(try #require(Double(second)) - 1.5 * 25 * SyntheticReport.millimetre) < 0.1)
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
}
