import ECGRandom
import ECGSignals
import Foundation
import Testing

/// Where the ventricles flutter or fibrillate there are no beats, and that is told.
@Suite struct VentricularFlutterTests {
  private static let rate = 250.0

  /// A minute of sinus rhythm, in the middle of which there is a wave that swells and fades.
  ///
  /// - Parameters:
  ///   - perMinute: the waves, more or less.
  ///   - height: how high they are by the R waves.
  ///   - flutter: where they are, in seconds.
  private func lead(
    perMinute: Double, height: Double, in flutter: [Range<Double>] = [20..<40]
  ) -> [Float] {
    var generator = SeededGenerator(seed: 5)
    var (phase, pace) = (0.0, 1.0)
    return (0..<Int(60 * Self.rate)).map { index in
      let time = Double(index) / Self.rate
      let noise = 0.01 * generator.normal()
      guard flutter.contains(where: { $0.contains(time) }) else {
        let beat = time.truncatingRemainder(dividingBy: 0.9) - 0.4
        return Float(exp(-pow(beat / 0.012, 2)) + 0.2 * exp(-pow((beat - 0.25) / 0.05, 2)) + noise)
      }
      // Its frequency wanders.
      pace += 0.002 * generator.normal() + 0.002 * (1 - pace)
      phase += 2 * .pi * perMinute / 60 * pace / Self.rate
      let swell = 0.6 + 0.4 * sin(2 * .pi * 0.3 * time)
      return Float(height / 2 * swell * sin(phase) + noise)
    }
  }

  private func quality(_ samples: [Float]) throws -> SignalQuality {
    try SignalQuality(
      of: samples, peaks: RPeakDetector.peaks(in: samples, samplingRate: Self.rate),
      samplingRate: Self.rate)
  }

  @Test(arguments: [200.0, 280, 360, 480], [0.4, 1, 2])
  func isFoundAndTold(_ perMinute: Double, _ height: Double) throws {
    let quality = try quality(lead(perMinute: perMinute, height: height))
    #expect(quality.ventricularFlutter == [20..<40], "\(quality.episodes)")
    #expect(quality.remarks.count == 1)
    #expect(quality.remarks.first?.contains("20 s") == true)
  }

  /// Plain beats between two stretches of it, or at its ends, are none of it, whatever the seconds
  /// around them are.
  @Test func endsAtItsWaves() throws {
    let flutter = [20.0..<30.6, 34.2..<45, 50.7..<60]
    let found = try quality(lead(perMinute: 280, height: 1, in: flutter)).ventricularFlutter
    #expect(found.count == 3, "\(found)")
    for (one, other) in zip(found, flutter) {
      #expect(abs(one.lowerBound - other.lowerBound) < 0.8, "\(found)")
      #expect(abs(one.upperBound - other.upperBound) < 0.8, "\(found)")
    }
  }

  /// A lead says so as it comes in, and whatever was there before.
  @Test func isToldLive() throws {
    let samples = lead(perMinute: 300, height: 1)
    let peaks = try RPeakDetector.peaks(in: samples, samplingRate: Self.rate)
    var stream = try LeadStream(samplingRate: Self.rate, isJudged: true)
    var kinds: [SignalQuality.Kind?] = []
    for second in 0..<60 {
      let range = second * Int(Self.rate)..<(second + 1) * Int(Self.rate)
      stream.process(Array(samples[range]))
      for peak in peaks where range.contains(peak) { stream.append(Double(peak) / Self.rate) }
      kinds.append(stream.quality?.kind)
    }
    #expect(kinds[5..<20].allSatisfy { $0 == nil })
    #expect(kinds[27..<40].allSatisfy { $0 == .ventricularFlutter }, "\(kinds)")
    #expect(kinds[47...].allSatisfy { $0 == nil })
  }

  /// Neither waves that are as slow as a fast heart's, nor small ones between the
  /// beats, nor breath.
  @Test(arguments: [(60.0, 1.0), (100, 1), (300, 0.05), (15, 1)])
  func othersAreNot(_ perMinute: Double, _ height: Double) throws {
    let quality = try quality(lead(perMinute: perMinute, height: height))
    #expect(quality.ventricularFlutter.isEmpty, "\(quality.episodes)")
  }
}
