import ECGRandom
import ECGSignals
import Foundation
import Testing

@Suite struct SignalQualityTests {
  private func quality(_ samples: [Float], rate: Double = 360) throws -> SignalQuality {
    try SignalQuality(
      of: samples, peaks: try RPeakDetector.peaks(in: samples, samplingRate: rate),
      samplingRate: rate)
  }

  @Test(arguments: [125, 250, 360, 500, 1000])
  func aCleanLeadIsUsable(_ rate: Double) throws {
    let lead = SyntheticLead(seconds: 120, rate: rate, noise: 0.02)
    #expect(try quality(lead.samples, rate: rate).episodes.isEmpty)
  }

  @Test func theSameInAnyUnit() throws {
    let samples = noisy(from: 60, to: 90)
    let plain = try quality(samples)
    #expect(!plain.episodes.isEmpty)
    for scale in [-1, 1e-3, 1e3] as [Float] {
      #expect(try quality(samples.map { scale * $0 }) == plain)
    }
  }

  @Test func aLeadThatStandsStillIsFlat() throws {
    var lead = SyntheticLead(seconds: 120, rate: 360)
    for index in 0..<3600 { lead.samples[index] = 0 }
    for index in 36_000..<43_200 { lead.samples[index] = 0.1 }
    let episodes = try quality(lead.samples).episodes.filter { $0.kind == .flat }
    #expect(episodes.map(\.kind) == [.flat, .flat])
    #expect(zip(episodes.map(\.start), [0, 100]).allSatisfy { abs($0 - $1) < 0.1 })
    #expect(zip(episodes.map(\.end), [10, 120]).allSatisfy { abs($0 - $1) < 0.1 })
  }

  @Test func nothingButSilenceIsUnusable() throws {
    let samples = [Float](repeating: 0.3, count: 7200)
    #expect(try quality(samples).episodes == [.init(kind: .flat, start: 0, end: 20)])
    #expect(try quality([]).episodes.isEmpty)
  }

  @Test func noiseIsMarkedWhereItIs() throws {
    let quality = try quality(noisy(from: 60, to: 90))
    #expect(quality.episodes.allSatisfy { $0.kind == .noise && $0.start >= 55 && $0.end <= 95 })
    #expect(quality.episodes.reduce(0) { $0 + $1.end - $1.start } >= 25)
  }

  @Test func nothingButNoiseIsUnusable() throws {
    var generator = SeededGenerator(seed: 8)
    let samples = (0..<36_000).map { _ in Float(generator.normal()) }
    let share = try quality(samples).episodes.reduce(0) { $0 + $1.end - $1.start } / 100
    #expect(share > 0.9)
  }

  /// Five seconds without a beat are a pause, not silence, as long as the baseline moves.
  @Test func aPauseIsUsable() throws {
    var generator = SeededGenerator(seed: 9)
    var lead = SyntheticLead(seconds: 120, rate: 360)
    for index in 21_600..<24_500 { lead.samples[index] = Float(0.02 * generator.normal()) }
    #expect(try quality(lead.samples).episodes.isEmpty)
  }

  /// Ventricular flutter looks like a sine that swells and fades, and is neither noise nor a
  /// loose electrode.
  @Test func flutterIsNothingElse() throws {
    var lead = SyntheticLead(seconds: 120, rate: 360)
    for index in 21_600..<28_800 {
      let time = Double(index) / 360
      lead.samples[index] = Float(
        sin(2 * .pi * (4.5 * time - 0.3 * cos(time))) * (1 + 0.5 * sin(time)))
    }
    let episodes = try quality(lead.samples).episodes
    #expect(!episodes.isEmpty && episodes.allSatisfy { $0.kind == .ventricularFlutter })
  }

