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
