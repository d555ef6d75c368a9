import ECGRecordings
import ECGSignals
import Testing

/// Events in sequences whose answer is plain to see.
@Suite struct RhythmEventsTests {
  /// Beats a second apart; the letters are classes.
  private func events(
    _ sequence: String, times: [Double]? = nil, gaps: [Range<Double>] = []
  ) -> RhythmEvents {
    let symbols = AAMIClass.allCases.map { String($0.letter) }
    let labels = sequence.map { symbols.firstIndex(of: String($0)) ?? 0 }
    return RhythmEvents(
      times: times ?? labels.indices.map(Double.init), labels: labels, gaps: gaps)
  }

  private func found(_ sequence: String, gaps: [Range<Double>] = []) -> [String] {
    events(sequence, gaps: gaps).events.map {
      "\($0.kind.rawValue) \($0.label ?? -1) \($0.beats.lowerBound)-\($0.beats.upperBound)"
    }
  }

  @Test(arguments: [
    ("", []), ("N", []), ("NVN", []), ("NVVN", ["couplet 2 1-2"]), ("VV", ["couplet 2 0-1"]),
    ("NVVVN", ["run 2 1-3"]), ("SSSS", ["run 1 0-3"]),
    ("SSVV", ["couplet 1 0-1", "couplet 2 2-3"]),
    ("VFV", []), ("VQV", []), ("VNVN", []), ("VNVNV", ["bigeminy 2 0-4"]),
    ("NVNVNVNN", ["bigeminy 2 1-5"]), ("SNSNSNS", ["bigeminy 1 0-6"]), ("VNVFV", []),
    ("VNSNV", []), ("VNNVNNV", ["trigeminy 2 0-6"]), ("NNVNNVNNNV", []),
    ("VNNVNNVNV", ["trigeminy 2 0-6"]), ("VNVNVV", ["bigeminy 2 0-4", "couplet 2 4-5"]),
    ("VNSVNNV", []),
  ])
  func sequences(_ sequence: String, _ expected: [String]) {
    #expect(found(sequence) == expected)
  }

  /// There are no beats in it, and nobody knows of a pause.
  @Test func ventricularFlutterIsNoInterval() {
    let (times, labels) = ([0.0, 1, 5, 6, 7, 8], [0, 2, 2, 0, 0, 0])
    let flutter = [1.2..<4.8, 7..<7.5]
    let events = RhythmEvents(times: times, labels: labels, ventricularFlutter: flutter)
    #expect(events.intervals == [1, nil, 1, 1, nil] && events.events.isEmpty)
    // What was taken for a beat in it counts nowhere, whether it is marked or found, which is
    // unusable as well.
    #expect(events.isUsable == [true, true, true, true, false, true])
    let found = RhythmEvents(
      times: times, labels: labels, unusable: flutter, ventricularFlutter: flutter)
    #expect(found.isUsable == events.isUsable)
    let summaries = [events, found].map { RhythmSummary($0, in: 0..<9) }
    #expect(summaries[0] == summaries[1] && summaries[0].beats == 5)
    #expect(summaries[0].unusableBeats == 1)
    let episodes = RhythmEpisodes(events)
    #expect(episodes.rhythms == [nil, nil, nil, nil, .ventricularFlutter, nil])
    #expect(episodes.episodes.isEmpty)
    let stretches = episodes.stretches(events)
    #expect(stretches.map(\.rhythm) == [.ventricularFlutter, .ventricularFlutter])
    #expect(stretches.map(\.start) == [1.2, 7] && stretches.map(\.end) == [4.8, 7.5])
    #expect(stretches.map(\.beats) == [0, 0])
  }

  @Test func missingSamplesEndEvents() {
    #expect(found("VVVV", gaps: [1.2..<1.4]) == ["couplet 2 0-1", "couplet 2 2-3"])
    #expect(found("VNVNV", gaps: [1.2..<1.4]).isEmpty)
    let broken = events("NNN", gaps: [0.5..<0.6])
    #expect(broken.intervals == [nil, 1])
  }

  /// 720 samples, 360 a second, are 2 s wherever they lie.
  @Test func pausesOfExactlyTwoSecondsAreAllFound() {
    for start in 0..<2_000 {
      let times = [start, start + 300, start + 1_020].map { Double($0) / 360 }
      #expect(events("NNN", times: times).events.map(\.beats) == [1...2], "\(start)")
    }
  }

