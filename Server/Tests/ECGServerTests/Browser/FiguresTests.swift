import ECGTestSupport
import Foundation
import Testing

/// How the figures of a summary are told.
@Suite(.serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"))
struct FiguresTests {
  private let page: ViewerPage

  init() throws { page = try ViewerPage(answeredBy: StubServer()) }

  /// What is told of summaries, written in JavaScript.
  private func figures(of summaries: String) throws -> [String] {
    let found = try page.run(
      """
      const { showFigures } = await import("./lists.js");
      const host = document.createElement("dl");
      return [\(summaries)].map((summary) => {
        showFigures(host, summary);
        return host.textContent;
      });
      """)
    return try #require(found as? [String])
  }

  @Test("what is missing is told")
  func missing() throws {
    #expect(
      try figures(of: "{ start: 0, end: 60, missing: 15 }, { start: 0, end: 60, missing: 0 }")
        == ["Missing15.0 s, 25.0 %", ""])
  }

  @Test("shares that are neither nothing nor all are told as neither")
  func shares() throws {
    let found = try figures(
      of: """
        { ectopicBurden: 0 }, { ectopicBurden: 0.04 }, { ectopicBurden: 99.96 }, { ectopicBurden: 100 },
        { start: 0, end: 86400, missing: 0.5 }, { start: 0, end: 86400, missing: 0, unusable: 0.5 }
        """)
    #expect(
      found == [
        "Ectopic burden0.0 %", "Ectopic burden< 0.1 %", "Ectopic burden> 99.9 %",
        "Ectopic burden100.0 %", "Missing0.5 s, < 0.1 %", "Unusable< 0.1 %",
      ])
  }

  @Test("of no beats neither a burden nor pauses are told")
  func noBeats() throws {
    let summary = "ectopicBurden: 0, pauses: 0, start: 0, end: 60, missing: 0, unusable: 60"
    #expect(
      try figures(of: "{ beats: 0, \(summary), unusableBeats: 132 }")
        == [
          "Rhythmunknown: no beats to judge byUnusable100.0 %, 132 beats there not counted"
        ])
  }

  @Test("flutter of the ventricles comes first, and where it is all no rhythm is unknown")
  func flutter() throws {
    let found = try page.run(
      """
      const { showFigures } = await import("./lists.js");
      const host = document.createElement("dl");
      const summary = { beats: 0, start: 0, end: 60, missing: 10, unusable: 50, unusableBeats: 0 };
      return [[[0, 49.5, "VFL"]], [[0, 20, "VFL"], [30, 40, "VFL"]], [[0, 60, "AFIB"]]].map((rhythms) => {
        showFigures(host, summary, rhythms);
        return host.textContent;
      });
      """)
    let others = "Missing10.0 s, 16.7 %Unusable100.0 %"
    #expect(
      found as? [String] == [
        "VF or flutter49.5 s\(others)",
        "VF or flutter30.0 sRhythmunknown beside flutter: no beats to judge by\(others)",
        "Rhythmunknown: no beats to judge by\(others)",
      ])
  }

  @Test("flutter of the ventricles is an event of its own, and the first")
  func flutterEvents() throws {
    let found = try page.run(
      """
      const { eventsOf } = await import("./events.js");
      const beats = new Beats({ sample: [], class: "", probabilities: {}, family: [] });
      const other = { beats, rate: 100, about: {}, noise: [[5, 20]], rhythms: [[10, 20, "VFL"]] };
      return eventsOf(other, null).map(({ name, events }) => `${name} ${events.map(({ from, to }) => [from, to])}`);
      """)
    #expect(
      found as? [String] == ["Ventricular flutter or fibrillation 10,20", "Unusable 5,10"])
  }
}
