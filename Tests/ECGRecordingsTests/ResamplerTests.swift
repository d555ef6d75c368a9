import ECGRecordings
import ECGTestSupport
import Foundation
import Testing

@Suite struct ResamplerTests {
  /// The inputs of ``golden``.
  static let inputs = (0..<60).map { position -> Float in
    let noise = (position * position * 7 + position * 3) % 101
    return Float(Double(noise) / 50 - 1)
  }

  /// What scipy 1.17.1 makes of ``inputs``:
  ///
  ///     M = max(up, down)
  ///     h = scipy.signal.firwin(2 * 27 * M + 1, 0.9 / M, window=('kaiser', 7.95))
  ///     y = scipy.signal.resample_poly(x, up, down, window=h, padtype='edge')
  ///     y[:14], y[-4:], y.sum(), (y * y).sum()
  static let golden:
    [(up: Int, down: Int, count: Int, first: [Double], last: [Double], sums: [Double])] = [
      (
        25, 36, 42,
        [
          -1.12058, -0.433469, -0.036486, 0.153851, 0.451546, 0.323231, 0.441587, 0.040195,
          -0.05362,
          -0.689759, -1.086119, -0.5935, 0.3754, 0.627579,
        ], [-0.359462, -0.449806, 0.819769, -0.668911], [-3.21112, 11.12169]
      ),
      (
        5, 2, 150,
        [
          -0.892212, -0.894233, -0.942332, -0.885541, -0.603011, -0.152938, 0.232238, 0.325362,
          0.105502, -0.207222, -0.321266, -0.10246, 0.330093, 0.707141,
        ], [-0.029381, -0.670491, -1.050861, -1.140082], [-10.49657, 51.67795]
      ),
      (
        1, 3, 20,
        [
          -0.954362, 0.01849, 0.294299, 0.439888, -0.502413, -0.718526, 0.298071, -0.377021,
          -0.284378, -0.328939, -0.37876, 0.245113, 0.491753, -0.10878,
        ], [-0.147201, 0.684763, -0.147596, 0.004773], [-1.64134, 3.3881]
      ),
    ]

  @Test(arguments: golden)
  func equalsWhatScipyMakes(
    up: Int, down: Int, count: Int, first: [Double], last: [Double], sums: [Double]
  ) throws {
    let outputs = try Resampler.resample(
      Self.inputs, from: 100 * Double(down), to: 100 * Double(up))
    #expect(outputs.count == count)
    #expect(isClose(Array(outputs.prefix(14)), first, 2e-6))
    #expect(isClose(Array(outputs.suffix(4)), last, 2e-6))
    let values = outputs.map(Double.init)
    #expect(abs(values.reduce(0, +) - sums[0]) < 2e-5)
    #expect(abs(values.reduce(0) { $0 + $1 * $1 } - sums[1]) < 2e-5)
  }

  /// The same on long noise, for the rates of real recorders, where scipy is at hand.
  @Test(
    .enabled(if: Python.has("scipy"), "ECG_PYTHON cannot import scipy"),
    arguments: [
      (360.0, 250.0), (250, 360), (128, 360), (1000, 360), (512, 360), (360, 125), (100, 1000),
      (257, 360),
    ])
  func equalsWhatScipyMakesOfNoise(from: Double, to: Double) throws {
    let text = try Python.run(
      """
      import sys, math, numpy as np, scipy.signal
      a, b = int(sys.argv[1]), int(sys.argv[2])
      g = math.gcd(a, b); up, down = b // g, a // g; M = max(up, down)
      x = np.random.default_rng(1).normal(size=3001).astype('f4').astype('f8')
      h = scipy.signal.firwin(2 * 27 * M + 1, 0.9 / M, window=('kaiser', 7.95))
      print(*x); print(*scipy.signal.resample_poly(x, up, down, window=h, padtype='edge'))
      """, ["\(Int(from))", "\(Int(to))"])
    let lines = numbers(text)
    try #require(lines.count == 2)
    let outputs = try Resampler.resample(lines[0].map { Float($0) }, from: from, to: to)
    #expect(isClose(outputs, lines[1], 3e-6))
  }

