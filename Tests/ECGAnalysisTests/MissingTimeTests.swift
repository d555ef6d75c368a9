import ECGAnalysis
import ECGClassifier
import ECGRecordings
import ECGSignals
import Foundation
import Testing

/// How much of a recording is missing or unusable, which detection and classification tell by the same keys.
@Suite struct MissingTimeTests {
  private static let rate = 250.0

  /// A minute with beats every 0.8 s: no samples from 20 to 25 s, flat from 30 to 45 s, and then one sample in fifty
  /// missing, which is no gap.
  private func samples() -> [Float] {
    (0..<15_000).map { index in
      switch index {
      case 5_000..<6_250: return .nan
      case 7_500..<11_250: return 0
      case 11_250... where index % 50 == 7: return .nan
      default:
        let time = Double(index) / Self.rate
        let phase = time - 0.8 * (time / 0.8).rounded()
        return Float(exp(-phase * phase / 0.0004) + Double(index * index % 7) / 500)
      }
    }
  }

  @Test func detectionAndClassificationMeanTheSame() throws {
    let file = try RecordingFile(samples: [samples()], samplingRate: Self.rate, unit: "mV")
    var beats = try DetectedBeats(in: file, lead: nil)
    try beats.assess()
    let detected = BatchResult(DetectionSummary(beats, file: nil))
    let recording = try ClassifiedRecording(file, by: .pretrained(), threads: 1)
    var classified = BatchResult(path: "")
    classified.take(RecordingSummary(recording, events: recording.events), recording)
    #expect(detected.missingSeconds == 5 && classified.missingSeconds == 5)
    #expect(detected.unusableShare == classified.unusableShare)
    let unusable = beats.quality.ranges.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
    #expect(unusable > 10 && unusable < 20)
    #expect(abs((detected.unusableShare ?? 0) - 100 * unusable / 55) < 1e-9)
  }
}