  @Test func aSaturatedLeadIsClipped() throws {
    var generator = SeededGenerator(seed: 10)
    var lead = SyntheticLead(seconds: 120, rate: 360)
    var level: Float = 0
    for index in 21_600..<28_800 {
      level += Float(0.6 * generator.normal()) - 0.005 * level
      lead.samples[index] = min(max(level, -2), 2)
    }
    let episodes = try quality(lead.samples).episodes
    #expect(episodes.contains { $0.kind == .clipped || $0.kind == .flat })
    #expect(episodes.allSatisfy { $0.start >= 55 && $0.end <= 85 })
  }

  /// A hand that moves: slow waves as high as beats and higher.
  @Test(arguments: [8e-3, 2e-2] as [Double])
  func aLeadThatSwaysIsNoise(_ strength: Double) throws {
    var generator = SeededGenerator(seed: 12)
    var lead = SyntheticLead(seconds: 120, rate: 360)
    var (speed, level) = (0.0, 0.0)
    for index in 21_600..<32_400 {
      // A mass on a spring, damped and struck at random: some 1 and 2.5 mV.
      speed += strength * generator.normal() - 0.1 * speed - 3e-4 * level
      level += speed
      lead.samples[index] += Float(level)
    }
    let episodes = try quality(lead.samples).episodes
    #expect(episodes.allSatisfy { $0.kind == .noise && $0.start >= 55 && $0.end <= 95 })
    #expect(episodes.reduce(0) { $0 + $1.end - $1.start } >= 15)
  }

  /// Ventricular beats of many sources, higher and wider than the others, have a
  /// level between them.
  @Test func beatsOfManySourcesAreUsable() throws {
    var generator = SeededGenerator(seed: 13)
    var lead = SyntheticLead(seconds: 120, rate: 360)
    for start in stride(from: 21_600, to: 28_800, by: 180) {
      let (height, width) = (generator.uniform(in: -3...3), generator.uniform(in: 0.03...0.06))
      for index in start - 60..<start + 60 {
        let time = Double(index - start) / 360
        lead.samples[index] += Float(
          height * (exp(-pow(time / width, 2)) - 0.4 * exp(-pow((time - 0.09) / width, 2))))
      }
    }
    #expect(try quality(lead.samples).episodes.isEmpty)
  }

  /// What a loose electrode picks up of the mains, pure, swelling, or with harmonics, with noise of
  /// 5 µV on it: the beats on its crests are alike.
  @Test(
    arguments: [125, 200, 250, 360, 500, 1000] as [Double], [50, 60] as [Double])
  func humIsNoBeats(rate: Double, frequency: Double) throws {
    let shapes: [(Double) -> Double] = [
      { sin(2 * .pi * frequency * $0) },
      { sin(2 * .pi * frequency * $0) * (1 + 0.3 * sin(2 * .pi * 0.2 * $0)) },
      { time in
        // What is above half the rate a recorder's filter keeps away.
        (1...3).filter { Double($0) * frequency < 0.5 * rate }
          .reduce(0) { $0 + sin(2 * .pi * Double($1) * frequency * time) / Double($1) }
      },
    ]
    for (height, shape) in [0.2, 1, 3].flatMap({ height in shapes.map { (height, $0) } }) {
      var generator = SeededGenerator(seed: 11)
      var lead = SyntheticLead(seconds: 120, rate: rate)
      for index in Int(60 * rate)..<Int(90 * rate) {
        lead.samples[index] = Float(
          height * shape(Double(index) / rate * 1.0004) + 0.005 * generator.normal())
      }
      let episodes = try quality(lead.samples, rate: rate).episodes
      #expect(episodes.allSatisfy { $0.start >= 55 && $0.end <= 95 })
      // At the ends of the hum there are half a block of it, or what the filter makes of a
      // hum that begins.
      let told = try RPeakDetector.peaks(in: lead.samples, samplingRate: rate)
        .map { Double($0) / rate }.filter { time in
          (65..<85).contains(time) && !episodes.contains { ($0.start..<$0.end).contains(time) }
        }
      #expect(told.isEmpty, "\(told.count) beats, \(height) mV")
      #expect(episodes.reduce(0) { $0 + $1.end - $1.start } >= 15, "\(height) mV")
    }
  }

