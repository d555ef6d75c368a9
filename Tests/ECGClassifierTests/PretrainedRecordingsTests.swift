import ECGSignals
import ECGDatasets
import ECGClassifier
import ECGRecordings
import Foundation
import ECGTestSupport
import Testing

/// The classifier of recordings that comes with the package, on patients it has not seen.
@Suite struct PretrainedRecordingsTests {
  /// Trained on DS1 alone, well below what the card tells of DS2: a wrong order of classes, leads
  /// or features would fall short.
  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
  func knowsNewPatients() throws {
    let folder = try #require(RealData.mitdb)
    var recipe = RecordingRecipe.pretrained
    recipe.members = 1
    let training = RecordingTraining(recipe: recipe, seed: 1, threads: 2)
    let names = InterPatientRecords.training + InterPatientRecords.test
    let records = try training.prepare(InterPatientRecords.read(names, folder: folder.path))
    let forests = try training.forests(
      of: records.filter { InterPatientRecords.training.contains($0.record.name) })
    var (marked, found, agreed) = ([0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0])
    for record in records where InterPatientRecords.test.contains(record.record.name) {
      let answers = try training.answers(to: record, by: forests, fold: 0, peaks: [.annotated])
      let probabilities = answers.probabilities(
        .annotated, .all, .record, by: .none
      ).classes
      for (taken, label) in zip(
        BeatTask.arrhythmia.decisions(probabilities), record.record.annotated.labels)
      {
        guard let label else { continue }
        marked[label] += 1
        found[taken] += 1
        if taken == label { agreed[label] += 1 }
      }
    }
    func f1(_ label: Int) -> Double {
      2 * Double(agreed[label]) / Double(marked[label] + found[label])
    }
    #expect(Double(agreed.reduce(0, +)) / Double(marked.reduce(0, +)) > 0.96)
    #expect(f1(2) > 0.92)
    #expect(f1(1) > 0.7)
  }

  /// Units, signs and rates of sampling make no other beats: counts of classes stay within 1 %.
  @Test(
    .enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"),
    arguments: ["100", "208", "222", "232"])
  func transformationsChangeNothing(_ name: String) throws {
    let folder = try #require(RealData.mitdb)
    let file = try RecordingFile.open(folder.appending(path: name).path)
    let signals = try (0..<2).map { try file.samples(ofSignal: $0) }
    let peaks = try RPeakDetector.peaks(in: signals[0], samplingRate: 360)
    let times = peaks.map { Double($0) / 360 }
    let model = try RecordingClassifier.pretrained()
    func counts(_ change: (Float) -> Float, rate: Double = 360) throws -> [Int] {
      let leads = try signals.map { signal in
        var signal = signal.map(change)
        if rate != 360 {
          var resampler = try Resampler(from: 360, to: rate)
          signal = resampler.process(signal) + resampler.finish()
        }
        return try RecordingBeats(
          signal: signal, peaks: times.map { Int(($0 * rate).rounded()) }, samplingRate: rate
        ).leads[0]
      }
      let beats = RecordingBeats(times: times, leads: leads)
      return try model.classes(of: beats, threads: 2).reduce(into: [0, 0, 0, 0, 0]) {
        $0[$1] += 1
      }
    }
    let plain = try counts { $0 }
    func isAlike(_ other: [Int]) -> Bool {
      zip(plain, other).allSatisfy { abs($0 - $1) <= peaks.count / 100 }
    }
    for scale in [-1, 1e-3, 1e3] as [Float] {
      let scaled = try counts { scale * $0 }
      #expect(isAlike(scaled), "times \(scale): \(plain), \(scaled)")
    }
    for rate in [128, 250, 1000] as [Double] {
      let resampled = try counts({ $0 }, rate: rate)
      #expect(isAlike(resampled), "at \(rate) Hz: \(plain), \(resampled)")
    }
  }
}