  @Test func pausesAreLongIntervalsThatWereSeen() {
    let times = [0, 1, 2.9, 4.9, 8]
    let seen = events("NNNNN", times: times)
    #expect(seen.events.map(\.kind) == [.pause, .pause])
    #expect(seen.events.map(\.beats) == [2...3, 3...4])
    #expect(seen.events.allSatisfy { $0.label == nil })
    let unseen = events("NNNNN", times: times, gaps: [6..<7])
    #expect(unseen.events.map(\.beats) == [2...3])
  }

  @Test func summaryCounts() throws {
    let all = events("NNVVNSSSNVNVNVNN")
    let summary = RhythmSummary(all, in: 0..<16)
    #expect(summary.beats == 16)
    #expect(summary.classes == ["N": 8, "S": 3, "V": 5, "F": 0, "Q": 0])
    #expect(summary.ectopicBurden == 50)
    let (s, v) = (summary.ectopy[0], summary.ectopy[1])
    #expect(s.class == "S" && s.runs == 1 && s.longestRun == 3 && s.longestRunStart == 5)
    #expect(v.class == "V" && v.couplets == 1 && v.runs == 0 && v.bigeminy == 1)
    #expect(v.longestRunStart == nil)
    let rate = try #require(summary.rate)
    #expect(rate.mean == 60 && rate.lowest == 60 && rate.highest == 60)
    #expect(summary.pauses == 0 && summary.longestPause == nil)
  }

  @Test func fewIntervalsHaveAMeanRateAlone() throws {
    let few = try #require(RhythmSummary(events("NNNNNNNN"), in: 0..<8).rate)
    #expect(few.mean == 60 && few.lowest == nil && few.highest == nil && few.extremes == nil)
    let enough = try #require(RhythmSummary(events("NNNNNNNNN"), in: 0..<9).rate)
    #expect(enough.extremes == "60 to 60 over 8 beats")
  }

