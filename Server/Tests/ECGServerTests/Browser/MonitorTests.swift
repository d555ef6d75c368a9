import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGRecordings
import ECGServer
import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// The monitor's page in a real browser, served and answered by the real server; `AlarmTests` has
/// its alarms one by one, `MonitorSignalTests` signals of which nothing can be said.
@Suite(.serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"))
struct MonitorTests {
  private let server: ServerProcess
  private let page: ViewerPage
  private var browser: Chromium { page.browser }

  init() throws {
    server = try ServerProcess()
    page = try ViewerPage(servedBy: server)
    // The first connections break off in the middle of a beat's answers, which is not a matter of
    // how fast anything is.
    try browser.call(
      "Page.addScriptToEvaluateOnNewDocument",
      [
        "source": """
        window.breaks = 0;
        window.sockets = [];
        window.WebSocket = class extends WebSocket {
          constructor(address) {
            super(window.detour ?? address);
            if (window.sockets.push(this) > window.breaks) return;
            let beats = 0;
            this.addEventListener("message", (event) => {
              if (JSON.parse(event.data).type === "beat" && (beats += 1) === 25) this.close();
            });
          }
        };
        """
      ])
    try open(server)
  }

  /// Opens the monitor of a server, with all states of the link in `window.links`,
  /// however short they are.
  private func open(_ server: ServerProcess) throws {
    try browser.open("\(server.address)monitor")
    try browser.evaluate(
      """
      window.links = [];
      new MutationObserver(() => {
        const { state } = document.getElementById("link").dataset;
        if (window.links.at(-1) !== state) window.links.push(state);
      }).observe(document.getElementById("link"), { attributes: true });
      """)
  }

  /// Has the page play a hundred times slower as soon as something is so: what it is asked then
  /// must not depend on how soon it is asked. The page sees to it itself, since the recording could
  /// be over before it is told.
  private func slowDown(once expression: String) throws {
    try browser.evaluate(
      """
      window.isSlow = false;
      window.slowDown = () => {
        if (!(\(expression))) return;
        clearInterval(window.slowing);
        const now = () => Performance.prototype.now.call(performance);
        const begun = now();
        performance.now = () => begun + (now() - begun) / 100;
        window.isSlow = true;
      };
      window.slowing = setInterval(window.slowDown, 10);
      """)
  }

  /// Clicks what a selector finds first, and gives the value of an expression right after that.
  private func click(_ selector: String, then expression: String) throws -> Any? {
    try browser.evaluate(
      "(() => { document.querySelector(`\(selector)`).click(); return \(expression); })()")
  }

  private func play(_ speed: Int = 50) throws {
    try browser.evaluate("document.getElementById('speed').value = '\(speed)'")
    try page.click("#example")
    try browser.wait(until: "!document.getElementById('monitor').hidden")
  }

  /// The beats of each class so far, in the order N, S, V, F, Q.
  private func tally() throws -> [Int] {
    try page.texts("#tally dd").map { try #require(Int($0.replacing(",", with: ""))) }
  }

  /// What the library says of the example as the page sends it: the lead that is classified and the
  /// next, in 16 bits.
  private func expected() throws -> [Int] {
    try withTemporaryFolder { folder in
      for (name, contents) in try ExampleRecording().files {
        try contents.write(to: folder.appending(path: name))
      }
      let recording = try RecordingFile.open(folder.appending(path: "example").path)
      let first = try recording.chooseLeads(named: nil)[0].signal
      let signals = [first] + recording.signals.indices.filter { $0 != first }
      var reader = try recording.reader(signals: Array(signals.prefix(2)))
      var live = try LiveClassifier(
        samplingRate: recording.signals[first].samplingRate, leads: min(2, signals.count))
      var beats: [LiveBeat] = []
      while let block = try reader.next() {
        beats += try live.process(
          leads: block.samples.map { $0.map { ($0 / 0.001).rounded() } })
      }
      beats += try live.finish()
      return AAMIClass.allCases.map { letter in
        beats.count {
          $0.stage == .final && $0.beatClass == letter && $0.quality.unusable == nil
        }
      }
    }
  }

  @Test(
    "the example plays to its end, its connection lost again and again: the beats are those of the library"
  )
  func broken() throws {
    try browser.evaluate("window.breaks = 4")
    try play()
    try page.wait(for: "example is over.", in: "status")
    #expect(try tally() == expected())
    #expect(try browser.evaluate("window.sockets.length") as? Int == 5)
    #expect(
      try browser.evaluate("window.links") as? [String]
        == ["connecting"] + [[String]](repeating: ["open", "lost"], count: 4).joined()
        + ["open", "ended"])
    // What is over begins again.
    let words = ["play", "status"].map { "document.getElementById('\($0)').textContent" }
    #expect(
      try click("#play", then: "[\(words.joined(separator: ", "))]") as? [String]
        == ["Stop", "example plays."])
    try page.wait(for: "example is over.", in: "status")
    #expect(try tally() == expected())
    page.expectQuiet()
  }

  @Test(
    "why a server gives no socket is told; what may change is tried again, what will not is not")
  func refused() throws {
    var answered = 0
    func refuse(_ status: Int, _ detail: String) {
      browser.answer = { request in
        guard request.url.path() == "/v1/live" else { return nil }
        answered += 1
        return Chromium.Answer(
          status: status, fields: ["Content-Type": "application/problem+json"],
          body: Data("{\"status\": \(status), \"detail\": \"\(detail)\"}".utf8))
      }
    }
    refuse(503, "All places are taken; try again in a minute.")
    try browser.evaluate("window.detour = 'ws://127.0.0.1:\(server.port)/v1/nowhere'")
    try play()
    let words = "Connection lost: All places are taken; try again in a minute. Trying again."
    try browser.wait(until: "document.getElementById('link').textContent === '\(words)'")
    try browser.evaluate("window.detour = null")
    try browser.wait(until: "window.links.includes('open')")
    #expect(answered >= 1)

    refuse(401, "Expected a token.")
    try page.click("#another")
    try browser.evaluate("window.detour = 'ws://127.0.0.1:\(server.port)/v1/nowhere'")
    let before = try browser.evaluate("window.sockets.length") as? Int
    try play()
    try browser.wait(
      until:
        "document.getElementById('link').textContent === 'The server goes on no more: Expected a token.'"
    )
    #expect(try browser.evaluate("window.sockets.length") as? Int == before.map { $0 + 1 })
  }

  @Test("the token that a browser asks a person for goes with the socket too")
  func token() throws {
    let guarded = try ServerProcess(environment: ["ECG_SERVER_TOKEN": "open-sesame"])
    browser.password = "open-sesame"
    try open(guarded)
    try play()
    try browser.wait(until: "window.links.includes('open')")
    try browser.wait(until: "Number(document.querySelector('#tally dd')?.textContent) > 0")
    #expect(browser.complaints.isEmpty)
  }

  @Test("the keyboard freezes, looks back, goes on, stops and plays")
  func keyboard() throws {
    try slowDown(once: "Number(document.querySelector('#tally dd')?.textContent) > 20")
    try play(5)
    try browser.wait(until: "window.isSlow")
    try page.tab(to: "trace")
    try browser.press(" ")
    #expect(try page.text("status") == "Frozen; the recording goes on.")
    #expect(
      try browser.evaluate("document.getElementById('back-label').hidden") as? Bool == false)
    let before = try browser.evaluate("Number(document.getElementById('back').value)") as? Double
    try browser.press("ArrowLeft")
    let after = try browser.evaluate("Number(document.getElementById('back').value)") as? Double
    // The field's steps are of 0.2 s, and its last may be a shorter one.
    #expect(try abs(#require(before) - #require(after) - 1) < 0.21)
    try page.expectAccessible()
    try browser.press("End")
    #expect(try browser.evaluate("document.getElementById('back-label').hidden") as? Bool == true)
    try browser.press("p")
    #expect(try page.text("play") == "Play")
    try browser.press("p")
    #expect(try page.text("play") == "Stop")
    page.expectQuiet()
  }

  @Test(
    "limits that are passed raise alarms, which are listed, looked at and kept with the browser")
  func alarms() throws {
    try browser.evaluate(
      """
      const field = document.getElementById('limit-high');
      field.value = '60';
      field.dispatchEvent(new Event('change'));
      """)
    try slowDown(once: "document.getElementById('alarm').textContent.startsWith('Fast: ')")
    try play(5)
    try browser.wait(until: "window.isSlow")
    #expect(
      try browser.evaluate("document.getElementById('alarm-card').classList.contains('on')")
        as? Bool == true)
    #expect(try page.texts("#alarms button").contains { $0.contains("Fast: ") })
    let isSeen = "document.getElementById('seen').getAttribute('aria-disabled')"
    #expect(try click("#seen", then: isSeen) as? String == "true")
    try page.click("#alarms li:last-child button")
    #expect(try page.text("status") != "")
    #expect(try browser.evaluate("document.activeElement.id") as? String == "trace")
    #expect(
      try browser.evaluate("document.getElementById('freeze').getAttribute('aria-pressed')")
        as? String == "true")
    try browser.open("\(server.address)monitor")
    #expect(try browser.evaluate("document.getElementById('limit-high').value") as? String == "60")
    page.expectQuiet()
  }

  @Test(
    "what a file does not say is asked for in a field of the page, and what is not played is told")
  func missingSetting() throws {
    let (_, made) = try Upload.synthetic(beats: 30)
    try withTemporaryFolder { folder in
      let tables = ["table.csv", "other.csv"].map { folder.appending(path: $0) }
      let text = "II [mV]\n" + made.samples[0].map { "\($0)\n" }.joined()
      for table in tables { try Data(text.utf8).write(to: table) }
      try page.drop([tables[0]])
      try page.waitForProblem()
      let problem = try page.text("problem")
      #expect(
        problem.hasSuffix(
          "Give it in Hz. Set “CSV: samples per second” under Options, as in 360."), "\(problem)")
      #expect(try browser.evaluate("document.activeElement.name") as? String == "rate")
      try page.expectAccessible()
      try browser.evaluate("document.activeElement.value = '360'")
      try page.drop(tables)
      try browser.wait(until: "!document.getElementById('monitor').hidden")
      try page.wait(for: "left out: other.csv", in: "problem")
      try page.click("#another")
      try page.drop([tables[0]])
      try browser.wait(until: "!document.getElementById('monitor').hidden")
      #expect(try browser.evaluate("document.getElementById('problem').hidden") as? Bool == true)
      page.expectQuiet()
    }
  }

  @Test(
    "names, contrast, sizes of targets and width are as WCAG wants them",
    arguments: [(1280, false), (1280, true), (390, false), (390, true)])
  func accessibility(width: Int, isDark: Bool) throws {
    try browser.setScreen(width: width, isDark: isDark)
    // Anew, so that no colour is on its way from light to dark.
    try browser.open("\(server.address)monitor")
    try page.expectAccessible()
    try play()
    try browser.wait(until: "Number(document.querySelector('#tally dd')?.textContent) > 20")
    try page.expectAccessible()
    page.expectQuiet()
  }
}
