import Foundation
import ECGTestSupport
import Testing

/// A day of two leads in the viewer: how many frames a second the browser draws while it is panned.
///
/// It is a measurement, for a machine that does nothing else, and runs where `ECG_MEASURE` is set.
@Suite(
  .serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"),
  .enabled(
    if: ProcessInfo.processInfo.environment["ECG_MEASURE"] != nil, "ECG_MEASURE is not set"),
  .enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
struct DayTests {
  /// What was measured at a zoom.
  private struct Frames: Decodable, CustomStringConvertible {
    /// Frames a second.
    let rate: Double
    /// The longest time from one frame to the next, in milliseconds.
    let longest: Double
    /// What was in view at last.
    let view: String

    var description: String {
      String(format: "%.1f frames/s, the longest %.1f ms, %@", rate, longest, view)
    }
  }

  /// Scrolls by the wheel before every frame, to and fro, for three seconds.
  private static let pan = measured(
    """
    const trace = document.getElementById("trace");
    const move = (turn) => {
      const deltaX = turn % 120 < 60 ? 23 : -23;
      trace.dispatchEvent(new WheelEvent("wheel", { deltaX, cancelable: true }));
    };
    """)

  /// Scrolls the rows of a minute before every frame, mostly down.
  private static let scroll = measured(
    """
    const rows = document.getElementById("disclosure");
    const move = (turn) => rows.scrollTop += turn % 200 < 150 ? 57 : -23;
    """)

  /// What measures the frames of three seconds, each after a `move`.
  private static func measured(_ setUp: String) -> String {
    """
    (async () => {
      \(setUp)
      const frame = () => new Promise(requestAnimationFrame);
      const times = [];
      await frame();
      const start = performance.now();
      for (let last = start, turn = 0; last < start + 3000; turn += 1) {
        move(turn);
        await frame();
        times.push(performance.now() - last);
        last += times.at(-1);
      }
      const all = times.reduce((sum, time) => sum + time, 0);
      return JSON.stringify({
        rate: 1000 * times.length / all, longest: Math.max(...times),
        view: document.getElementById("position").textContent });
    })()
    """
  }

  @Test(
    "a day is panned at 50 frames a second and more, from 25 mm/s to the whole of it, and in rows of a minute"
  )
  func frames() throws {
    let page = try ViewerPage(servedBy: ServerProcess(), height: 900)
    let browser = page.browser
    try withTemporaryFolder { folder in
      try Self.writeDay(to: folder)
      let start = Date()
      try page.drop(["hea", "dat"].map { folder.appending(path: "day.\($0)") })
      try page.waitForRecording()
      print(String(format: "opened in %.1f s", Date().timeIntervalSince(start)))
    }
    #expect(try page.text("facts").hasPrefix("24:04:27"))
    for zoomedOut in 0..<24 {
      if zoomedOut % 4 == 0 {
        let text = try #require(try browser.evaluate(Self.pan) as? String)
        let frames = try JSONDecoder().decode(Frames.self, from: Data(text.utf8))
        print(frames)
        #expect(frames.rate >= 50)
      }
      try page.click("#out")
    }
    try page.click("#whole")
    let text = try #require(try browser.evaluate(Self.scroll) as? String)
    let frames = try JSONDecoder().decode(Frames.self, from: Data(text.utf8))
    print(frames)
    #expect(frames.rate >= 50)
    page.expectQuiet()
  }

  /// All 48 records one after the other: 24 hours and 4 minutes of two leads at 360 Hz.
  private static func writeDay(to folder: URL) throws {
    let mitdb = try #require(RealData.mitdb)
    let files = try FileManager.default.contentsOfDirectory(atPath: mitdb.path)
      .filter { $0.hasSuffix(".dat") }.sorted()
    var bytes = Data()
    for file in files { bytes += try Data(contentsOf: mitdb.appending(path: file)) }
    try bytes.write(to: folder.appending(path: "day.dat"))
    let signal = "day.dat 212 200 11 1024"
    try Data("day 2 360 \(bytes.count / 3)\n\(signal)\n\(signal)\n".utf8)
      .write(to: folder.appending(path: "day.hea"))
  }
}
