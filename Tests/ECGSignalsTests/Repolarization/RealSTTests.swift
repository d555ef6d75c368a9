import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// ST segments of real beats that are raised and lowered by known amounts.
@Suite struct RealSTTests {
  /// The windows of a minute's beats, with the R peak at ``peak``.
  private static let (rate, peak, after) = (360.0, 60, 110)

  /// The beat with its ST segment and T wave moved: from the R peak on, and back within 60 ms.
  private func moved(_ beat: [Float], by offset: Float) -> [Float] {
    beat.enumerated().map { index, sample in
      let time = Double(index - Self.peak) / Self.rate
      let share = time < 0.005 ? 0 : min(1, max(0, (0.3 - time) / 0.06))
      return sample + offset * Float(share)
    }
  }

  @Test(
    .enabled(if: RealData.mitdb != nil, "ECG_DATA names no mitdb"),
    arguments: ["100", "103", "112", "117", "123", "234"], [-0.3, -0.1, 0.1, 0.3])
  func knownOffsetsComeBack(_ record: String, offset: Double) throws {
    let lead = try AnnotatedLead(record, signal: 0)
    var (errors, measured): ([Double], Int) = ([], 0)
    let perMinute = Int(60 * Self.rate)
    for start in stride(from: 0, to: lead.samples.count - perMinute, by: perMinute) {
      let beats = lead.beats.filter {
        (start..<start + perMinute).contains($0) && $0 >= Self.peak
          && $0 + Self.after < lead.samples.count
      }
      .map { Array(lead.samples[$0 - Self.peak..<$0 + Self.after]) }
      func step(_ beats: [[Float]]) -> STTrend.Step {
        STTrend.measure(
          beats, peak: Self.peak, samplingRate: Self.rate, heartRate: Double(beats.count))
      }
      guard case .measured(let before) = step(beats),
        case .measured(let after) = step(beats.map { moved($0, by: Float(offset)) })
      else { continue }
      measured += 1
      errors.append(abs(after.level - before.level - offset))
    }
    let worst = errors.max() ?? .infinity
    print("\(record) \(offset) mV: \(measured) minutes, within \(String(format: "%.4f", worst)) mV")
    #expect(measured >= 25)
    #expect(worst <= 0.02)
  }

  /// Beats are found in what hums.
  @Test(
    .enabled(if: RealData.mitdb != nil, "ECG_DATA names no mitdb"),
    arguments: ["100", "112", "117", "222"], [50.0, 60.0])
  func humMovesNoLevel(_ record: String, _ frequency: Double) throws {
    let clean = try AnnotatedLead(record, signal: 0).samples.prefix(Int(600 * Self.rate))
    let hum = clean.enumerated().map { index, sample in
      sample + Float(0.3 * sin(2 * .pi * frequency * Double(index) / Self.rate))
    }
    let levels = try [Array(clean), hum].map { samples in
      let peaks = try RPeakDetector.peaks(in: samples, samplingRate: Self.rate)
      let perMinute = Int(60 * Self.rate)
      return (0..<10).map { minute -> Double? in
        let beats = peaks.filter {
          $0 / perMinute == minute && $0 >= Self.peak && $0 + Self.after < samples.count
        }
        .map { Array(samples[$0 - Self.peak..<$0 + Self.after]) }
        let step = STTrend.measure(
          beats, peak: Self.peak, samplingRate: Self.rate, heartRate: Double(beats.count))
        guard case .measured(let segment) = step else { return nil }
        return segment.level
      }
    }
    for (clean, humming) in zip(levels[0], levels[1]) {
      let (clean, humming) = (try #require(clean), try #require(humming))
      #expect(abs(clean - humming) < 0.03, "\(humming) instead of \(clean) mV")
    }
  }
}