  @Test func ratesAreThoseOfEightIntervals() throws {
    // Eight intervals of 0.5 s among intervals of 1 s.
    var times = [0.0]
    for index in 0..<30 { times.append(times[index] + (11..<19 ~= index ? 0.5 : 1)) }
    let rate = try #require(
      RhythmSummary(events(String(repeating: "N", count: 31), times: times), in: 0..<100).rate)
    #expect(rate.highest == 120)
    #expect(rate.lowest == 60)
    #expect(abs(rate.mean - 60 * 30 / 26) < 1e-9)
  }

  @Test func hoursShareTheBeatsOut() {
    let times = stride(from: 0.0, to: 9000, by: 1).map { $0 }
    let all = RhythmEvents(
      times: times, labels: times.map { $0.truncatingRemainder(dividingBy: 900) < 2 ? 2 : 0 })
    let hours = [0.0..<3600, 3600..<7200, 7200..<9000].map { RhythmSummary(all, in: $0) }
    #expect(hours.map(\.beats) == [3600, 3600, 1800])
    #expect(hours.map { $0.ectopy[1].couplets } == [4, 4, 2])
    let whole = RhythmSummary(all, in: 0..<9000)
    #expect(whole.ectopy[1].couplets == 10)
    #expect(whole.classes["V"] == 20)
  }

  /// Beats at times that no sum of intervals gives to the last bit.
  private func unevenTimes(_ count: Int, every interval: Double) -> [Double] {
    (0..<count).map { (beat: Int) -> Double in
      let shift = Double(beat * beat % 13) / 77
      return interval * Double(beat) + shift
    }
  }

  /// What is said of the slowest and the fastest eight intervals is said by all in the same number.
  @Test func extremesAreThoseOfTheSummary() throws {
    let times = unevenTimes(500, every: 0.8)
    let all = RhythmEvents(times: times, labels: times.map { _ in 0 }, gaps: [100.3..<100.4])
    let rate = try #require(RhythmSummary(all, in: 0..<500).rate)
    let extremes = RhythmExtremes(all)
    #expect(rate.lowest == extremes.slowest?.rate && rate.highest == extremes.fastest?.rate)
    // Of a part, those whose intervals all begin in it: the first nine beats have eight.
    let first = 480 / (times[8] - times[0])
    #expect(RhythmSummary(all, in: 0..<times[7].nextUp).rate?.lowest == first)
    #expect(RhythmSummary(all, in: 0..<times[7]).rate?.lowest == nil)
  }

  /// Parts share out what the whole has, wherever they end.
  @Test func partsAddUpToTheWhole() {
    let times = unevenTimes(5_000, every: 0.7)
    let labels = times.indices.map { (beat: Int) -> Int in beat * beat % 11 < 4 ? 2 : 0 }
    let stretches = (0..<40).map { (index: Int) -> Range<Double> in
      let start = Double(80 * index + 5)
      return start..<start + Double(index)
    }
    let all = RhythmEvents(times: times, labels: labels, unusable: stretches)
    let end = 3_600.0
    let whole = RhythmSummary(all, in: 0..<end)
    for length in [7.0, 60, 123.4, 1_800] {
      let parts = stride(from: 0, to: end, by: length).map {
        RhythmSummary(all, in: $0..<min($0 + length, end))
      }
      #expect(parts.reduce(0) { $0 + $1.ectopy[1].couplets } == whole.ectopy[1].couplets)
      #expect(parts.reduce(0) { $0 + $1.ectopy[1].runs } == whole.ectopy[1].runs)
      #expect(parts.reduce(0) { $0 + $1.beats } == whole.beats)
      #expect(abs(parts.reduce(0) { $0 + $1.unusable } - 780) < 1e-6)
    }
    #expect(whole.unusable == 780 && whole.ectopy[1].couplets + whole.ectopy[1].runs > 500)
    // Those that touch an end, that hold the whole, and none.
    #expect(RhythmSummary.seconds(of: [0..<5, 5..<9, 12..<13], in: 5..<12) == 4)
    #expect(RhythmSummary.seconds(of: [0..<9], in: 2..<3) == 1)
    #expect(RhythmSummary.seconds(of: [0..<5, 12..<13], in: 6..<8) == 0)
    #expect(RhythmSummary.seconds(of: [], in: 0..<8) == 0)
  }

  @Test func nothingComesOfNothing() {
    let summary = RhythmSummary(events(""), in: 0..<10, missing: 10)
    #expect(summary.beats == 0 && summary.rate == nil)
    // Of nothing there is no share.
    #expect(summary.ectopicBurden == nil && summary.unusableShare == nil)
    #expect(summary.ectopy.map(\.burden) == [nil, nil])
    #expect(RhythmWording(summary).facts.contains { $0.name == "missing" && $0.value == "10.0 s" })
  }

  /// Beats of a stretch in which nothing can be said count nowhere, and none follows
  /// another across it.
  @Test func unusableBeatsCountNowhere() {
    let symbols = AAMIClass.allCases.map { String($0.letter) }
    let labels = "NNVVVVNN".map { symbols.firstIndex(of: String($0)) ?? 0 }
    let all = RhythmEvents(
      times: labels.indices.map(Double.init), labels: labels, unusable: [1.5..<5.5])
    #expect(all.events.isEmpty)
    #expect(all.isUsable == [true, true, false, false, false, false, true, true])
    let summary = RhythmSummary(all, in: 0..<8)
    #expect(summary.beats == 4 && summary.unusableBeats == 4 && summary.unusable == 4)
    #expect(summary.unusableShare == 50 && summary.ectopicBurden == 0)
    let facts = RhythmWording(summary).facts
    #expect(facts.contains { $0.name == "quality" && $0.value.hasPrefix("50.0 % unusable") })
  }

  /// How long the ventricles flutter is part of every part, and of its row where one has some.
  @Test func flutterIsTimed() {
    let all = RhythmEvents(
      times: [1, 2, 90], labels: [0, 0, 0], unusable: [10..<70], ventricularFlutter: [10..<70])
    let parts = [0..<60.0, 60..<120].map { RhythmSummary(all, in: $0) }
    #expect(parts.map(\.ventricularFlutter) == [50, 10])
    #expect(RhythmSummary(all, in: 80..<120).ventricularFlutter == nil)
    let table = RhythmWording.table(
      of: parts + [RhythmSummary(all, in: 120..<180)], clock: RecordingClock())
    #expect(table.columns.prefix(4) == ["from", "usable", "VF", "beats"])
    #expect(table.rows.map { $0[2] } == ["0:00:50", "0:00:10", "–"])
    let rest = RhythmWording.table(of: [RhythmSummary(all, in: 120..<180)], clock: RecordingClock())
    #expect(!rest.columns.contains("VF"))
    // Marked beside what is unusable, it is no more usable, and counts once.
    let marked = RhythmEvents(
      times: [1, 2, 90], labels: [0, 0, 0], gaps: [40..<45], unusable: [10..<30, 65..<75],
      ventricularFlutter: [20..<70])
    let both = [0..<60.0, 60..<120].map { RhythmSummary(marked, in: $0) }
    #expect(both.map(\.unusable) == [45, 15] && both.map(\.ventricularFlutter) == [40, 10])
  }

  /// A file may mark as noise what has no samples.
  @Test func noMoreThanAllIsUnusable() {
    let all = RhythmEvents(times: [1, 2], labels: [0, 0], gaps: [4..<10], unusable: [0..<10])
    #expect(RhythmSummary(all, in: 0..<10, missing: 6).unusableShare == 100)
    #expect(RhythmSummary.seconds(of: [4..<10, 12..<13], in: 5..<12.5) == 5.5)
  }

  /// A recording of which nothing is usable does not read as a normal one.
  @Test func nothingUsableIsNotNormal() {
    let all = RhythmEvents(times: [1, 2], labels: [0, 0], unusable: [0..<10])
    let facts = RhythmWording(RhythmSummary(all, in: 0..<10)).facts
    #expect(facts.contains { $0.name == "quality" } && !facts.contains { $0.name == "pauses" })
    #expect(facts.contains { $0.name == "rhythm" && $0.value.hasPrefix("unknown") })
  }

  /// Where the ventricles flutter the rhythm is known without beats.
  @Test func flutterIsNotUnknown() {
    func rhythm(_ flutter: Range<Double>, missing: Double = 0) -> String? {
      let all = RhythmEvents(
        times: [], labels: [], unusable: [flutter], ventricularFlutter: [flutter])
      let summary = RhythmSummary(all, in: 0..<60, missing: missing)
      return RhythmWording(summary).facts.first { $0.name == "rhythm" }?.value
    }
    #expect(rhythm(0..<59.5) == nil && rhythm(0..<49.5, missing: 10) == nil)
    #expect(rhythm(10..<49.5)?.hasPrefix("unknown beside ventricular flutter") == true)
  }

  /// A beat a second from 10 s to 20 s, and from 30 s to 40 s.
  private let twice = (10...20).map(Double.init) + (30...40).map(Double.init)

  private func open(
    _ times: [Double], gaps: [Range<Double>] = [], unusable: [Range<Double>] = [], seconds: Double
  ) -> [Range<Double>] {
    RhythmEvents(
      times: times, labels: times.map { _ in 0 }, gaps: gaps, unusable: unusable
    ).openPauses(gaps: gaps, seconds: seconds)
  }

  @Test func silenceAtAnEndOrAGapIsToldAndNoPause() {
    #expect(open(twice, seconds: 100) == [0..<10, 40..<100])
    // What lies between two beats is a pause of known length.
    #expect(RhythmEvents(times: twice, labels: twice.map { _ in 0 }).events.map(\.kind) == [.pause])
    #expect(
      open(twice, gaps: [24..<25], seconds: 41) == [0..<10, 20..<24, 25..<30])
    // Between two gaps there may be no beat at all.
    #expect(open(twice, gaps: [20.5..<22, 26..<29], seconds: 41) == [0..<10, 22..<26])
    // The two seconds that a pause has at the least, and more where the heart is slow.
    #expect(open(twice, seconds: 41.9) == [0..<10])
    #expect(open([0, 2, 4, 6], seconds: 8.9) == [])
    #expect(open([0, 2, 4, 6], seconds: 9) == [6..<9])
  }

  @Test func silenceBesideUnusableSignalIsNotTold() {
    #expect(open(twice, unusable: [0..<5, 45..<50], seconds: 100) == [])
    #expect(open([], seconds: 100) == [])
  }

  @Test func theLongestSilenceIsNamed() throws {
    let events = RhythmEvents(times: twice, labels: twice.map { _ in 0 })
    let remark = try #require(events.openPausesRemark(gaps: [], seconds: 100))
    #expect(remark.hasPrefix("from 40.0 s to 100.0 s there is no beat"))
    #expect(remark.hasSuffix("there is one more"))
    #expect(events.openPausesRemark(gaps: [], seconds: 41) != nil)
    #expect(
      RhythmEvents(times: [1, 2, 3], labels: [0, 0, 0]).openPausesRemark(gaps: [], seconds: 4)
        == nil)
  }
}
