import ECGAnalysis
import Foundation
import Testing

/// What time stamps tell of packets: that they come again, were lost, or are of a clock
/// that was set back.
@Suite struct LiveStampTests {
  /// A packet that comes again is taken for what it is, however far off its stamp was.
  @Test func repeatedPacketsAreNotNew() throws {
    let signal = LiveSignal.samples()
    let expected = try LiveSignal.beats([signal], rate: 130, piece: 4_096)
    var live = try LiveClassifier(samplingRate: 130)
    var found: [LiveBeat] = []
    for start in stride(from: 0, to: signal.count, by: 26) {
      let packet = Array(signal[start..<min(start + 26, signal.count)])
      let time = Double(start) / 130 + (start % 4 == 0 ? 0.05 : -0.04)
      found += try live.process(packet, at: time)
      if start % 3 == 0 { found += try live.process(packet, at: time) }
    }
    found += try live.finish()
    #expect(zip(found, expected).allSatisfy { $0 == $1 } && found.count == expected.count)
  }

  /// Samples other than those that were there come from a clock that was set back, whatever their
  /// packets' length; the same that come again do not.
  @Test(arguments: [13, 40]) func aClockThatIsSetBackLosesNothing(piece: Int) throws {
    let signal = LiveSignal.samples()
    let expected = try LiveSignal.beats([signal], rate: 130, piece: 4_096)
    for back in [2_600, 2_611.3] {
      var live = try LiveClassifier(samplingRate: 130)
      var found: [LiveBeat] = []
      for start in stride(from: 0, to: signal.count, by: piece) {
        let packet = Array(signal[start..<min(start + piece, signal.count)])
        let time = (Double(start) - (start < 5_200 ? 0 : back)) / 130
        found += try live.process(packet, at: time)
        // What comes again and is not longer than stamps may be off goes unnoticed.
        if piece > 13, start % 5 == 0 { found += try live.process(packet, at: time) }
      }
      found += try live.finish()
      // Not "found == expected", which prints pages.
      #expect(zip(found, expected).allSatisfy { $0 == $1 } && found.count == expected.count)
    }
  }

  @Test func clocksThatAreSetBackAreCounted() throws {
    let signal = LiveSignal.samples()
    var live = try LiveClassifier(samplingRate: 130)
    func send(_ samples: Range<Int>, at time: Double) throws {
      _ = try live.process(Array(signal[samples]), at: time)
    }
    for start in stride(from: 0, to: 1_300, by: 130) {
      try send(start..<start + 130, at: Double(start) / 130)
    }
    // Again, cut otherwise, and with new samples behind them.
    try send(1_040..<1_170, at: 8)
    try send(1_105..<1_235, at: 8.5)
    try send(1_170..<1_430, at: 9)
    // What was lost and comes late.
    try send(1_560..<1_690, at: 12)
    try send(1_430..<1_560, at: 11)
    #expect(live.clockSetBacks == 0)
    try send(1_690..<1_820, at: 3)
    #expect(live.clockSetBacks == 1)
    try send(1_820..<1_950, at: 4)
    try send(1_820..<1_950, at: 4)
    #expect(live.clockSetBacks == 1)
    try send(1_950..<2_080, at: 2)
    #expect(live.clockSetBacks == 2)
  }

  /// Stamps and samples of which a minute is kept take no more memory for more of them.
  @Test func whatIsKeptOfStampsIsBounded() throws {
    let signal = LiveSignal.samples(seconds: 300)
    var live = try LiveClassifier(samplingRate: 130, firstAnswers: false)
    var sizes: [Int] = []
    for start in stride(from: 0, to: signal.count, by: 13) {
      let late = start % 3 == 0 ? 0.04 : 0
      _ = try live.process(Array(signal[start..<start + 13]), at: Double(start) / 130 + late)
      if start % 6_500 == 0 { sizes.append(try JSONEncoder().encode(live.state).count) }
    }
    #expect(sizes[sizes.count - 1] < 2 * (sizes[2...].min() ?? 0), "\(sizes)")
  }

  @Test func lostAndRepeatedPacketsAreToldByTime() throws {
    let signal = LiveSignal.samples()
    var gap = signal
    for index in 5_000..<5_200 { gap[index] = .nan }
    let expected = try LiveSignal.beats([gap], rate: 130, piece: 4_096)
    var live = try LiveClassifier(samplingRate: 130)
    var found: [LiveBeat] = []
    for start in stride(from: 0, to: signal.count, by: 40) where !(5_000..<5_200).contains(start) {
      let packet = Array(signal[start..<min(start + 40, signal.count)])
      // Radio is late now and then, and a packet in five comes again.
      let time = 1_000 + Double(start) / 130 + (start % 3 == 0 ? 0.001 : -0.001)
      found += try live.process(packet, at: time)
      if start % 5 == 0 { found += try live.process(packet, at: time) }
    }
    found += try live.finish()
    // Not "found == expected", which prints pages.
    #expect(zip(found, expected).allSatisfy { $0 == $1 } && found.count == expected.count)
    #expect(!found.contains { (5_010..<5_190).contains($0.sample) })
  }

  @Test func aClockThatRunsAlittleFastLosesNothing() throws {
    let signal = LiveSignal.samples()
    let expected = try LiveSignal.beats([signal], rate: 130, piece: 4_096)
    var live = try LiveClassifier(samplingRate: 130)
    var found: [LiveBeat] = []
    for start in stride(from: 0, to: signal.count, by: 40) {
      found += try live.process(
        Array(signal[start..<min(start + 40, signal.count)]), at: Double(start) / 129.6)
    }
    #expect(try found + live.finish() == expected)
  }
}
