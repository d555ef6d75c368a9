import ECGSignals
import Testing

/// Which rhythm each beat belongs to.
@Suite struct RhythmEpisodesTests {
  private typealias Rhythm = RhythmEpisode.Rhythm

  /// The episodes of beats so many seconds apart; letters are classes.
  private func episodes(
    _ letters: String, every interval: Double = 0.8, fibrillation: [Float] = [],
    unusable: [Range<Double>] = []
  ) -> [RhythmEpisode] {
    let classes = AAMIClass.allCases.map(\.letter)
    let labels = letters.map { classes.firstIndex(of: $0) ?? 0 }
    let events = RhythmEvents(
      times: labels.indices.map { Double($0) * interval }, labels: labels, unusable: unusable)
    return RhythmEpisodes(events, fibrillation: fibrillation).episodes
  }

  @Test func runsAndBigeminyAreRhythms() {
    #expect(
      episodes("NNVVVNN", every: 0.4)
        == [RhythmEpisode(rhythm: .ventricularTachycardia, beats: 2...4)])
    #expect(episodes("NNVVVNN") == [RhythmEpisode(rhythm: .idioventricular, beats: 2...4)])
    #expect(
      episodes("NSSSSN", every: 0.4)
        == [RhythmEpisode(rhythm: .supraventricularTachyarrhythmia, beats: 1...4)])
    #expect(episodes("NSSSSN").isEmpty && episodes("NVVNN").isEmpty && episodes("NNNN").isEmpty)
    #expect(episodes("NVNVNVNN") == [RhythmEpisode(rhythm: .bigeminy, beats: 1...5)])
    #expect(episodes("VNNVNNVNN") == [RhythmEpisode(rhythm: .trigeminy, beats: 0...6)])
    #expect(episodes("SNSNSN") == [RhythmEpisode(rhythm: .atrialBigeminy, beats: 0...4)])
    // A run that begins with the last beat of bigeminy has that beat.
    #expect(
      episodes("VNVNVVVN", every: 0.4) == [
        RhythmEpisode(rhythm: .bigeminy, beats: 0...3),
        RhythmEpisode(rhythm: .ventricularTachycardia, beats: 4...6),
      ])
  }

  @Test func fibrillationLastsHalfAMinute() {
    func share(_ stretches: [(Int, Float)]) -> [Float] {
      stretches.flatMap { Array(repeating: $0.1, count: $0.0) }
    }
    let normal = String(repeating: "N", count: 100)
    // 39 beats of 0.8 s are 30.4 s from the first to the last.
    #expect(
      episodes(normal, fibrillation: share([(20, 0.1), (39, 0.9), (41, 0.2)]))
        == [RhythmEpisode(rhythm: .fibrillation, beats: 20...58)])
    #expect(episodes(normal, fibrillation: share([(20, 0.1), (38, 0.9), (42, 0.2)])).isEmpty)
    // Two changes cost 20, and a beat at 0.1 counts for 0.66: 30 beats in between do
    // not part it, 31 do.
    #expect(
      episodes(normal, fibrillation: share([(40, 0.9), (30, 0.1), (30, 0.9)]))
        == [RhythmEpisode(rhythm: .fibrillation, beats: 0...99)])
    #expect(
      episodes(normal, fibrillation: share([(40, 0.9), (31, 0.1), (29, 0.9)]))
        == [RhythmEpisode(rhythm: .fibrillation, beats: 0...39)])
    // A stretch that is hardly probable is not worth a change.
    #expect(episodes(normal, fibrillation: share([(20, 0.1), (60, 0.6), (20, 0.1)])).isEmpty)
    // What nobody can judge neither makes it nor ends it.
    #expect(
      episodes(
        normal, fibrillation: share([(50, 0.9), (50, 0.1)]), unusable: [30.0..<36.0])
        == [RhythmEpisode(rhythm: .fibrillation, beats: 0...49)])
    #expect(
      episodes(normal, fibrillation: share([(100, 0.9)]), unusable: [0.0..<80.0]).isEmpty)
  }

  /// Half a minute in which no beat can be judged may hold an episode, or the end of one.
  @Test func nothingIsCarriedOverSilence() {
    func found(_ probabilities: [Float], after silence: Double) -> [RhythmEpisode] {
      // 0.5 s apart, with the silence before beat 100.
      let times = (0..<200).map { Double($0) * 0.5 + ($0 < 100 ? 0 : silence - 0.5) }
      let events = RhythmEvents(
        times: times, labels: Array(repeating: 0, count: 200),
        gaps: [times[99] + 0.1..<times[100] - 0.1])
      return RhythmEpisodes(events, fibrillation: probabilities).episodes
    }
    let always = [Float](repeating: 0.9, count: 200)
    #expect(
      found(always, after: 29) == [RhythmEpisode(rhythm: .fibrillation, beats: 0...199)])
    #expect(
      found(always, after: 30) == [
        RhythmEpisode(rhythm: .fibrillation, beats: 0...99),
        RhythmEpisode(rhythm: .fibrillation, beats: 100...199),
      ])
    // A rhythm may be another after it at no cost, and two pieces do not make one
    // that is long enough.
    let late = [Float](repeating: 0.44, count: 100) + [Float](repeating: 0.55, count: 100)
    #expect(found(late, after: 29).isEmpty)
    #expect(
      found(late, after: 30) == [RhythmEpisode(rhythm: .fibrillation, beats: 100...199)])
    var short = [Float](repeating: 0.05, count: 200)
    for beat in 60..<140 { short[beat] = 0.95 }
    #expect(found(short, after: 29).count == 1)
    #expect(found(short, after: 3_600).isEmpty)
    // The same of what is unusable.
    #expect(
      episodes(
        String(repeating: "N", count: 200), fibrillation: always, unusable: [60.0..<95.0])
        == [
          RhythmEpisode(rhythm: .fibrillation, beats: 0...74),
          RhythmEpisode(rhythm: .fibrillation, beats: 119...199),
        ])
  }

  /// Ventricular runs stand out of fibrillation; early beats are a part of it.
  @Test func fibrillationGoesOnAroundRuns() {
    var letters = Array(String(repeating: "N", count: 120))
    for beat in 50...53 { letters[beat] = "V" }
    for beat in 80...84 { letters[beat] = "S" }
    let found = episodes(
      String(letters), every: 0.5, fibrillation: Array(repeating: 0.9, count: 120))
    #expect(
      found == [
        RhythmEpisode(rhythm: .fibrillation, beats: 0...49),
        RhythmEpisode(rhythm: .ventricularTachycardia, beats: 50...53),
        RhythmEpisode(rhythm: .fibrillation, beats: 54...119),
      ])
  }

  private func all(_ letters: [Character], fibrillation: [Float]) -> RhythmEpisodes {
    let classes = AAMIClass.allCases.map(\.letter)
    let labels = letters.map { classes.firstIndex(of: $0) ?? 0 }
    return RhythmEpisodes(
      RhythmEvents(times: labels.indices.map { Double($0) * 0.5 }, labels: labels),
      fibrillation: fibrillation)
  }

  /// Runs, bigeminy and trigeminy stand in an episode of fibrillation, and do not
  /// make several of it.
  @Test func fibrillationIsCountedWithItsRuns() {
    var letters = [Character](repeating: "N", count: 200)
    for beat in [30, 31, 32, 60, 62, 64, 90, 93, 96] { letters[beat] = "V" }
    let found = all(letters, fibrillation: Array(repeating: 0.9, count: 200))
    #expect(found.episodes.count { $0.rhythm == .fibrillation } == 4)
    #expect(found.fibrillation == [RhythmEpisode(rhythm: .fibrillation, beats: 0...199)])
    #expect(found.isFibrillation == Array(repeating: true, count: 200))
    // What nobody can tell parts it.
    let rhythms: [(String, [ClosedRange<Int>])] = [
      ("AAVVAA", [0...5]), ("AABBVVTTIIAA", [0...11]), ("AASSAA", [0...1, 4...5]),
      ("AA--AA", [0...1, 4...5]), ("AAVV--VVAA", [0...1, 8...9]), ("VVAAVV", [2...3]),
      ("AAFFAA", [0...1, 4...5]), ("VVVV", []), ("", []),
    ]
    let names: [Character: Rhythm] = [
      "A": .fibrillation, "V": .ventricularTachycardia, "B": .bigeminy, "T": .trigeminy,
      "I": .idioventricular, "S": .supraventricularTachyarrhythmia, "F": .ventricularFlutter,
    ]
    for (letters, beats) in rhythms {
      let events = RhythmEvents(
        times: (0..<letters.count).map(Double.init), labels: letters.map { _ in 0 })
      let found = RhythmEpisodes(events, rhythms: letters.map { names[$0] })
      #expect(found.fibrillation.map(\.beats) == beats, "\(letters)")
    }
  }

  /// Rhythms that are read back make the same episodes: a silence after a run parts these as well.
  @Test func silenceAfterARunPartsFibrillation() {
    let labels = (0..<200).map { (96...99).contains($0) ? AAMIClass.ventricular.label : 0 }
    let times = (0..<200).map { Double($0) * 0.5 + ($0 < 100 ? 0 : 60) }
    let events = RhythmEvents(
      times: times, labels: labels, gaps: [times[99] + 0.1..<times[100] - 0.1])
    let found = RhythmEpisodes(events, fibrillation: Array(repeating: 0.9, count: 200))
    #expect(found.fibrillation.map(\.beats) == [0...95, 100...199])
    let marked = RhythmEpisodes(events, rhythms: found.rhythms)
    #expect(marked.fibrillation == found.fibrillation && marked.episodes == found.episodes)
    #expect(marked.isFibrillation == found.isFibrillation)
  }

  /// An episode is as long as it has to be without the run that it ends with.
  @Test func runsAtTheEndMakeNoEpisode() {
    var letters = [Character](repeating: "N", count: 200)
    let fibrillation = (0..<200).map { Float($0 < 65 ? 0.95 : 0.05) }
    // 65 beats of 0.5 s are 32 s from the first to the last.
    #expect(all(letters, fibrillation: fibrillation).fibrillation.map(\.beats) == [0...64])
    for beat in 58..<65 { letters[beat] = "V" }
    let found = all(letters, fibrillation: fibrillation)
    #expect(found.fibrillation.isEmpty && !found.isFibrillation.contains(true))
    #expect(
      found.episodes == [RhythmEpisode(rhythm: .ventricularTachycardia, beats: 58...64)])
  }

  /// Unusable beats count in no episode.
  @Test func anEpisodeCountsItsUsableBeats() {
    let events = RhythmEvents(
      times: (0..<100).map(Double.init), labels: Array(repeating: 0, count: 100),
      unusable: [9.5..<19.5])
    let episodes = RhythmEpisodes(events, fibrillation: Array(repeating: 0.9, count: 100))
    let stretches = episodes.stretches(events)
    #expect(stretches.map(\.beats) == [90] && stretches.map(\.seconds) == [99])
  }
}
