import ECGDatasets
import Foundation
import Testing

/// What beats show of being cut otherwise than Kaggle's.
@Suite struct BeatCutOddityTests {
  private static let length = 187

  /// Beats of a heart as samples, from R peak to R peak: a QRS complex, a T wave, and noise by
  /// which they differ.
  ///
  /// - Parameters:
  ///   - start: the sample of the R peak.
  ///   - interval: samples between R peaks.
  ///   - width: how many samples the R wave takes to fall to its half.
  ///   - polarity: -1 where the R wave points down, in beats that are as honest as others.
  private static func beats(
    _ count: Int = 60, start: Int = 0, interval: Int = 90, width: Float = 1.9, polarity: Float = 1
  ) -> [Float] {
    let full = min(interval * 6 / 5, length)
    return (0..<count).flatMap { beat -> [Float] in
      let samples = (0..<full).map { sample -> Float in
        let place = Float((sample - start + interval) % interval)
        let nearest = min(place, Float(interval) - place)
        let wave = exp(-Float(0.693) * nearest * nearest / (width * width))
        let recovery = (place - 0.4 * Float(interval)) / (6 * width)
        let ripple = Float((sample * 7 + beat * 3) % 5) * 0.004
        return polarity * (wave + 0.2 * exp(-recovery * recovery)) + ripple
      }
      let (low, high) = (samples.min() ?? 0, samples.max() ?? 1)
      return samples.map { ($0 - low) / (high - low) }
        + [Float](repeating: 0, count: length - full)
    }
  }

  private func oddity(_ values: [Float]) -> BeatCutOddity? {
    BeatCutOddity(in: BeatValues(values, samplesPerBeat: Self.length))
  }

  @Test func beatsCutAsKagglesAreNotOdd() {
    #expect(oddity(Self.beats()) == nil)
    #expect(oddity(Self.beats(polarity: -1)) == nil)
    #expect(oddity([]) == nil)
    #expect(oddity([Float](repeating: 0.5, count: 30 * Self.length)) == nil)
    #expect(oddity([Float](repeating: .nan, count: 30 * Self.length)) == nil)
    #expect(BeatCutOddity(in: BeatValues([0, 1, 0, 1], samplesPerBeat: 2)) == nil)
  }

  /// Tachycardia, a slow heart, and wide complexes are no other rate.
  @Test func beatsOfAnyHeartAreNotOdd() {
    #expect(oddity(Self.beats(interval: 48)) == nil)
    #expect(oddity(Self.beats(interval: 170)) == nil)
    #expect(oddity(Self.beats(interval: 100, width: 6)) == nil)
  }

  @Test(arguments: [14, 30, 50]) func anotherStartIsTold(start: Int) throws {
    guard case .otherStart(let peak) = try #require(oddity(Self.beats(start: start))) else {
      Issue.record("another oddity")
      return
    }
    #expect(abs(peak - start) <= 2)
    #expect(oddity(Self.beats(10, start: start)) == nil)
    // Whatever their scale.
    #expect(
      oddity(Self.beats(start: start).map { $0 * 40 - 3 }) == .otherStart(peak: peak))
  }

  @Test func anotherRateIsTold() {
    #expect(oddity(Self.beats(interval: 45, width: 0.9)) == .lowerRate(length: 54))
    #expect(oddity(Self.beats(interval: 187, width: 4)) == .higherRate(fullShare: 1))
    #expect(oddity(Self.beats(40, interval: 187, width: 4)) == nil)
  }

  @Test func beatsUpsideDownAreTold() {
    #expect(oddity(Self.beats().map { 1 - $0 }) == .upsideDown)
    #expect(oddity(Self.beats(1).map { -$0 }) == .upsideDown)
    #expect(oddity(Self.beats(3) + Self.beats(2).map { 1 - $0 }) == nil)
  }

  @Test func whatIsToldSaysWhatWasExpected() {
    let text = BeatCutOddity.otherStart(peak: 60).text(samplingRate: 120)
    #expect(text.contains("about sample 60, counted from 0") && text.contains("120 Hz"))
    #expect(BeatCutOddity.higherRate(fullShare: 0.79).text(samplingRate: 120).contains("79 %"))
  }

  /// A start a few samples before the R peak, of many beats: few may have been marked beside it.
  @Test(arguments: [3, 5, 8]) func aStartALittleBeforeThePeakIsTold(start: Int) {
    #expect(oddity(Self.beats(400, start: start)) == .otherStart(peak: start))
    #expect(oddity(Self.beats(400, start: start, polarity: -1)) == .otherStart(peak: start))
    #expect(oddity(Self.beats(200, start: start)) == nil)
    #expect(oddity(Self.beats(400)) == nil && oddity(Self.beats(400, width: 6)) == nil)
  }

  /// Beats of many hearts at one and a half times the rate: a quarter fills all samples, and
  /// their widths differ.
  @Test func aSomewhatHigherRateIsTold() {
    func hearts(_ scale: Float) -> [Float] {
      [(60, Float(1.3)), (75, 1.7), (85, 2), (120, 2.2)].flatMap { interval, width in
        Self.beats(100, interval: Int(Float(interval) * scale), width: width * scale)
      }
    }
    #expect(oddity(hearts(1)) == nil)
    #expect(oddity(hearts(1.5)) == .higherRate(fullShare: 0.25))
    // One slow heart whose complexes are wide.
    #expect(oddity(Self.beats(400, interval: 150, width: 2.7)) == nil)
  }
}
