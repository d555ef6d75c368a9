import ECGBeats
import ECGClassifier
import Foundation
import TestSupport
import Testing

/// The classifier of recordings that comes with the package, on patients it has not seen.
@Suite struct PretrainedRecordingsTests {
  /// Well below what it reaches on DS2: a wrong order of classes, channels or features would fall
  /// short.
  @Test(
    .enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"),
    arguments: [false, true])
  func knowsNewPatients(_ isDetected: Bool) throws {
    let folder = try #require(RealData.mitdb)
    let model = try RecordingClassifier.pretrained()
    var (marked, found, agreed) = ([0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0])
    for record in try InterPatientRecords.read(InterPatientRecords.test, folder: folder.path) {
      let beats = isDetected ? record.detected : record.annotated
      for (taken, label) in zip(try model.classes(of: beats.content, threads: 2), beats.labels) {
        guard let label else { continue }
        marked[label] += 1
        found[taken] += 1
        if taken == label { agreed[label] += 1 }
      }
    }
    func f1(_ label: Int) -> Double {
      2 * Double(agreed[label]) / Double(marked[label] + found[label])
    }
    #expect(Double(agreed.reduce(0, +)) / Double(marked.reduce(0, +)) > 0.94)
    #expect(f1(2) > 0.92)
    #expect(f1(1) > 0.2)
  }
}
