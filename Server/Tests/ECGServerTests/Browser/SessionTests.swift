import ECGTestSupport
import Foundation
import Testing

/// Several recordings at once, and sessions that the server keeps, in a real browser.
@Suite(
  .serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"),
  .enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
struct SessionTests {
  private let page: ViewerPage
  private var browser: Chromium { page.browser }

  init() throws { page = try ViewerPage(servedBy: ServerProcess()) }

  @Test("several records are open at once, each with its changes, its view and its experts")
  func severalRecords() throws {
    let mitdb = try #require(RealData.mitdb)
    let names = ["208.hea", "222.dat", "222.hea", "208.dat", "222.atr"]
    try page.drop(names.map { mitdb.appending(path: $0) })
    try browser.wait(until: "document.querySelectorAll('#recordings li').length === 2")
    try page.wait(for: "222.atr", in: "experts-note")
    let differences = try page.texts("#differences button").count
    let second = try page.counts()

    try page.click("[data-index='0']")
    #expect(try page.text("name") == "208")
    #expect(try page.texts("#differences button").isEmpty)
    let found = try page.counts()
    // Those that lie in noise are beats too, and are not counted.
    let beats = try #require(page.text("recordings").firstMatch(of: /[\d,]+ beats/)).output
    try page.click("[data-key=F]")
    try page.click("#labels button:nth-of-type(3)")
    let corrected = [found[0], found[1], found[2] + found[3], 0, 0]
    try page.wait(for: "\(beats), \(found[3]) corrected", in: "recordings")
    try page.click("#in")
    try page.click("[data-class=S] [data-step='1']")
    let view = try page.text("position")

    try page.click("[data-index='1']")
    #expect(try page.text("name") == "222")
    #expect(try page.counts() == second)
    #expect(try page.texts("#differences button").count == differences)
    try page.expectAccessible()
    try page.click("#another")
    try page.tabBack(to: "theme")
    let focused = "document.activeElement.dataset.index ?? document.activeElement.id"
    for _ in 0..<5 where try browser.evaluate(focused) as? String != "0" {
      try browser.press("Tab")
    }
    try browser.press("Enter")
    #expect(try page.text("name") == "208")
    #expect(try page.counts() == corrected)
    #expect(try page.text("position") == view)
    try page.click("#undo")
    #expect(try page.counts() == found)

    // The same once more is the one that is open.
    try page.drop(["hea", "dat"].map { mitdb.appending(path: "208.\($0)") })
    try page.wait(for: "208 is open already.", in: "status")
    try page.click("[data-index=away-0]")
    #expect(try page.text("name") == "222")
    #expect(try page.text("status") == "208 is closed.")
    page.expectQuiet()
  }

  @Test("what was changed is there again after the server was killed, in another browser too")
  func sessionsOnServer() throws {
    try withTemporaryFolder { folder in
      let arguments = ["--log-level", "notice", "--sessions", folder.path, "--port"]
      let first = try ServerProcess(arguments + ["0"])
      var page = try ViewerPage(browser, first.address)
      let files = try ["hea", "dat"].map {
        try #require(RealData.mitdb).appending(path: "208.\($0)")
      }
      try page.drop(files)
      try page.waitForRecording()
      try page.click("[data-key=F]")
      try page.click("#labels button:nth-of-type(3)")
      try page.click("#undo")
      try page.click("#redo")
      let counts = try page.counts()
      try page.wait(for: "Kept in this browser and on the server", in: "keeping")
      first.signal(SIGKILL)
      #expect(browser.complaints.isEmpty)

      let second = try ServerProcess(arguments + ["0"])
      page = try ViewerPage(servedBy: second)
      try page.wait(for: "1 change", in: "kept-list")
      try page.expectAccessible()
      try page.drop(files)
      try page.wait(for: "1 change of", in: "status")
      #expect(try page.counts() == counts)
      #expect(counts[3] == 0)
      try page.click("#undo")
      #expect(try page.counts()[3] > 250)
      try page.wait(for: "on the server", in: "keeping")
      // Discarded, it is gone from both.
      try page.click("#another")
      try page.wait(for: "all changes undone", in: "kept-list")
      try page.click("#kept-list button:nth-of-type(2)")
      try page.browser.wait(until: "document.querySelector('dialog[open]') !== null")
      try page.click("dialog button:nth-of-type(2)")
      try page.browser.wait(until: "document.getElementById('kept').hidden")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
      page.expectQuiet()
      #expect(second.end().status == 0)
    }
  }
}
