import ECGTestSupport
import Foundation
import Testing

/// The alarms that the monitor raises of beats made up for it.
@Suite(.serialized, .waiting, .enabled(if: Chromium.path != nil, "there is no Chromium"))
struct AlarmTests {
  private let page: ViewerPage

  init() throws { page = try ViewerPage(answeredBy: StubServer()) }

  /// What the monitor is told.
  private struct Told {
    /// When, in seconds.
    let second: Double
    /// The class of a beat; nil where none comes.
    var letter: String? = "N"
    /// Why nothing can be said of the signal.
    var unusable: String?
    /// Whether samples are missing before the beat, so that the server tells no interval.
    var isBehindGap = false

    var script: String {
      func quoted(_ text: String?) -> String { text.map { "'\($0)'" } ?? "null" }
      return "[\(second), \(quoted(letter)), \(quoted(unusable)), \(isBehindGap)]"
    }
  }

  /// The alarms that begin and end.
  private func alarms(_ told: [Told]) throws -> [String] {
    try timed(told).map(\.words)
  }

  /// The alarms that begin and end, with where they began, in seconds.
  private func timed(_ told: [Told]) throws -> [(words: String, from: Double)] {
    let found = try page.run(
      """
      const { Rhythm, usualLimits } = await import("./rhythm.js");
      const alarms = [];
      const rhythm = new Rhythm(100, usualLimits, {
        began: ({ words, from }) => alarms.push([words, from]), changed: () => {},
        ended: ({ words, from }) => alarms.push([`${words} ends`, from]),
      });
      let last;
      for (const [second, letter, unusable, isBehindGap] of [\(told.map(\.script).joined(separator: ", "))]) {
        if (letter === null) rhythm.judgeSignal(unusable, second);
        else {
          const rr = last === undefined || isBehindGap ? undefined : second - last;
          rhythm.take({ stage: "final", sample: 100 * second, rr, class: letter, probabilities: { [letter]: 1 }, unusable: unusable ?? undefined });
          last = second;
        }
        rhythm.at(second);
      }
      return alarms;
      """)
    return try #require(found as? [[Any]]).map {
      (try #require($0[0] as? String), try #require($0[1] as? Double))
    }
  }

  private let usual = (0..<20).map { Told(second: Double($0)) }

