import ECGRandom
import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// Of hearts that are faster than beats can be told apart it is said that they are.
@Suite struct FastHeartTests {
  /// A heart as regular as a mouse's or that of a newborn with a tachycardia: QRS complexes of a
  /// tenth of the interval, and T waves.
  private func lead(perMinute: Double, seconds: Double = 60, rate: Double = 500) -> [Float] {
    var generator = SeededGenerator(seed: 3)
    let interval = 60 / perMinute
    return (0..<Int(seconds * rate)).map { index in
      let phase = (Double(index) / rate).truncatingRemainder(dividingBy: interval) / interval
      let complex = exp(-pow((phase - 0.3) / 0.03, 2))
      let wave = 0.2 * exp(-pow((phase - 0.65) / 0.08, 2))
      return Float(complex + wave + 0.01 * generator.normal())
    }
  }

  private func quality(_ samples: [Float], peaks: [Int]? = nil, rate: Double) throws
    -> SignalQuality
  {
    try SignalQuality(
      of: samples, peaks: peaks ?? RPeakDetector.peaks(in: samples, samplingRate: rate),
      samplingRate: rate)
  }

  private func share(_ kind: SignalQuality.Kind, of quality: SignalQuality, seconds: Double)
    -> Double
  {
    quality.episodes.filter { $0.kind == kind }.reduce(0) { $0 + $1.end - $1.start } / seconds
  }

  @Test(arguments: [300, 420, 600, 780] as [Double])
  func isTold(perMinute: Double) throws {
    let quality = try quality(lead(perMinute: perMinute), rate: 500)
    #expect(share(.fast, of: quality, seconds: 60) > 0.9)
    #expect(quality.remarks.count == 1)
    #expect(quality.remarks[0].contains("faster than beats can be told apart"))
  }

  @Test(arguments: [60, 120, 180, 210] as [Double])
  func aSlowerOneIsUsable(perMinute: Double) throws {
    let quality = try quality(lead(perMinute: perMinute), rate: 500)
    #expect(quality.episodes.isEmpty && quality.remarks.isEmpty)
  }

  /// Who knows the beats is not told that they cannot be found.
  @Test func isUsableWhereItsBeatsAreKnown() throws {
    let samples = lead(perMinute: 300)
    let peaks = stride(from: 30, to: samples.count, by: 100).map { $0 }
    #expect(share(.fast, of: try quality(samples, peaks: peaks, rate: 500), seconds: 60) == 0)
  }

  /// Sinus rhythms played four times as fast as they were.
  @Test(
    .enabled(if: RealData.mitdb != nil, "ECG_DATA names no mitdb"), arguments: ["122", "213"])
  func aRealOneIsTold(record: String) throws {
    let samples = try AnnotatedLead(record, signal: 0).samples
    let seconds = Double(samples.count) / 1_440
    #expect(share(.fast, of: try quality(samples, rate: 1_440), seconds: seconds) > 0.9)
  }
}
