import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGRecordings
import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// Files that a reader opens in the viewer, read by the real server.
@Suite(.serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"))
struct ServedFilesTests {
  private let page: ViewerPage
  private var browser: Chromium { page.browser }

  init() throws { page = try ViewerPage(servedBy: ServerProcess()) }

  @Test("flutter that is found comes to the viewer, into its annotations and out of them again")
  func ventricularFlutter() throws {
    // A narrow beat every 0.9 s, and in the middle of the minute waves that swell and fade.
    let samples = (0..<15_000).map { index in
      let time = Double(index) / 250
      let beat = time.truncatingRemainder(dividingBy: 0.9) - 0.4
      let isFlutter = (20..<40).contains(time)
      let swell = 400 + 250 * sin(1.9 * time)
      return Int16(
        isFlutter ? swell * sin(31 * time + sin(1.3 * time)) : 1000 * exp(-pow(beat / 0.012, 2)))
    }
    let header = "flutter 1 250 15000\nflutter.dat 16 1000 16 0 0 \(samples.reduce(0, &+)) 0 II\n"
    try withTemporaryFolder { folder in
      let (head, signal) = (Data(header.utf8), samples.withUnsafeBytes { Data($0) })
      try head.write(to: folder.appending(path: "flutter.hea"))
      try signal.write(to: folder.appending(path: "flutter.dat"))
      let path = folder.appending(path: "flutter").path
      let found = try ClassifiedRecording(.open(path), by: .pretrained())
      #expect(found.ventricularFlutter.count == 1)
      let answer = try page.run(
        """
        const { annotations, classify } = await import("./api.js");
        const { readAnnotations, readLabels } = await import("./annotations.js");
        const { readRecording } = await import("./recording.js");
        const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
        const files = [new File([bytes("\(head.base64EncodedString())")], "flutter.hea"),
          new File([bytes("\(signal.base64EncodedString())")], "flutter.dat")];
        const opened = readRecording(await classify(files, {}));
        const taken = await (await annotations(opened)).arrayBuffer();
        const labels = readLabels(readAnnotations(taken, "flutter.blm"), opened, "flutter.blm");
        return [JSON.stringify(opened.rhythms), JSON.stringify(labels.rhythms), JSON.stringify(opened.shades),
          btoa(String.fromCharCode(...new Uint8Array(taken)))];
        """)
      let told = try #require(answer as? [String])
      let range = try #require(found.ventricularFlutter.first)
      let times = "\(Int(range.lowerBound)),\(Int(range.upperBound))"
      let rhythms = "[[\(times),\"VFL\"]]"
      #expect(told[0] == rhythms && told[1] == rhythms)
      // It is not called unusable.
      #expect(told[2] == "[[\(times),\"\"]]")
      try #require(Data(base64Encoded: told[3])).write(to: folder.appending(path: "flutter.blm"))
      let read = try ClassifiedRecording(.open(path), beats: .labelled("blm"), by: .pretrained())
      #expect(read.ventricularFlutter == found.ventricularFlutter && read.peaks == found.peaks)
      #expect(read.quality.ventricularFlutter == found.quality.ventricularFlutter)
      try page.drop(["hea", "dat"].map { folder.appending(path: "flutter.\($0)") })
      try page.waitForRecording()
      let seconds = Int(range.upperBound - range.lowerBound)
      #expect(try page.text("status").hasPrefix("flutter: VF or flutter for \(seconds) s; "))
    }
  }

  @Test("twelve leads are shown as they are printed, whatever their order and spelling")
  func twelveLeads() throws {
    let names = [
      "v6", "V5", "V4", "V3", "V2", "ECG V1", "avf", "aVL", "AVR", "iii", "Lead II", "i",
    ]
    // A narrow triangle every 0.8 s.
    let beats = (0..<30_000).map { Int16(max(0, 1000 - 50 * abs($0 % 800 - 300))) }
    let checksum = beats.reduce(Int16(0), &+)
    try withTemporaryFolder { folder in
      let lines = names.map { "twelve.dat 16 1000 16 0 0 \(checksum) 0 \($0)" }
      try Data((["twelve 12 1000 30000"] + lines).joined(separator: "\n").utf8)
        .write(to: folder.appending(path: "twelve.hea"))
      var samples = Data()
      for sample in beats {
        for _ in names {
          withUnsafeBytes(of: sample.littleEndian) { samples.append(contentsOf: $0) }
        }
      }
      try samples.write(to: folder.appending(path: "twelve.dat"))
      try page.drop(["hea", "dat"].map { folder.appending(path: "twelve.\($0)") })
      try page.waitForRecording()
    }
    #expect(try page.text("position").hasPrefix("0:00:00.0 to 0:00:10.0"))
    let places = try browser.evaluate(
      """
      import("./twelve.js").then(({ twelveOf }) => twelveOf({ about: { leads: [
        "V6", "V5", "V4", "V3", "V2", "V1", "aVF", "aVL", "aVR", "III", "II", "I"].map((lead) => ({ lead })) } })
        .map(({ lead, row, column, from }) => [lead, row, column, from].join(" ")))
      """)
    #expect(
      places as? [String] == [
        "11 0 0 0", "10 1 0 0", "9 2 0 0", "8 0 1 2.5", "7 1 1 2.5", "6 2 1 2.5", "5 0 2 5",
        "4 1 2 5", "3 2 2 5", "2 0 3 7.5", "1 1 3 7.5", "0 2 3 7.5", "10 3 0 0",
      ])
    try page.expectAccessible()
    // Printed they stand as they are shown.
    _ = try browser.printed()
    let figures = try browser.evaluate(
      "[...document.querySelectorAll('#print-strips figure')].map((one) => one.className + ': ' + one.textContent)"
    )
    #expect(figures as? [String] == ["twelve: 25 mm/s, 10 mm/mV"])
    try page.tab(to: "trace")
    try browser.press("t")
    #expect(try page.text("position").hasSuffix("25 mm/s"))
    _ = try browser.printed()
    let alone = try browser.evaluate("document.querySelectorAll('#print-strips .twelve').length")
    #expect(alone as? Int == 0)
    try browser.press("t")
    #expect(try page.text("position").hasPrefix("0:00:00.0 to 0:00:10.0"))
    try page.click("#in")
    let isTwelve = "document.getElementById('twelve').ariaPressed"
    #expect(try browser.evaluate(isTwelve) as? String == "false")
    try page.click("#twelve")
    #expect(try browser.evaluate(isTwelve) as? String == "true")
    // Where one of them is missing, they are not offered.
    try page.click("#another")
    try page.openExample()
    #expect(try browser.evaluate("document.getElementById('twelve').hidden") as? Bool == true)
    page.expectQuiet()
  }

  @Test("a broken file is told, and the next one opens")
  func brokenFile() throws {
    try withTemporaryFolder { folder in
      let broken = folder.appending(path: "broken.hea")
      try Data("broken 2 360 1000\nbroken.dat 212 two\n".utf8).write(to: broken)
      try page.drop([broken])
      try page.waitForProblem()
      #expect(try page.text("problem").contains("broken.hea: line 2"))
      #expect(try page.text("status") == "")
      try page.expectAccessible()
      try page.openExample()
      #expect(try browser.evaluate("document.getElementById('problem').hidden") as? Bool == true)
      page.expectQuiet()
    }
  }

  @Test("what a file does not say is asked for in the words of the page, and its field is at hand")
  func missingSetting() throws {
    let (_, made) = try Upload.synthetic(beats: 30)
    try withTemporaryFolder { folder in
      let table = folder.appending(path: "table.csv")
      try Data(("II [mV]\n" + made.samples[0].map { "\($0)\n" }.joined()).utf8).write(to: table)
      try page.drop([table])
      try page.waitForProblem()
      let problem = try page.text("problem")
      #expect(
        problem.hasSuffix(
          "Give it in Hz. Set “CSV: samples per second” under Options, as in 360."), "\(problem)")
      #expect(try browser.evaluate("document.activeElement.id") as? String == "rate")
      #expect(try browser.evaluate("document.activeElement.ariaInvalid") as? String == "true")
      #expect(try browser.evaluate("document.getElementById('options').open") as? Bool == true)
      try page.expectAccessible()
      try browser.evaluate("document.getElementById('rate').value = '360'")
      try page.drop([table])
      try page.waitForRecording()
      page.expectQuiet()
    }
  }

  @Test("signals of another checksum open where that is asked for")
  func checksum() throws {
    let (files, _) = try Upload.synthetic(beats: 30)
    try withTemporaryFolder { folder in
      let urls = try files.map { file in
        var content = file.content
        if file.name.hasSuffix(".dat") { content[content.startIndex + 300] ^= 1 }
        let url = folder.appending(path: file.name)
        try content.write(to: url)
        return url
      }
      try page.drop(urls)
      try page.waitForProblem()
      #expect(try page.text("problem").contains("expected the checksum"))
      #expect(try page.texts("#problem button") == ["Open it without comparing checksums"])
      try page.click("#problem button")
      try page.waitForRecording()
      page.expectQuiet()
    }
  }
}
