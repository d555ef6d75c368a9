import ECGAnalysis
import Foundation
import Testing

/// What a live classifier keeps: it goes on from there, and does not grow.
@Suite struct LiveStateTests {
  @Test func aSavedStateGoesOn() throws {
    let signal = LiveSignal.samples()
    let expected = try LiveSignal.beats([signal], rate: 130, piece: 50)
    var found: [LiveBeat] = []
    var live = try LiveClassifier(samplingRate: 130)
    for start in stride(from: 0, to: signal.count, by: 50) {
      found += try live.process(Array(signal[start..<min(start + 50, signal.count)]))
      if start % 1_000 == 0 {
        let saved = try JSONEncoder().encode(live.state)
        live = try LiveClassifier(
          resuming: JSONDecoder().decode(LiveClassifier.State.self, from: saved))
      }
    }
    found += try live.finish()
    #expect(found == expected)
  }

  @Test func damagedStatesAreRefused() throws {
    let live = try LiveClassifier(samplingRate: 130)
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    let saved = try encoder.encode(live.state)
    for place in stride(from: 64, to: saved.count - 64, by: saved.count / 40) {
      var damaged = saved
      damaged[place] ^= 4
      #expect(throws: (any Error).self) {
        try PropertyListDecoder().decode(LiveClassifier.State.self, from: damaged)
      }
    }
  }

  /// A day in a stream takes no more memory than an hour of it.
  @Test func stateIsBounded() throws {
    let signal = LiveSignal.samples(seconds: 600)
    var live = try LiveClassifier(samplingRate: 130)
    var sizes: [Int] = []
    for turn in 0..<24 {
      _ = try live.process(signal)
      // Noise founds families, of which the oldest are forgotten.
      var generator = SystemNoise(state: UInt64(turn + 1))
      _ = try live.process((0..<20_000).map { _ in generator.next() })
      if turn % 8 == 7 { sizes.append(try JSONEncoder().encode(live.state).count) }
    }
    #expect(sizes[2] < sizes[0] + sizes[0] / 5, "\(sizes)")
    print("a live stream's state: \(sizes) bytes")
  }

  private struct SystemNoise {
    var state: UInt64
    mutating func next() -> Float {
      state = state &* 6_364_136_223_846_793_005 &+ 1
      return Float(Int64(bitPattern: state) >> 40) / Float(1 << 23)
    }
  }
}
