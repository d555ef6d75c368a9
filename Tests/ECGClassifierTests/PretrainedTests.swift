import ECGDatasets
import ECGClassifier
import Foundation
import ECGTestSupport
import Testing

/// The classifier that comes with the package.
@Suite struct PretrainedTests {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources/CECGEmbedded/pretrained.safetensors").standardizedFileURL

  /// A build that missed a change of the file would go unnoticed otherwise.
  @Test func isTheFileOfTheSources() throws {
    let file = try Data(contentsOf: Self.file)
    #expect(HeartbeatClassifier.pretrainedFile == file)
    #expect(file.count <= 2_000_000)
  }

  @Test func isWhatItsFileSays() throws {
    let model = try HeartbeatClassifier.pretrained()
    #expect(try savedBytes(model) == HeartbeatClassifier.pretrainedFile)
    #expect(model.task == .arrhythmia)
    #expect(model.samplesPerBeat == 187)
    #expect(!model.isSynthetic)
    #expect(model.isTrainedOnOfficialPart && model.samplingRate == 120)
  }

  /// Well below what it reaches, and far above what any wrong order of classes or samples would.
  @Test(.enabled(if: RealData.mitdb != nil)) func knowsTheTestBeats() throws {
    let folder = try #require(RealData.mitdb)
    let (train, test) = try MITBIHBeats.officialSplit(folder: folder.path)
    #expect(train.fingerprint == MITBIHBeats.officialTrainingFingerprint)
    #expect(train.count == MITBIHBeats.officialTrainingCount)
    let probabilities = try HeartbeatClassifier.pretrained()
      .probabilities(of: test.values, threads: 2)
    let right = test.labels.indices.count { beat in
      let row = probabilities[beat * 5..<beat * 5 + 5]
      return row.max() == row[row.startIndex + test.labels[beat]]
    }
    #expect(Double(right) / Double(test.count) > 0.98)
  }
}
