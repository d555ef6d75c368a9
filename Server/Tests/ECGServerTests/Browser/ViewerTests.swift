import Foundation
import ECGTestSupport
import Testing

/// The viewer's page in a real browser, with answers made up here.
@Suite(.serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"))
struct ViewerTests {
  private let server = StubServer()
  private let page: ViewerPage
  private var browser: Chromium { page.browser }

  init() throws { page = try ViewerPage(answeredBy: server) }

  @Test("the example is opened, and the beats of each class are counted")
  func counts() throws {
    try page.openExample()
    #expect(try page.counts() == [56, 1, 2, 1, 0])
    #expect(try page.text("status") == "made-up: 60 beats, 56 N, 1 S, 2 V, 1 F.")
    #expect(try page.text("figures").contains("6.7 %"))
    #expect(try page.texts("#means figure").count == 4)
    page.expectQuiet()
  }

  @Test("figures and events from before a change are marked until those of now are there")
  func lateFigures() throws {
    try page.openExample()
    let isBusy = "document.getElementById('figures').ariaBusy === 'true'"
    #expect(try browser.evaluate(isBusy) as? Bool == false)
    try browser.evaluate(
      """
      window.served = window.fetch;
      window.fetch = (where, options) => (where === "v1/summaries" ? Promise.reject(new TypeError()) : window.served(where, options));
      """)
    try page.click("[data-class=S] [data-step='1']")
    try page.click("#labels button")
    #expect(try browser.evaluate(isBusy) as? Bool == true)
    try page.wait(
      for: "From before the last change; those of now are asked for again.", in: "figures-note")
    #expect(try page.text("events-note") == page.text("figures-note"))
    #expect(try page.text("figures").contains("6.7 %"))
    try browser.evaluate("document.getElementById('tab-figures').click()")
    try page.expectAccessible()
    try browser.evaluate("window.fetch = window.served; 0")
    try page.wait(for: "8.3 %", in: "figures")
    #expect(try browser.evaluate(isBusy) as? Bool == false)
    #expect(try browser.evaluate("document.getElementById('figures-note').hidden") as? Bool == true)
    page.expectQuiet()
  }

  @Test("a server's error is shown in its words, without its markup taken for markup")
  func problem() throws {
    try browser.evaluate(
      """
      const given = new DataTransfer();
      given.items.add(new File(["nonsense"], "broken.hea"));
      document.dispatchEvent(
        new DragEvent("drop", { dataTransfer: given, bubbles: true, cancelable: true }));
      """)
    try page.waitForProblem()
    #expect(
      try page.text("problem") == "Not a recording" + "broken.hea, line 1: a <b>bad</b> header.")
    page.expectQuiet()
  }

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

  @Test("a beat that was only moved has no class to restore, which is told")
  func restore() throws {
    try page.openExample()
    try page.tab(to: "trace")
    try browser.press("v")
    try browser.press("]")
    #expect(try page.text("status").hasPrefix("The beat is now at "))
    let isDisabled = "document.querySelector('#labels button:last-child').ariaDisabled"
    #expect(try browser.evaluate(isDisabled) as? String == "true")
    try browser.press("Backspace")
    #expect(
      try page.text("status") == "There is no class to restore: none was changed here.")
    try browser.press("1")
    #expect(try browser.evaluate(isDisabled) as? String == "false")
    try browser.press("Backspace")
    #expect(try page.text("status") == "Beat 3 is now ventricular (V).")
    page.expectQuiet()
  }

  @Test("of two recordings that are asked for both are shown; the page is not busy while it asks")
  func overtaken() throws {
    let found = try page.run(
      """
      const { Reading } = await import("./reading.js");
      const answer = () => fetch("v1/example").then((one) => one.arrayBuffer());
      const told = [];
      let isBusy = null;
      const reading = new Reading({ show: async (read, [name]) => {
        isBusy = document.body.hasAttribute("aria-busy");
        told.push(`${name} begins`);
        await new Promise((done) => setTimeout(done));
        told.push(`${name} ends`);
      } });
      let release;
      const first = reading.open("first", () => new Promise((done) => (release = done)).then(answer), ["first"]);
      await reading.open("second", answer, ["second"]);
      release();
      await first;
      return [...told, String(isBusy)];
      """)
    #expect(
      found as? [String] == ["second begins", "second ends", "first begins", "first ends", "false"])
  }

  @Test("a chosen beat shows its probabilities and what decided")
  func explanation() throws {
    try page.openExample()
    try page.click("[data-class=V] [data-step='1']")
    try browser.wait(
      until: "document.getElementById('explanation').getAttribute('aria-label').includes('Most')")
    let label = try browser.evaluate(
      "document.getElementById('explanation').getAttribute('aria-label')")
    // The middle of the made-up attribution is 10 samples, 40 ms, after the peak.
    #expect(
      label as? String
        == "The chosen beat. Most for V: the part about 40 milliseconds after its R peak.")
    let values = try page.texts(".probability .value")
    #expect(values == ["2.5 %", "2.5 %", "90.0 %", "2.5 %", "2.5 %"])
    let asked = try #require(server.posted["/v1/explanations"]?.last)
    #expect(asked["beat"] as? Int == 2)
    #expect((asked["beats"] as? [Int])?.count == 7)
    #expect(asked["samplingRate"] as? Int == StubServer.rate)
    page.expectQuiet()
  }

  @Test("where no part of a beat speaks for its class, none is told to")
  func nothingDecided() throws {
    let found = try page.run(
      """
      const { BeatPanel } = await import("./beat.js");
      const told = (attribution) => BeatPanel.prototype.describe.call({
        recording, index: 0, answer: { class: "N", first: 0, attribution },
      });
      return [[0, 0, 0, 0, 0], [0, -1, -1, -1, -1], [0, 0, 1, 1, 0]].map((one) => told([...one, ...one]));
      """)
    let nothing = "The chosen beat. No part of it speaks for N."
    let told = try #require(found as? [String])
    #expect(told.prefix(2) == [nothing, nothing])
    #expect(told[2].hasPrefix("The chosen beat. Most for N: the part about "))
  }

  @Test("corrected annotations and the summary are downloaded")
  func downloads() throws {
    try withTemporaryFolder { folder in try takeBoth(to: folder) }
  }

  private func takeBoth(to folder: URL) throws {
    try page.saveDownloads(in: folder)
    try page.openExample()
    try page.click("[data-class=S] [data-step='1']")
    try page.click("#labels button")
    let annotations = try page.take("annotations", as: folder.appending(path: "made-up.blm"))
    #expect(annotations == Data([1, 2, 3, 4]))
    let summary = try ExactJSON.object(
      with: page.take("summary", as: folder.appending(path: "made-up.json")))
    #expect((summary as? [String: Any])?["corrected"] as? Int == 1)
    let sent = try #require(server.posted["/v1/annotations"]?.last)
    #expect(sent["class"] as? String == "NNVNNNFNNV" + String(repeating: "N", count: 50))
    #expect((sent["sample"] as? [Int])?.prefix(2) == [125, 325])
    page.expectQuiet()
  }

  @Test(
    "names, contrast, sizes of targets and width are as WCAG wants them",
    arguments: [(1280, false), (1280, true), (390, false), (390, true)])
  func accessibility(width: Int, isDark: Bool) throws {
    try browser.setScreen(width: width, isDark: isDark)
    try browser.open(StubServer.address)
    try browser.evaluate(
      "for (const part of document.querySelectorAll('details')) part.open = true")
    try page.expectAccessible()
    try page.openExample()
    try page.click("[data-class=V] [data-step='1']")
    try browser.wait(until: "document.querySelectorAll('#list tr').length > 3")
    try page.expectAccessible()
    page.expectQuiet()
  }

  @Test("a name that is one long word makes the page no wider, wherever it is told")
  func longNames() throws {
    try browser.setScreen(width: 390)
    let found = try page.run(
      """
      const { ask } = await import("./ask.js");
      const { fail, say } = await import("./messages.js");
      const name = "x".repeat(240);
      const wide = () => document.documentElement.scrollWidth;
      fail(new Error(name));
      const problem = wide();
      say(name);
      const status = wide();
      ask(name, name, [name]);
      const { width } = document.querySelector("dialog").getBoundingClientRect();
      return [problem, status, width].map((one) => one <= innerWidth);
      """)
    #expect(found as? [Bool] == [true, true, true])
  }
}
