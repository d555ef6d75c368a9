import ECGTestSupport
import Foundation
import Testing

/// Going to a time that is typed in or that a link names.
@Suite(.serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"))
struct PlacesTests {
  private let page: ViewerPage
  private var browser: Chromium { page.browser }

  init() throws { page = try ViewerPage(answeredBy: StubServer()) }

  @Test("a link to what is no time opens the recording, and is told", arguments: ["50%", "never"])
  func brokenLink(time: String) throws {
    try browser.evaluate("location.hash = '#t=\(time)'")
    try page.reload()
    try page.openExample()
    #expect(try page.counts() == [56, 1, 2, 1, 0])
    try page.wait(
      for: "The address names \(time), which is no time of this recording.", in: "status")
    page.expectQuiet()
  }

  /// Where a recording that begins at five to midnight is shown, or what is told instead, after a
  /// time was typed in.
  private func typed(_ text: String, isByClock: Bool, duration: Int = 600) throws -> String {
    let found = try page.run(
      """
      const { Places } = await import("./places.js");
      let place = null;
      const about = { start: "2023-12-31 23:55:00" };
      const places = new Places({ recording: { about, duration: \(duration) } }, (time) => (place = time));
      places.open();
      document.getElementById("clock").checked = \(isByClock);
      places.typed("\(text)");
      return place === null ? document.getElementById("status").textContent : String(place);
      """)
    return try #require(found as? String)
  }

  @Test("times count from the beginning, or by the clock across midnight")
  func times() throws {
    #expect(try typed("5:00", isByClock: false) == "300")
    #expect(try typed("0:00:02.5", isByClock: true) == "302.5")
    #expect(try typed("23:55:00", isByClock: true) == "0")
  }

  @Test("what is no time of the recording is told with those that are, by the clock where it is on")
  func otherTimes() throws {
    #expect(
      try typed("0:29:56", isByClock: false) == "Expected a time as h:mm:ss, up to 0:10:00.")
    let byClock = "Expected a time of the clock, from 23:55:00 to 00:05:00."
    #expect(try typed("12:00:00", isByClock: true) == byClock)
    #expect(try typed("noon", isByClock: true) == byClock)
    #expect(
      try typed("noon", isByClock: true, duration: 90_000)
        == "Expected a time of the clock as hh:mm:ss.")
  }
}