  /// Blocks of any size give what the whole gives, bit for bit.
  @Test(arguments: [(360.0, 250.0), (128, 360), (1000, 100)], [1, 7, 100, 4_099])
  func blocksAreTheWhole(rates: (Double, Double), size: Int) throws {
    var inputs = (0..<20_000).map { Float(sin(Double($0) * 0.05)) + Float($0 % 17) * 0.01 }
    for gap in [0..<3, 500..<501, 700..<1_900, 5_000..<5_002, 19_990..<20_000] {
      inputs.replaceSubrange(gap, with: gap.map { _ in Float.nan })
    }
    let whole = try Resampler.resample(inputs, from: rates.0, to: rates.1)
    var resampler = try Resampler(from: rates.0, to: rates.1)
    for _ in 0..<2 {
      var joined: [Float] = []
      for start in stride(from: 0, to: inputs.count, by: size) {
        joined += resampler.process(Array(inputs[start..<min(start + size, inputs.count)]))
      }
      joined += resampler.finish()
      #expect(joined.map(\.bitPattern) == whole.map(\.bitPattern))
      #expect(joined.count == Int((20_000 * rates.1 / rates.0).rounded(.up)))
    }
  }

  /// A tone in the pass band keeps its amplitude and its place; one above the new Nyquist frequency
  /// is gone.
  @Test(arguments: [
    (1000.0, 360.0), (360, 250), (250, 360), (128, 1000), (511.562, 360), (100_000, 120),
  ])
  func tonesPassOrAreTakenAway(from: Double, to: Double) throws {
    let nyquist = min(from, to) / 2
    for (share, gain) in [(0.05, 1.0), (0.4, 1), (0.79, 1), (1.05, 0), (1.3, 0)] {
      let samplingRate = share * nyquist
      guard samplingRate < from / 2 else { continue }
      let count = max(8_000, Int(200 * from / to))
      let inputs = (0..<count).map {
        Float(sin(2 * Double.pi * samplingRate * Double($0) / from + 0.3))
      }
      let resampler = try Resampler(from: from, to: to)
      let outputs = try Resampler.resample(inputs, from: from, to: to)
      // Away from the ends, where the tone breaks off.
      for index in (outputs.count / 4)..<(3 * outputs.count / 4) {
        let time = Double(index) / resampler.samplingRate
        let expected = gain * sin(2 * Double.pi * samplingRate * time + 0.3)
        #expect(abs(Double(outputs[index]) - expected) < 2.5e-4)
        guard abs(Double(outputs[index]) - expected) < 2.5e-4 else { return }
      }
    }
  }

  /// An offset stays what it is, up to the ends and up to gaps.
  @Test(arguments: [(360.0, 250.0), (250, 1000), (1000, 128)])
  func offsetsDoNotRing(from: Double, to: Double) throws {
    var inputs = [Float](repeating: -7.5, count: 5_000)
    for index in 2_000..<2_100 { inputs[index] = .nan }
    let outputs = try Resampler.resample(inputs, from: from, to: to)
    #expect(outputs.allSatisfy { $0.isNaN || abs($0 + 7.5) < 1e-3 })
  }

  /// A gap has the same place and length in seconds, within half a sample.
  @Test(
    arguments: [(360.0, 250.0), (250, 360), (1000, 100), (100, 1000)],
    [(0, 10), (1_000, 1), (1_000, 777), (3_000, 1_000)])
  func gapsKeepTheirPlaceAndLength(rates: (Double, Double), gap: (Int, Int)) throws {
    let (from, to) = rates
    let count = 4_000
    var inputs = (0..<count).map { Float($0 % 13) }
    for index in gap.0..<(gap.0 + gap.1) { inputs[index] = .nan }
    let outputs = try Resampler.resample(inputs, from: from, to: to)
    for (index, output) in outputs.enumerated() {
      let nearest = min(Int((Double(index) * from / to + 0.5).rounded(.down)), count - 1)
      #expect(output.isNaN == inputs[nearest].isNaN, "\(index)")
    }
  }

  @Test func samplesOfOneRateAreLeftAlone() throws {
    #expect(
      try Resampler.resample([1, .nan, 3], from: 360, to: 360).map(\.bitPattern)
        == [Float(1), .nan, 3].map(\.bitPattern))
    #expect(try Resampler.resample([], from: 360, to: 250) == [])
  }

  @Test(arguments: [
    (0.0, 360.0), (360, 0), (-1, 1), (.nan, 1), (360, .infinity), (1, 1025), (1025, 1),
  ])
  func impossibleRatesAreRefused(from: Double, to: Double) {
    #expect(throws: ResamplingError.self) { try Resampler(from: from, to: to) }
  }

  /// Rates without a simple ratio come as near as the documentation says.
  @Test(arguments: [(511.562, 360.0), (512.844, 250), (360, 128.5), (.pi, 2.718281828)])
  func oddRatesAreMetClosely(from: Double, to: Double) throws {
    let resampler = try Resampler(from: from, to: to)
    #expect(resampler.up <= 4_096 && resampler.down <= 4_096)
    #expect(abs(resampler.samplingRate / to - 1) < 1e-5)
    #expect(resampler.samplingRate == from * Double(resampler.up) / Double(resampler.down))
  }
}