  @Test(arguments: [125, 250, 360, 500, 1000] as [Double], [50, 60] as [Double])
  func nothingButHumIsUnusable(rate: Double, frequency: Double) throws {
    let samples = (0..<Int(60 * rate)).map {
      Float(sin(2 * .pi * frequency * Double($0) / rate))
    }
    let episodes = try quality(samples, rate: rate).episodes
    let peaks = try RPeakDetector.peaks(in: samples, samplingRate: rate)
    // At its ends the hum that the filter takes off has no other side.
    let told = peaks.map { Double($0) / rate }.filter { time in
      (5..<55).contains(time) && !episodes.contains { ($0.start..<$0.end).contains(time) }
    }
    #expect(told.isEmpty, "\(told.count) of \(peaks.count)")
  }

  /// Beats stick out of the hum on them.
  @Test(arguments: [250, 360, 500, 1000] as [Double], [50, 60] as [Double])
  func aLeadThatHumsIsUsable(rate: Double, frequency: Double) throws {
    let lead = SyntheticLead(seconds: 120, rate: rate, noise: 0.01)
    for height in [0.1, 0.3, 0.5] {
      let samples = lead.samples.enumerated().map { index, sample in
        sample + Float(height * sin(2 * .pi * frequency * Double(index) / rate))
      }
      #expect(try quality(samples, rate: rate).episodes.isEmpty, "\(height) mV")
    }
  }

  /// Where a lead has noise alone, however little, nothing that is found there is a beat.
  @Test(arguments: [0.01, 0.03, 0.1, 0.3, 1], [0, 3, 8])
  func noiseAloneIsTold(_ deviation: Double, _ smoothing: Int) throws {
    var lead = SyntheticLead(seconds: 120, rate: 360, noise: 0.005)
    var generator = SeededGenerator(seed: 7)
    let width = 2 * smoothing + 1
    let white = (0..<7_200 + width).map { _ in generator.normal() }
    for index in 0..<7_200 {
      let sum = white[index..<index + width].reduce(0, +)
      lead.samples[21_600 + index] = Float(deviation * sum / Double(width).squareRoot())
    }
    let peaks = try RPeakDetector.peaks(in: lead.samples, samplingRate: 360)
    let ranges = try quality(lead.samples).ranges
    let told = peaks.filter { peak in
      (21_700..<28_700).contains(peak) && !ranges.contains { $0.contains(Double(peak) / 360) }
    }
    #expect(told.isEmpty, "\(told.count) of \(peaks.count)")
    #expect(ranges.allSatisfy { $0.lowerBound >= 55 && $0.upperBound <= 85 })
  }

  /// Nor does hum on it make noise of flutter of the ventricles.
  @Test(arguments: [50, 60] as [Double])
  func flutterThatHumsIsFlutter(_ frequency: Double) throws {
    var lead = SyntheticLead(seconds: 120, rate: 360)
    for index in lead.samples.indices {
      let time = Double(index) / 360
      if (21_600..<28_800).contains(index) {
        lead.samples[index] = Float(sin(2 * .pi * 4.5 * time + sin(time)) * (1 + 0.5 * sin(time)))
      }
      lead.samples[index] += Float(0.2 * sin(2 * .pi * frequency * time))
    }
    let quality = try quality(lead.samples)
    #expect(quality.ventricularFlutter == [60..<80] && quality.episodes.count == 1)
  }

  /// A lead with noise as strong as its R waves for some seconds.
  private func noisy(from start: Int, to end: Int) -> [Float] {
    var generator = SeededGenerator(seed: 7)
    var samples = SyntheticLead(seconds: 120, rate: 360).samples
    for index in 360 * start..<360 * end { samples[index] += Float(0.5 * generator.normal()) }
    return samples
  }
}
