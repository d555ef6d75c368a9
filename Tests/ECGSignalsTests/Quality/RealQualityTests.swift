import ECGSignals
import ECGTestSupport
import Foundation
import Testing

@Suite struct RealQualityTests {
  private static let isThere = RealData.mitdb != nil && RealData.existing("nstdb") != nil

  /// At 6 dB nine in ten false beats lie where the lead is marked unusable; where there is no noise
  /// hardly anything is marked.
  @Test(
    .enabled(if: isThere, "ECG_DATA names no mitdb and nstdb"), arguments: ["118", "119"],
    ["ma", "bw"])
  func falseBeatsOfNoiseAreMarked(_ record: String, _ noise: String) throws {
    let folder = try #require(RealData.existing("nstdb"))
    var (extra, marked) = (0, 0)
    for signal in 0..<2 {
      let lead = try NoiseStress(
        record, folder.appending(path: noise), signal: signal, decibels: 6)
      let peaks = try RPeakDetector.peaks(in: lead.samples, samplingRate: 360)
      let ranges = try SignalQuality(of: lead.samples, peaks: peaks, samplingRate: 360).ranges
      let match = BeatMatch(reference: lead.beats, detected: peaks, window: 54)
      extra += match.extra.count
      marked += match.extra.count { beat in
        ranges.contains { $0.contains(Double(beat) / 360) }
      }
      let clean = ranges.reduce(0) { sum, range in
        let isNoisy = { (time: Double) in
          time >= 300 && (time - 300).truncatingRemainder(dividingBy: 240) < 125
        }
        return sum + (isNoisy((range.lowerBound + range.upperBound) / 2) ? 0 : 1)
      }
      #expect(clean <= 10)
    }
    print("\(record) \(noise) 6 dB: \(marked) of \(extra) false beats are marked")
    // Wandering baselines make next to none.
    if extra > 50 { #expect(Double(marked) >= 0.9 * Double(extra)) }
  }

  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA names no mitdb"))
  func usableRecordsAre() throws {
    var (marked, whole) = (0.0, 0.0)
    var flutter = (found: 0.0, marked: 0.0, right: 0.0)
    for record in AnnotatedLead.records {
      let lead = try AnnotatedLead(record, signal: 0)
      let peaks = try RPeakDetector.peaks(in: lead.samples, samplingRate: 360)
      let quality = try SignalQuality(of: lead.samples, peaks: peaks, samplingRate: 360)
      let seconds = quality.episodes.reduce(0) { $0 + $1.end - $1.start }
      if seconds > 0 { print("\(record): \(seconds) s unusable") }
      #expect(!quality.episodes.contains { $0.kind == .fast }, "\(record)")
      marked += seconds
      whole += Double(lead.samples.count) / 360
      // Flutter and fibrillation of the ventricles are no noise, nor are runs.
      for flutter in lead.flutter {
        let range = Double(flutter.lowerBound) / 360..<Double(flutter.upperBound) / 360
        let isMarked = quality.episodes.contains {
          $0.kind != .ventricularFlutter && $0.start < range.upperBound && $0.end > range.lowerBound
        }
        #expect(!isMarked, "\(record) at \(range)")
      }
      flutter.found += quality.ventricularFlutter.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
      flutter.marked += Self.seconds(of: lead.flutter, in: 0..<Double.infinity)
      flutter.right += quality.ventricularFlutter.reduce(0) {
        $0 + Self.seconds(of: lead.flutter, in: $1)
      }
      if record == "223" { #expect(quality.episodes.isEmpty) }
    }
    print("\(100 * marked / whole) % of the first channels are unusable")
    #expect(marked < 0.01 * whole)
    print(
      "\(flutter.right) s of \(flutter.marked) s of flutter are found, \(flutter.found) s in all")
    #expect(flutter.right > 0.5 * flutter.marked && flutter.right > 0.9 * flutter.found)
  }

  /// The seconds of stretches of samples in a stretch of time.
  private static func seconds(of stretches: [ClosedRange<Int>], in range: Range<Double>) -> Double {
    stretches.reduce(0) {
      let (start, end) = (Double($1.lowerBound) / 360, Double($1.upperBound) / 360)
      return $0 + max(0, min(end, range.upperBound) - max(start, range.lowerBound))
    }
  }
}
