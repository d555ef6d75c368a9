import ECGTestSupport
import Foundation
import Testing

/// How one moves about in the viewer: with keys, with the mouse, in the rows of the
/// whole recording.
@Suite(.serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"))
struct MovingTests {
  private let server = StubServer()
  private let page: ViewerPage
  private var browser: Chromium { page.browser }

  init() throws { page = try ViewerPage(answeredBy: server) }

  @Test("the keyboard alone opens, moves, zooms, jumps, corrects and takes back")
  func keyboard() throws {
    try page.tab(to: "example")
    try browser.press("Enter")
    try page.waitForRecording()
    try page.tab(to: "trace")
    let standard = try page.text("position")
    #expect(standard.hasSuffix("25 mm/s"))
    try browser.press("+")
    #expect(try page.text("position").hasSuffix("37.5 mm/s"))
    try browser.press("0")
    try browser.press("End")
    #expect(try page.text("position").contains("to 0:00:49.0"))
    try browser.press("Home")
    #expect(try page.text("position") == standard)

    try browser.press("v")
    #expect(try page.text("status") == "Beat 3 of 60, ventricular (V), at 0:00:02.1.")
    try browser.press("v")
    #expect(try page.text("status") == "Beat 10 of 60, ventricular (V), at 0:00:07.7.")
    try browser.press("v")
    #expect(try page.text("status") == "No V beat further on.")
    try browser.press("V")
    #expect(try page.text("status") == "Beat 3 of 60, ventricular (V), at 0:00:02.1.")
    try browser.press("V")
    #expect(try page.text("status") == "No V beat before.")
    try browser.press(".")
    #expect(try page.text("status").hasPrefix("Beat 4 of 60, normal (N)"))

    try browser.press("2")
    #expect(try page.text("status") == "Beat 4 is now supraventricular (S).")
    #expect(try page.text("beat-facts").hasSuffix("Found N, corrected to S."))
    #expect(try page.text("corrections").hasPrefix("1 label changed"))
    try browser.wait(until: "document.getElementById('figures').textContent.includes('8.3 %')")
    let sent = server.posted["/v1/summaries"]?.last?["class"] as? String
    #expect(sent == "NNVSSNFNNV" + String(repeating: "N", count: 50))
    try browser.press("Backspace")
    #expect(try page.text("corrections") == "No label has been changed.")
    #expect(try page.text("figures").contains("6.7 %"))
    page.expectQuiet()
  }

  @Test("the mouse chooses a beat, scrolls the trace and goes to a place in the overview")
  func mouse() throws {
    // High enough that the overview is in the window.
    try browser.setScreen(width: 1280, height: 1200)
    try page.openExample()
    let trace = try page.box("trace")
    let (left, y) = (trace.left, trace.top + 60)
    // Beat 3 is at 2.1 s, and a second is 25 mm of 96 / 25.4 pixels.
    let third = left + 2.1 * 25 * 96 / 25.4
    try browser.drag(from: (third, y), to: (third, y))
    #expect(try page.text("status") == "Beat 3 of 60, ventricular (V), at 0:00:02.1.")
    try browser.drag(from: (left + 600, y), to: (left + 600 - 250 * 96 / 25.4, y))
    // Whole pixels make a hundredth of a second at the most.
    #expect(try page.text("position").hasPrefix("0:00:10.0 to "))
    let overview = try page.box("overview")
    let (right, strip) = (overview.left + overview.width - 3, overview.top + 30)
    try browser.drag(from: (right, strip), to: (right, strip))
    #expect(try page.text("position").contains("to 0:00:49.0"))
    page.expectQuiet()
  }

  @Test(
    "the whole recording is shown in rows; keys move the view there, a click or Enter goes to it")
  func disclosure() throws {
    try page.openExample()
    // Rows of half a minute, so that there are two.
    try browser.setScreen(width: 500)
    try page.tab(to: "trace")
    try browser.press("w")
    #expect(try browser.evaluate("document.activeElement.id") as? String == "disclosure")
    try page.wait(for: "0:00:00 to 0:00:49 · II, 30 s a row", in: "position")
    try browser.press("ArrowDown")
    // Told once the keys have come to rest, and not in the midst of what is told below.
    try page.wait(for: "In view: ", in: "status")
    try browser.press("Enter")
    #expect(try browser.evaluate("document.activeElement.id") as? String == "trace")
    #expect(try page.text("position").hasPrefix("0:00:30.0 to "))
    try browser.press("w")
    try page.wait(for: "0:00:00 to 0:00:49 · II, 30 s a row", in: "position")
    try browser.press("v")
    try page.wait(for: "No V beat further on.", in: "status")
    try browser.press("V")
    try page.wait(for: "Beat 10 of 60, ventricular (V), at 0:00:07.7.", in: "status")
    try browser.press("2")
    #expect(try page.counts() == [56, 2, 1, 1, 0])
    try page.expectAccessible()

    // Beat 3 is at 2.1 s, on the first row; 58 pixels are left of the rows.
    let rows = try page.box("disclosure")
    let x = rows.left + 1 + 58 + 2.1 / 30 * (rows.width - 2 - 58)
    try browser.drag(from: (x, rows.top + 15), to: (x, rows.top + 15))
    #expect(try page.text("status") == "Beat 3 of 60, ventricular (V), at 0:00:02.1.")
    #expect(try browser.evaluate("document.getElementById('disclosure').hidden") as? Bool == true)
    page.expectQuiet()
  }

  @Test("rows that become shorter or longer, as on a phone that is turned, begin where they did")
  func turned() throws {
    try browser.setScreen(width: 1280, height: 300)
    try page.openExample()
    let found = try page.run(
      """
      const { Disclosure } = await import("./disclosure.js");
      const host = document.getElementById("disclosure");
      host.hidden = false;
      host.style.overflow = "auto";
      const trace = { room: 100, recording: { duration: 86400 }, start: 0, span: 10 };
      const rows = new Disclosure(host, trace, { scrolled() {} });
      rows.draw = () => {};
      const from = (width) => {
        host.style.width = `${width}px`;
        rows.resized();
        return rows.seen.from;
      };
      from(800);
      host.scrollTop = 34 * 600;
      return [800, 400, 900].map(from);
      """)
    #expect(found as? [Int] == [36_000, 36_000, 36_000])
  }

  @Test("an event that has no beat is shown whole, or from its beginning on")
  func longEvents() throws {
    try page.openExample()
    let found = try page.run(
      """
      const { Navigator } = await import("./navigator.js");
      const seen = [];
      const trace = { span: 9, centre: (time) => seen.push(time) };
      for (const to of [24, 300]) Navigator.prototype.show.call({ desk: {}, trace }, { beat: null, from: 20, to }, "");
      return seen;
      """)
    #expect(found as? [Double] == [22, 24.05])
  }

  @Test("what is chosen comes into view before it is changed, and steps go from what is in view")
  func outOfView() throws {
    try page.openExample()
    try page.tab(to: "trace")
    let start = try page.text("position")
    try browser.press("v")
    #expect(try page.text("status") == "Beat 3 of 60, ventricular (V), at 0:00:02.1.")
    try browser.press("End")
    #expect(try page.text("position") != start)
    try browser.press("2")
    #expect(try page.text("status") == "Beat 3, at 0:00:02.1, is now supraventricular (S).")
    #expect(try page.text("position") == start)
    try browser.press("End")
    try browser.press("Backspace")
    #expect(try page.text("status").hasPrefix("Beat 3, at 0:00:02.1, is now ventricular"))
    try browser.press("End")
    try browser.press(".")
    #expect(try page.text("status").contains(", normal (N), at 0:00:4"))
    try browser.press("Home")
    try browser.press("s")
    #expect(try page.text("status").contains(", supraventricular (S), at 0:00:0"))
    page.expectQuiet()
  }
}
