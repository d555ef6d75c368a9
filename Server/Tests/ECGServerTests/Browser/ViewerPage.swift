import Foundation
import ECGTestSupport
import Testing

/// The viewer's page in a browser, in the terms of a person who looks at it.
struct ViewerPage {
  let browser: Chromium
  /// Where the page comes from.
  let address: String
  /// The server there, which runs for as long as the page is looked at.
  private var server: ServerProcess?

  /// Opens the page in a window.
  init(_ browser: Chromium, _ address: String, height: Int = 800) throws {
    self.browser = browser
    self.address = address
    try browser.setScreen(width: 1280, height: height)
    try browser.open(address)
  }

  /// Opens the page of a server in a browser of its own.
  init(servedBy server: ServerProcess, height: Int = 800) throws {
    try self.init(Chromium(), server.address, height: height)
    self.server = server
  }

  /// Opens the page in a browser of its own that a server made up here answers.
  init(answeredBy server: StubServer) throws {
    let browser = try Chromium()
    browser.answer = server.answer
    try self.init(browser, StubServer.address)
  }

  /// Clicks what a selector finds first.
  func click(_ selector: String) throws {
    try browser.evaluate("document.querySelector(`\(selector)`).click()")
  }

  func openExample() throws {
    try click("#example")
    try waitForRecording()
  }

  /// Drops files on the page, as from a file manager; once more where the page does not receive
  /// them, as where it moved meanwhile or was too busy to say that it takes them.
  ///
  /// - Parameter patience: the seconds in which it receives them.
  /// - Throws: `Chromium.Failure` where it never does, rather than to wait in vain for
  ///   what comes of it.
  func drop(_ files: [URL], patience: Double = 20) throws {
    for _ in 0..<3 {
      try browser.evaluate(
        """
        window.hasDropped = false;
        document.addEventListener("drop", () => (window.hasDropped = true), { capture: true, once: true });
        """)
      try browser.drop(files, at: try place("drop"))
      let end = Date(timeIntervalSinceNow: patience)
      repeat {
        if try browser.evaluate("window.hasDropped") as? Bool == true { return }
        Thread.sleep(forTimeInterval: 0.03)
      } while Date() < end
    }
    let names = files.map { $0.lastPathComponent }.joined(separator: ", ")
    throw Chromium.Failure(description: "The page does not receive what is dropped: \(names)")
  }

  func waitForRecording() throws {
    try browser.wait(until: "!document.getElementById('viewer').hidden")
  }

  /// Waits for a text in an element.
  func wait(for text: String, in id: String) throws {
    try browser.wait(until: "document.getElementById('\(id)').textContent.includes(`\(text)`)")
  }

  /// Opens the page anew, as after a crash.
  func reload() throws {
    try browser.evaluate("window.isOld = true")
    try browser.call("Page.reload")
    try browser.wait(until: "!window.isOld && document.readyState === 'complete'")
  }

  func waitForProblem() throws {
    try browser.wait(until: "!document.getElementById('problem').hidden")
  }

  func text(_ id: String) throws -> String {
    try browser.evaluate("document.getElementById('\(id)').textContent") as? String ?? ""
  }

  /// The texts of all that a selector finds.
  func texts(_ selector: String) throws -> [String] {
    let script = "[...document.querySelectorAll(`\(selector)`)].map((found) => found.textContent)"
    return try #require(try browser.evaluate(script) as? [String])
  }

  /// The beats of each class, in the order N, S, V, F, Q.
  func counts() throws -> [Int] {
    try texts(".count .value").map { try #require(Int($0.replacing(",", with: ""))) }
  }

  /// The middle of an element in the window.
  func place(_ id: String) throws -> (x: Double, y: Double) {
    let box = try box(id)
    return (box.left + box.width / 2, box.top + box.height / 2)
  }

  /// Where an element is in the window.
  func box(_ id: String) throws -> (left: Double, top: Double, width: Double, height: Double) {
    let script = """
      (({ left, top, width, height }) => [left, top, width, height])(
        document.getElementById('\(id)').getBoundingClientRect())
      """
    let sides = try #require(try browser.evaluate(script) as? [Double])
    return (sides[0], sides[1], sides[2], sides[3])
  }

  /// Presses Tab until an element is reached.
  func tab(to id: String) throws { try tab(to: id, []) }

  /// Presses Shift and Tab until an element is reached.
  func tabBack(to id: String) throws { try tab(to: id, .shift) }

  private func tab(to id: String, _ modifiers: Chromium.Modifiers) throws {
    for _ in 0..<120 {
      if try browser.evaluate("document.activeElement.id") as? String == id { return }
      try browser.press("Tab", modifiers)
    }
    Issue.record("Tab does not reach \(id).")
  }

  /// Has what is downloaded saved in a folder.
  func saveDownloads(in folder: URL) throws {
    try browser.call(
      "Browser.setDownloadBehavior",
      ["behavior": "allow", "downloadPath": folder.path], ofBrowser: true)
  }

  /// Clicks a button and waits for the file that it saves: the browser holds its place
  /// with an empty one.
  func take(_ button: String, as file: URL) throws -> Data {
    try click("#take-\(button)")
    try Patience.wait {
      // Lets the page's requests be answered.
      try browser.evaluate("0")
      return (try? Data(contentsOf: file))?.isEmpty == false
    }
    return try Data(contentsOf: file)
  }

  /// A recording of eight beats, one a second, in families 1 and 2.
  private static let recording = """
    const { Beats } = await import("./beats.js");
    const { make } = await import("./edits.js");
    const letters = "NNVNSNNN";
    const recording = {
      rate: 100, count: 900, noise: [], rhythms: [],
      beats: new Beats({ sample: [...letters].map((_, index) => 100 * index + 50), class: letters, family: [1, 1, 2, 1, 1, 1, 1, 1] }),
    };
    const state = () => JSON.stringify([
      [...recording.beats.id], [...recording.beats.sample], [...recording.beats.label], [...recording.beats.family],
      [...recording.beats.removed.keys()].sort(), recording.noise, recording.rhythms]);
    """

  /// Runs a script that may use the viewer's modules and a recording made up for it, and
  /// returns what it does.
  func run(_ script: String) throws -> Any? {
    try browser.evaluate("(async () => { \(Self.recording)\n\(script) })()")
  }

  /// Nothing on the console, and nothing asked of another host.
  func expectQuiet() {
    #expect(browser.complaints.isEmpty)
    #expect(browser.requested.allSatisfy { $0.absoluteString.hasPrefix(address) })
  }

  func expectAccessible() throws {
    let faults = try browser.evaluate(AccessibilityAudit.script) as? [String]
    #expect(faults == [])
    let tree = try browser.call("Accessibility.getFullAXTree")["nodes"] as? [[String: Any]] ?? []
    #expect(tree.count > 20)
    #expect(AccessibilityAudit.nameless(in: tree) == [])
  }
}
