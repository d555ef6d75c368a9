import ECGRandom
import ECGSignals
import Foundation
import Testing

/// Where a lead has no signal, no RR interval is known.
@Suite struct DropoutsTests {
  private static let rate = 100.0

  /// Samples that change all the time but in some stretches of seconds, where they have a
  /// value of their own.
  private func samples(seconds: Int, _ stretches: [(Range<Double>, Float)]) -> [Float] {
    (0..<seconds * Int(Self.rate)).map { index in
      let time = Double(index) / Self.rate
      return stretches.first { $0.0.contains(time) }?.1 ?? Float(index % 7)
    }
  }

  private func dropouts(in samples: [Float]) throws -> Dropouts {
    var lead = try LeadStream(samplingRate: Self.rate, isJudged: true)
    lead.process(samples)
    return lead.dropouts
  }

  @Test(
    arguments: [
      (.nan, 2.0, 2.2, true), (.nan, 2.0, 2.05, false), (0.5, 2.0, 3.2, true),
      (0.5, 2.0, 2.9, false),
    ] as [(Float, Double, Double, Bool)])
  func areThoseThatLast(_ value: Float, _ start: Double, _ end: Double, _ isFound: Bool) throws {
    let dropouts = try dropouts(in: samples(seconds: 6, [(start..<end, value)]))
    #expect(dropouts.isBetween(1.5, 4) == isFound)
    #expect(!dropouts.isBetween(0.5, 1.5))
    #expect(!dropouts.isBetween(4, 5))
  }

  /// What was there up to a time decides, not how it went on.
  @Test func whatComesLaterChangesNothing() throws {
    let signal = samples(seconds: 9, [(2..<5, .nan), (6..<8.5, 3)])
    let whole = try dropouts(in: signal)
    for end in stride(from: 1.0, to: 9, by: 0.07) {
      let known = try dropouts(in: Array(signal.prefix(Int((end * Self.rate).rounded()))))
      for start in [0, 1.9, 3, 4.95, 5.5, 6.5] where start < end {
        #expect(whole.isBetween(start, end) == known.isBetween(start, end), "\(start)…\(end)")
      }
    }
  }

  /// A dropout counts however long ago it was, as long as there was no beat since; older
  /// ones are forgotten.
  @Test func theLastIsNotForgotten() throws {
    var lead = try LeadStream(samplingRate: Self.rate, isJudged: true)
    let lost = (0..<50).map { (2 * Double($0)..<2 * Double($0) + 0.5, Float.nan) }
    lead.process(samples(seconds: 100, lost))
    #expect(lead.dropouts.isBetween(50, 51))
    #expect(lead.dropouts.isBetween(98, 99))
    lead.process(samples(seconds: 200, []))
    lead.process(samples(seconds: 10, []))
    #expect(!lead.dropouts.isBetween(50, 51))
    #expect(lead.dropouts.isBetween(98, 99))
    #expect(lead.dropouts.isBetween(90, 310))
    #expect(!lead.dropouts.isBetween(100, 310))
  }

  @Test func intervalsAcrossThemAreNotKnown() throws {
    let signal = samples(seconds: 40, [(10..<15, .nan), (20..<25, 0.5)])
    let peaks = (1..<40).filter { !(10...15).contains($0) && !(20...25).contains($0) }
    let beats = try RecordingBeats(
      signal: signal, peaks: peaks.map { $0 * Int(Self.rate) }, samplingRate: Self.rate)
    let unknown = beats.intervals.indices.filter { beats.intervals[$0] == nil }
    #expect(unknown.map { beats.times[$0] } == [16, 26])
    #expect(beats.gaps == [10..<15])
    // They are as usual: nothing is early or late.
    for side in BeatSide.allCases {
      let rhythm = RhythmFeatures(intervals: beats.intervals, side: side)
      #expect(rhythm.values.allSatisfy { abs($0) < 1e-6 })
      #expect(rhythm.isLate.allSatisfy { $0 })
    }
    #expect(beats.selecting(leads: [0]).intervals == beats.intervals)
    #expect(BeatFamilies(of: beats).isEarly.allSatisfy { !$0 })
  }

  /// What a stream tells of the rhythm is what is told of the whole, wherever dropouts are.
  @Test(arguments: 0..<20 as Range<UInt64>) func streamsTellTheSame(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var time = 0.0
    let times = (0..<60).map { _ in
      time += generator.uniform(in: 0.3...1.6)
      return time
    }
    var lost = (0..<8).map { _ in
      let start = generator.uniform(in: 0...time)
      return start..<start + generator.uniform(in: 0.1...3)
    }
    if seed.isMultiple(of: 3) { lost.append(0..<times[1]) }
    lost.sort { $0.lowerBound < $1.lowerBound }
    var gaps: [Range<Double>] = []
    for range in lost where range.lowerBound > gaps.last?.upperBound ?? -1 { gaps.append(range) }
    let dropouts = Dropouts(gaps: gaps)
    let beats = RecordingBeats(
      times: times, leads: [LeadBeats(repeating: 0, count: times.count)], dropouts: dropouts)
    let whole = RhythmFeatures(intervals: beats.intervals, side: .earlier)
    var stream = RhythmStream()
    for beat in times.indices {
      func neighbour(_ other: Int) -> RhythmStream.Neighbour? {
        guard times.indices.contains(other) else { return nil }
        let (first, second) = (min(times[beat], times[other]), max(times[beat], times[other]))
        return .init(at: times[other], isInterval: !dropouts.isBetween(first, second))
      }
      let found = stream.take(times[beat], after: neighbour(beat - 1), before: neighbour(beat + 1))
      // It may be saved and taken up again anywhere.
      stream = try JSONDecoder().decode(RhythmStream.self, from: JSONEncoder().encode(stream))
      let row = beat * RhythmFeatures.count..<(beat + 1) * RhythmFeatures.count
      #expect(found.values == Array(whole.values[row]), "beat \(beat)")
      #expect(found.isLate == whole.isLate[beat])
      #expect(found.interval == beats.intervals[beat])
    }
    #expect(beats.intervals.contains { $0 == nil })
  }
}

extension LeadBeats {
  /// Beats that are all the same.
  fileprivate init(repeating value: Float, count: Int) {
    self.init(capacity: count)
    for _ in 0..<count { append([Float](repeating: value, count: LeadBeats.samplesPerBeat)) }
  }
}
