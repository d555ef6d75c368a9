import ECGRecordings
import ECGServer
import ECGTestSupport
import Foundation
import Testing

/// A technician's session on record 208, in a real browser with the real server.
@Suite(
  .serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"),
  .enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
struct WorkTests {
  private let server: ServerProcess
  private let page: ViewerPage
  private var browser: Chromium { page.browser }

  init() throws {
    server = try ServerProcess()
    page = try ViewerPage(servedBy: server)
  }

  private func open(_ suffixes: [String] = ["hea", "dat"]) throws {
    let mitdb = try #require(RealData.mitdb)
    try page.drop(suffixes.map { mitdb.appending(path: "208.\($0)") })
    try page.waitForRecording()
  }

  /// Everything that is kept has been written.
  private func waitUntilKept() throws {
    try page.wait(for: "Kept in this browser", in: "keeping")
    try browser.wait(
      until:
        "import('./store.js').then(({ keptSessions }) => keptSessions()).then(([one]) => one?.done > 0)"
    )
  }

  @Test(
    "by mouse: families, noise, a beat inserted; a reload and a crash of the server; taken away")
  func mouse() throws {
    try open()
    let found = try page.counts()
    #expect(found[3] > 250)
    // Two actions for all fusion beats.
    try page.click("[data-key=F]")
    try page.click("#labels button:nth-of-type(3)")
    let relabelled = [found[0], found[1], found[2] + found[3], 0, 0]
    #expect(try page.counts() == relabelled)
    try page.click("#undo")
    #expect(try page.counts() == found)
    try page.click("#redo")
    #expect(try page.counts() == relabelled)

    let largest = "[...document.querySelectorAll('.family-head.class-N')].at(-1)"
    try browser.evaluate("\(largest).click()")
    try page.click("[data-do=split]")
    #expect(try page.text("status").hasSuffix("early beats are a family of their own."))
    #expect(try page.counts() == relabelled)

    try chooseInMenu("Into ", of: "[data-do=merge]")
    #expect(try page.text("status").contains(" beats merged into family N"))
    try page.click("#undo")

    let trace = try page.box("trace")
    let y = trace.top + 100
    try browser.drag(from: (trace.left + 100, y), to: (trace.left + 400, y), .shift)
    #expect(try page.text("target").contains("beats in 3.1"))
    try page.click("#noise")
    let counted = try page.counts()
    #expect(counted.reduce(0, +) < relabelled.reduce(0, +))
    #expect(try page.text("status") == "Marked as noise; its beats count no more.")
    try chooseInMenu("AFIB", of: "#rhythm")
    #expect(try page.text("status") == "Marked as atrial fibrillation.")
    try browser.drag(from: (trace.left + 700, y), to: (trace.left + 700, y))
    try browser.askForMenu(at: (trace.left + 560, y))
    try chooseInMenu("Insert")
    #expect(try page.text("corrections").contains("1 beat inserted, noise marked, rhythms marked"))
    let worked = try page.counts()
    #expect(worked.reduce(0, +) == counted.reduce(0, +) + 1)
    try waitUntilKept()

    try page.reload()
    try page.wait(for: "5 changes", in: "kept-list")
    try open()
    try page.wait(for: "5 changes", in: "status")
    #expect(try page.counts() == worked)

    // The server ends, and another listens where it did.
    #expect(server.end().status == 0)
    let next = try listener(at: server.port)
    try page.reload()
    try open()
    try page.wait(for: "5 changes", in: "status")
    #expect(try page.counts() == worked)
    try withTemporaryFolder { try takeAway(to: $0, worked) }
    page.expectQuiet()
    #expect(next.end().status == 0)
  }

  /// A server at a port that another has left, which a connection of somebody else may
  /// have for a moment.
  private func listener(at port: Int) throws -> ServerProcess {
    var listener: ServerProcess?
    try Patience.wait {
      do {
        listener = try ServerProcess(["--port", "\(port)", "--log-level", "notice"])
      } catch let error as ServerProcess.NotListening
        where error.log.contains("Address already in use")
      {
        return false
      }
      return true
    }
    return try #require(listener)
  }

  /// Chooses what begins with a text in the menu of a button, or in the one that is open.
  private func chooseInMenu(_ text: String, of button: String? = nil) throws {
    if let button { try page.click(button) }
    try browser.wait(until: "document.querySelector('[role=menu]') !== null")
    let items = "[...document.querySelectorAll('[role=menuitem]')]"
    try browser.evaluate("\(items).find((one) => one.textContent.startsWith('\(text)')).click()")
  }

  private func takeAway(to folder: URL, _ counts: [Int]) throws {
    try page.saveDownloads(in: folder)
    let file = folder.appending(path: "208.blm")
    _ = try page.take("annotations", as: file)
    let annotations = try AnnotationFile.read(path: file.path).annotations
    let noise = annotations.filter { $0.symbol == "~" }
    #expect(noise.count >= 2 && noise[0].subtype == 0x11 && noise[0].text == "noise")
    #expect(annotations.count { $0.text == "inserted" } == 1)
    #expect(annotations.count { $0.text == "corrected" } > 250)
    #expect(annotations.contains { $0.symbol == "+" && $0.text == "(AFIB" })
    if Python.has("wfdb") {
      let symbols = try Python.run(
        "import sys, wfdb; print(''.join(wfdb.rdann(sys.argv[1], 'blm').symbol))",
        [file.deletingPathExtension().path])
      #expect(symbols == String(annotations.map(\.symbol)) + "\n")
    }
    let usable = annotations.filter { beat in
      AnnotationCode.isBeat(beat.symbol)
        && noise.last { $0.sample <= beat.sample }.map { $0.subtype == 0 } ?? true
    }
    #expect("NSVFQ".map { letter in usable.count { $0.symbol == letter } } == counts)
    // All of it is undone, and what was taken away brings it back.
    for _ in 0..<5 { try page.click("#undo") }
    #expect(try page.text("corrections") == "No label has been changed.")
    try page.drop([file])
    try browser.wait(until: "document.querySelector('dialog[open]') !== null")
    try page.click("dialog button:nth-of-type(2)")
    try page.wait(for: "taken up", in: "status")
    #expect(try page.counts() == counts)
  }

  @Test("by keyboard alone: families, a stretch, undo and redo, a beat inserted, moved and deleted")
  func keyboard() throws {
    try open()
    let found = try page.counts()
    try page.tab(to: "tab-families")
    func key() throws -> String? {
      try browser.evaluate("document.activeElement.dataset.key ?? null") as? String
    }
    for _ in 0..<3 where try key() == nil { try browser.press("Tab") }
    for _ in 0..<40 where try key() != "F" { try browser.press("ArrowDown") }
    #expect(try page.text("target").hasPrefix("All F, "))
    try browser.press("3")
    #expect(try page.counts() == [found[0], found[1], found[2] + found[3], 0, 0])
    try browser.press("z", .control)
    #expect(try page.counts() == found)
    try browser.press("Z", .control)
    #expect(try page.counts()[3] == 0)
    try browser.press("z", .control)
    try browser.press("y", .control)
    try browser.press("z", .control)
    #expect(try page.counts() == found)

    try page.tabBack(to: "trace")
    try browser.press(".")
    for _ in 0..<3 { try browser.press("ArrowRight", .shift) }
    #expect(try page.text("target").hasPrefix("4 beats in "))
    try browser.press("5")
    #expect(try page.text("status") == "4 beats are now unknown (Q).")
    #expect(try page.counts()[4] == found[4] + 4)
    try browser.press("x")
    #expect(try page.counts()[4] == found[4])
    try browser.press("x")
    #expect(try page.counts()[4] == found[4] + 4)
    try browser.press("Escape")
    try browser.press("i")
    #expect(try page.text("corrections").contains("1 beat inserted"))
    try browser.press("]")
    try browser.press("Delete")
    #expect(try page.text("corrections").hasPrefix("4 labels changed"))
    try browser.press("F10", .shift)
    try browser.wait(until: "document.querySelector('[role=menu]') !== null")
    try browser.press("Escape")
    try browser.press("e")
    #expect(try page.text("status").contains("V couplets, "))
    try browser.press("g")
    for character in "0:10:00" { try browser.press(String(character)) }
    try browser.press("Enter")
    #expect(try page.text("status") == "At 0:10:00.0.")
    try browser.wait(until: "location.hash === '#t=0:10:00'")
    try page.expectAccessible()
    page.expectQuiet()
  }

  @Test("experts' annotations beside the record have a lane, are compared, and taken up")
  func experts() throws {
    try open(["hea", "dat", "atr"])
    try page.wait(for: "208.atr", in: "experts-note")
    let differences = try page.texts("#differences button").count
    #expect(differences > 50)
    try page.click("#difference-next")
    #expect(try page.text("status").hasPrefix("Difference 1 of "))
    try page.click("#experts-take")
    // 208 as the experts have it: 1,586 N with e and j, 2 S, 992 V, 373 F, 2 Q.
    #expect(try page.counts() == [1586, 2, 992, 373, 2])
    #expect(try page.texts("#differences button") == [])
    try page.click("#undo")
    #expect(try page.texts("#differences button").count == differences)
    page.expectQuiet()
  }

  @Test("with its record open, each of several annotation files is compared, one at a time")
  func severalExperts() throws {
    try open()
    try page.click("#tab-take")
    try browser.evaluate(
      "document.getElementById('files').addEventListener('click', (event) => { window.isAsked = true; event.preventDefault(); })"
    )
    try page.click("#choose")
    #expect(try browser.evaluate("window.isAsked") as? Bool == true)
    try withTemporaryFolder { folder in
      try page.saveDownloads(in: folder)
      let file = folder.appending(path: "208.blm")
      _ = try page.take("annotations", as: file)
      let mitdb = try #require(RealData.mitdb)
      try page.drop([file] + ["hea", "dat", "atr"].map { mitdb.appending(path: "208.\($0)") })
      try page.wait(for: "208 is open already. 208.blm is compared with it", in: "status")
      #expect(try page.text("status").contains("so can be 208.atr, one at a time."))
      #expect(try page.texts("#differences button") == [])
      #expect(try page.texts("#experts-others button") == ["Compare 208.atr"])
      try page.click("#experts-others button")
      try page.wait(for: "208.atr", in: "experts-note")
      #expect(try page.texts("#differences button").count > 50)
      #expect(try page.texts("#experts-others button") == ["Compare 208.blm"])
      try page.expectAccessible()
    }
    page.expectQuiet()
  }
}
