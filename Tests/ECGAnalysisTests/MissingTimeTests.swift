import ECGAnalysis
import ECGClassifier
import ECGRecordings
import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// How much of a recording is missing or unusable, which detection and classification tell
/// by the same keys.
@Suite struct MissingTimeTests {
  private static let rate = 250.0

  /// A minute with beats every 0.8 s: no samples from 20 to 25 s, flat from 30 to 45 s, and then
  /// one sample in fifty missing, which is no gap.
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
    classified.take(RecordingSummary(recording), recording)
    #expect(detected.missingSeconds == 5 && classified.missingSeconds == 5)
    #expect(detected.unusableShare == classified.unusableShare)
    #expect(detected.beats == beats.events.isUsable.count { $0 })
    #expect(detected.unusableBeats == beats.events.isUsable.count { !$0 })
    let unusable = beats.quality.ranges.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
    #expect(unusable > 10 && unusable < 20)
    #expect(abs((detected.unusableShare ?? 0) - 100 * unusable / 55) < 1e-9)
  }

  /// The minute as a record whose annotations mark all beats, fibrillation throughout, and noise
  /// from 15 to 30 s, also where there are no samples.
  private func read(_ others: [Annotation] = []) throws -> ClassifiedRecording {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r").path
      let header = RecordHeader(
        name: "r", samplingRate: Self.rate,
        signals: [
          SignalDescription(
            fileName: "r.dat", format: .format16, gain: 1000, units: "mV", name: "II")
        ])
      let steps = samples().map { $0.isNaN ? Int32(Int16.min) : Int32($0 * 1000) }
      try Recording(header: header, samples: [steps]).write(to: path)
      let beats = (1..<75).map { Annotation(sample: $0 * 200, symbol: "N") }
      let marks = [
        Annotation(sample: 199, symbol: "+", aux: "(AFIB"),
        Annotation(sample: 3_750, symbol: "~", subtype: -1),
        Annotation(sample: 7_500, symbol: "~", subtype: 0),
      ]
      try AnnotationFile(annotations: (beats + marks + others).sorted { $0.sample < $1.sample })
        .write(to: path + ".blm")
      return try ClassifiedRecording(
        RecordingFile.open(path), beats: .labelled("blm"), by: .pretrained(), threads: 1)
    }
  }

  /// A run that is marked within fibrillation makes neither two episodes nor less of it.
  @Test func aMarkedRunIsWithinFibrillation() throws {
    let run = [(1_999, "(VT"), (2_599, "(AFIB")].map {
      Annotation(sample: $0.0, symbol: "+", aux: $0.1)
    }
    let recording = try read(run)
    let summary = RecordingSummary(recording)
    #expect(recording.episodes.fibrillation.count == 1)
    #expect(summary.fibrillation == 100 && summary.fibrillationInEpisodes == 100)
    #expect(
      summary.episodes.map(\.rhythm) == [.fibrillation, .ventricularTachycardia, .fibrillation])
  }

  @Test func markedNoiseIsOnlyWhereThereAreSamples() throws {
    let recording = try read()
    #expect(recording.gaps == [20..<25])
    #expect(recording.quality.ranges == [15..<20, 25..<30])
    let summary = RecordingSummary(recording).summary
    #expect(summary.missing == 5 && summary.unusable == 10)
    #expect(summary.unusableShare == 100 * 10.0 / 55)
  }

  /// An episode goes on where samples are missing or marked as noise, but is no part of what
  /// is usable there.
  @Test func fibrillationIsAPartOfWhatIsUsable() throws {
    let recording = try read()
    var result = BatchResult(path: "r")
    result.take(RecordingSummary(recording), recording)
    #expect(result.fibrillationEpisodes == 1)
    // From the first beat, at 0.8 s, to the last, at 59.2 s.
    let seconds = try #require(result.fibrillationSeconds)
    #expect(abs(seconds - (58.4 - 15)) < 1e-9)
    let summary = try withTemporaryFolder { folder in
      let path = folder.appending(path: "results.jsonl").path
      try Data(result.line().utf8).write(to: URL(filePath: path))
      return try CohortSummary(of: path)
    }
    let share = try #require(summary.all.fibrillationShare)
    #expect(abs(share - 100 * 43.4 / 45) < 1e-9)
    let quantity = try #require(
      summary.all.quantities.first { $0.name == "AF or flutter, % of time" })
    #expect(abs(quantity.mean - share) < 1e-9)
    #expect(
      summary.text.contains("0.01 h, 96.4 % of the 0.01 h in which it can be told"),
      "\(summary.text)")
  }
}