  @Test("beats of which nothing can be said make no run and no rate, and their intervals no pause")
  func unusable() throws {
    func run(_ poor: String?) -> [Told] {
      (40..<50).map { Told(second: Double($0) / 2, letter: "V", unusable: poor) }
    }
    let after = (25..<30).map { Told(second: Double($0)) }
    #expect(try alarms(usual + run(nil) + after).contains("Run of 3 V beats"))
    #expect(
      try alarms(usual + run("noise") + after) == ["Signal poor: noise", "Signal poor: noise ends"])
    // A run that began before the noise was known ends with it.
    #expect(
      try alarms(usual + run(nil).prefix(3) + run("noise").dropFirst(3)).contains(
        "Run of 3 V beats, signal poor ends"))
    // No beat for ten seconds, and none was to come.
    func silent(_ poor: String?) -> [Told] {
      (20..<30).map { Told(second: Double($0), letter: nil, unusable: poor) }
    }
    let back = (30..<40).map { Told(second: Double($0)) }
    #expect(
      try alarms(usual + silent("flat") + back) == ["Signal poor: flat", "Signal poor: flat ends"])
    #expect(
      try alarms(usual + silent("missing") + back) == ["Samples missing", "Samples missing ends"])
    #expect(try alarms(usual + silent(nil) + back).contains { $0.hasPrefix("Pause of") })
  }

  @Test("ventricles that flutter are an alarm at once, and the only one")
  func flutter() throws {
    func run(_ poor: String?) -> [Told] {
      (60..<80).map { Told(second: Double($0) / 3, letter: "V", unusable: poor) }
    }
    let after = (27..<35).map { Told(second: Double($0)) }
    let words = "Ventricular flutter or fibrillation"
    #expect(try alarms(usual + run("ventricularFlutter") + after) == [words, "\(words) ends"])
    let told = try alarms(usual + run(nil).prefix(9) + run("ventricularFlutter").dropFirst(9))
    #expect(told.contains("Run of 3 V beats") && told.last == words)
    #expect(told.filter { $0.hasSuffix(" ends") }.count == told.count / 2)
    // An electrode that comes off then is another matter.
    let off = (27..<35).map { Told(second: Double($0), letter: nil, unusable: "flat") }
    #expect(
      try alarms(usual + run("ventricularFlutter") + off)
        == [words, "\(words) ends", "Signal poor: flat"])
  }

  @Test("flutter begins where it does, and a moment of noise does not end it")
  func flutterAfterOthers() throws {
    func signal(_ seconds: Range<Int>, _ poor: String?) -> [Told] {
      seconds.map { Told(second: Double($0), letter: nil, unusable: poor) }
    }
    let words = "Ventricular flutter or fibrillation"
    let begun = signal(20..<60, "flat") + signal(60..<80, "ventricularFlutter")
    let told = try timed(usual + begun + signal(80..<90, "noise"))
    #expect(
      told.map(\.words) == [
        "Signal poor: flat", "Signal poor: flat ends", words, "\(words) ends",
        "Signal poor: noise",
      ])
    #expect(told.map(\.from) == [19, 19, 59, 59, 79])
    let moment = signal(80..<81, "noise") + signal(81..<90, "ventricularFlutter")
    let whole = try timed(usual + begun + moment)
    #expect(whole.last?.words == words && whole.last?.from == 59)
  }

  @Test("beats on both sides of missing samples make no run")
  func runAcrossGap() throws {
    func beats(_ letters: String, before: Int) -> [Told] {
      zip(usual.count..., letters).map { second, letter in
        let isBehindGap = second == usual.count + before
        return Told(
          second: Double(second) + (second < usual.count + before ? 0 : 20),
          letter: String(letter), isBehindGap: isBehindGap)
      }
    }
    func runs(_ told: [Told]) throws -> [String] {
      try alarms(told).filter { $0.contains("Run") }
    }
    #expect(try runs(usual + beats("VVVVN", before: 2)) == [])
    #expect(
      try runs(usual + beats("VVVVN", before: 3)) == ["Run of 3 V beats", "Run of 3 V beats ends"])
  }

  /// What a link without a server tells of some messages, of a lead at 100 Hz with a gap from 30 to
  /// 42 s: its beats, what the signal is up to where, and after each message up to where all is
  /// known.
  private func told(by messages: String) throws -> [String]? {
    try page.run(
      """
      const { Link } = await import("./link.js");
      const { missing } = await import("./pyramid.js");
      const lead = new Int16Array(6000).fill(0).fill(missing, 3000, 4200);
      const told = [];
      const socket = window.WebSocket;
      window.WebSocket = class { addEventListener() {} };
      const link = new Link(100, [lead], {
        beat: ({ sample }) => told.push(`beat ${sample}`), state: () => {},
        signal: (poor, place) => told.push(`${poor ?? "good"} ${place}`),
      });
      window.WebSocket = socket;
      for (const message of \(messages)) {
        link.take(message);
        told.push(`known ${link.known}`);
      }
      return told;
      """) as? [String]
  }

  /// As where a browser is busy, or plays fast.
  @Test("a gap that the server came past between two answers is told all the same")
  func gapBetweenAnswers() throws {
    let told = try told(
      by: "[2000, 3005, 3900, 4240, 5000].map((received) => ({ type: \"received\", received }))")
    #expect(
      told == [
        "good 2000", "known 2000", "good 3005", "known 3005", "missing 3900", "known 3900",
        "missing 4200", "good 4240", "known 4240", "good 5000", "known 5000",
      ])
  }

  @Test("no pause is looked for beyond a beat until more is told, by which time a gap is known")
  func gapBehindBeats() throws {
    let told = try told(
      by: """
        [
          { type: "received", received: 2000 },
          { type: "beat", answer: 1, sample: 2900, received: 3300 },
          { type: "beat", answer: 2, sample: 2990, received: 3300 },
          { type: "beat", answer: 3, sample: 4230, received: 4400 },
          { type: "received", received: 4500 },
        ]
        """)
    #expect(
      told == [
        "good 2000", "known 2000", "beat 2900", "known 2000", "beat 2990", "known 2000",
        "missing 3300", "beat 4230", "known 3300", "missing 4200", "good 4500", "known 4500",
      ])
  }
}
