import Foundation
import TestSupport
import Testing

/// The viewer's page in a real browser, with answers made up here.
@Suite(.serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"))
struct ViewerTests {
  private let browser: Chromium
  private let server = MadeUpServer()

  init() throws {
    browser = try Chromium()
    browser.answer = server.answer
    try browser.setScreen(width: 1280)
    try browser.open(MadeUpServer.address)
  }

  private func openExample() throws {
    try browser.evaluate("document.getElementById('example').click()")
    try browser.wait(until: "!document.getElementById('viewer').hidden")
  }

  private func text(_ id: String) throws -> String {
    try browser.evaluate("document.getElementById('\(id)').textContent") as? String ?? ""
  }

  /// Nothing on the console, and nothing asked of another host.
  private func expectQuiet() {
    #expect(browser.complaints.isEmpty)
    #expect(browser.requested.allSatisfy { $0.host() == "viewer.test" })
  }

  @Test("the example is opened, and the beats of each class are counted")
  func counts() throws {
    try openExample()
    let counts = try browser.evaluate(
      "[...document.querySelectorAll('.count .value')].map((value) => value.textContent).join()")
    #expect(counts as? String == "56,1,2,1,0")
    #expect(try text("status") == "made-up: 60 beats, 56 N, 1 S, 2 V, 1 F.")
    #expect(try text("figures").contains("6.7 %"))
    let means = try browser.evaluate("document.querySelectorAll('#means figure').length")
    #expect(means as? Int == 4)
    expectQuiet()
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
    try browser.wait(until: "!document.getElementById('problem').hidden")
    #expect(
      try text("problem") == "Not a recording" + "broken.hea, line 1: a <b>bad</b> header.")
    expectQuiet()
  }

  @Test("the keyboard alone opens, moves, zooms, jumps, corrects and takes back")
  func keyboard() throws {
    func tab(to id: String) throws {
      for _ in 0..<60 {
        if try browser.evaluate("document.activeElement.id") as? String == id { return }
        try browser.press("Tab")
      }
      Issue.record("Tab does not reach \(id).")
    }
    try tab(to: "example")
    try browser.press("Enter")
    try browser.wait(until: "!document.getElementById('viewer').hidden")
    try tab(to: "trace")
    let standard = try text("position")
    #expect(standard.hasSuffix("25 mm/s"))
    try browser.press("+")
    #expect(try text("position").hasSuffix("37.5 mm/s"))
    try browser.press("0")
    try browser.press("End")
    #expect(try text("position").contains("to 0:00:49.0"))
    try browser.press("Home")
    #expect(try text("position") == standard)

    try browser.press("v")
    #expect(try text("status") == "Beat 3 of 60, ventricular (V), at 0:00:02.1.")
    try browser.press("v")
    #expect(try text("status") == "Beat 10 of 60, ventricular (V), at 0:00:07.7.")
    try browser.press("v")
    #expect(try text("status") == "No V beat further on.")
    try browser.press("V")
    #expect(try text("status") == "Beat 3 of 60, ventricular (V), at 0:00:02.1.")
    try browser.press("V")
    #expect(try text("status") == "No V beat before.")
    try browser.press(".")
    #expect(try text("status").hasPrefix("Beat 4 of 60, normal (N)"))

    try browser.press("2")
    #expect(try text("status") == "Beat 4 is now supraventricular (S).")
    #expect(try text("beat-facts").hasSuffix("Found N, corrected to S."))
    #expect(try text("corrections").hasPrefix("1 label changed"))
    try browser.wait(until: "document.getElementById('figures').textContent.includes('8.3 %')")
    let sent = server.posted["/v1/summaries"]?.last?["class"] as? String
    #expect(sent == "NNVSSNFNNV" + String(repeating: "N", count: 50))
    try browser.press("Backspace")
    #expect(try text("corrections") == "No label has been changed.")
    #expect(try text("figures").contains("6.7 %"))
    expectQuiet()
  }

  @Test("the mouse chooses a beat, scrolls the trace and goes to a place in the overview")
  func mouse() throws {
    // High enough that the overview is in the window.
    try browser.setScreen(width: 1280, height: 1200)
    try openExample()
    func place(_ id: String, _ side: String) throws -> Double {
      let script = "document.getElementById('\(id)').getBoundingClientRect().\(side)"
      return try #require(try browser.evaluate(script) as? Double)
    }
    let left = try place("trace", "left")
    let y = try place("trace", "top") + 60
    // Beat 3 is at 2.1 s, and a second is 25 mm of 96 / 25.4 pixels.
    let third = left + 2.1 * 25 * 96 / 25.4
    try browser.drag(from: (third, y), to: (third, y))
    #expect(try text("status") == "Beat 3 of 60, ventricular (V), at 0:00:02.1.")
    try browser.drag(from: (left + 600, y), to: (left + 600 - 250 * 96 / 25.4, y))
    // Whole pixels make a hundredth of a second at the most.
    #expect(try text("position").hasPrefix("0:00:10.0 to "))
    let right = try place("overview", "right") - 3
    let strip = try place("overview", "top") + 30
    try browser.drag(from: (right, strip), to: (right, strip))
    #expect(try text("position").contains("to 0:00:49.0"))
    expectQuiet()
  }

  @Test("a chosen beat shows its probabilities and what decided")
  func explanation() throws {
    try openExample()
    try browser.evaluate("document.querySelector('[data-class=V] [data-step=\"1\"]').click()")
    try browser.wait(
      until: "document.getElementById('explanation').getAttribute('aria-label').includes('Most')")
    let label = try browser.evaluate(
      "document.getElementById('explanation').getAttribute('aria-label')")
    // The middle of the made-up attribution is 10 samples, 40 ms, after the peak.
    #expect(
      label as? String
        == "The chosen beat. Most for V: the part about 40 milliseconds after its R peak.")
    let values = try browser.evaluate(
      "[...document.querySelectorAll('.probability .value')].map((v) => v.textContent).join()")
    #expect(values as? String == "2.5 %,2.5 %,90.0 %,2.5 %,2.5 %")
    let asked = try #require(server.posted["/v1/explanations"]?.last)
    #expect(asked["beat"] as? Int == 2)
    #expect((asked["beats"] as? [Int])?.count == 7)
    #expect(asked["sampling_frequency"] as? Int == MadeUpServer.rate)
    expectQuiet()
  }

  @Test("corrected annotations and the summary are downloaded")
  func downloads() throws {
    try withTemporaryFolder { folder in try takeBoth(to: folder) }
  }

  private func takeBoth(to folder: URL) throws {
    try browser.call(
      "Browser.setDownloadBehavior",
      ["behavior": "allow", "downloadPath": folder.path], ofBrowser: true)
    try openExample()
    try browser.evaluate("document.querySelector('[data-class=S] [data-step=\"1\"]').click()")
    try browser.evaluate("document.querySelector('#labels button').click()")
    for (button, name) in [("annotations", "made-up.blm"), ("summary", "made-up.json")] {
      try browser.evaluate("document.getElementById('take-\(button)').click()")
      let file = folder.appending(path: name)
      let end = Date(timeIntervalSinceNow: 20)
      while !FileManager.default.fileExists(atPath: file.path), Date() < end {
        // Lets the page's requests be answered.
        try browser.evaluate("0")
        Thread.sleep(forTimeInterval: 0.05)
      }
    }
    #expect(
      try Data(contentsOf: folder.appending(path: "made-up.blm")) == Data([1, 2, 3, 4]))
    let summary = try JSONSerialization.jsonObject(
      with: Data(contentsOf: folder.appending(path: "made-up.json")))
    #expect((summary as? [String: Any])?["corrected"] as? Int == 1)
    let sent = try #require(server.posted["/v1/annotations"]?.last)
    #expect(sent["class"] as? String == "NNVNNNFNNV" + String(repeating: "N", count: 50))
    #expect((sent["sample"] as? [Int])?.prefix(2) == [125, 325])
    expectQuiet()
  }

  @Test(
    "names, contrast, sizes of targets and width are as WCAG wants them",
    arguments: [(1280, false), (1280, true), (390, false), (390, true)])
  func accessibility(width: Int, isDark: Bool) throws {
    try browser.setScreen(width: width, isDark: isDark)
    try browser.open(MadeUpServer.address)
    try browser.evaluate(
      "for (const part of document.querySelectorAll('details')) part.open = true")
    try expectAccessible()
    try openExample()
    try browser.evaluate("document.querySelector('[data-class=V] [data-step=\"1\"]').click()")
    try browser.wait(until: "document.querySelectorAll('#list tr').length > 3")
    try expectAccessible()
    expectQuiet()
  }

  private func expectAccessible() throws {
    let faults = try browser.evaluate(AccessibilityAudit.script) as? [String]
    #expect(faults == [])
    let tree = try browser.call("Accessibility.getFullAXTree")["nodes"] as? [[String: Any]] ?? []
    #expect(tree.count > 20)
    #expect(AccessibilityAudit.nameless(in: tree) == [])
  }
}
