import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGEvaluation
import ECGFiles
import ECGTestSupport
import Foundation
import Testing

/// A model that was scored, and the files that runs and evaluations keep it in.
@Suite struct ScoredModelTests {
  private let made = SyntheticBeats(seed: 4).dataset(counts: [4, 2, 2, 1, 1])

  /// The same beats, as if they had come from a file.
  private var read: BeatDataset {
    BeatDataset(
      task: made.task, source: .csv(["beats.csv"]), values: made.values, labels: made.labels)
  }

  private func scored(on beats: BeatDataset, isSynthetic: Bool = false) throws -> ScoredModel {
    let model = try HeartbeatClassifier.pretrained()
    let own = HeartbeatClassifier(
      task: model.task, scaler: model.scaler, members: model.members,
      calibration: model.calibration, recipe: model.recipe,
      dataFingerprint: model.dataFingerprint, isSynthetic: isSynthetic)
    return try ScoredModel(own, on: beats, part: "test", seed: 1, threads: 1)
  }

  private func metrics(in folder: URL) throws -> [String: Any] {
    let data = try Data(contentsOf: folder.appending(path: RunFile.metrics))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func scoresOfSyntheticBeatsAndOfModelsOfSuchAreCalledSo() throws {
    for (scored, isSynthetic) in [
      (try scored(on: read), false), (try scored(on: made), true),
      (try scored(on: read, isSynthetic: true), true),
    ] {
      #expect(scored.isSynthetic == isSynthetic)
      for (advice, remark) in [
        (nil, "Synthetic beats."), ("Get some.", "Synthetic beats. Get some."),
      ] {
        try withTemporaryFolder { folder in
          try scored.writeScores(
            scored.metrics(data: "beats.csv", advice: advice), to: folder.path, overwrite: false)
          let document = try metrics(in: folder)
          #expect(document["synthetic"] as? Bool == isSynthetic)
          #expect(document["remark"] as? String == (isSynthetic ? remark : nil))
          #expect(document["part"] as? String == "test")
          #expect(document["data"] as? String == "beats.csv")
        }
      }
    }
  }

  @Test func patientsThatAreScoredAreNamed() throws {
    var beats = read
    beats.origins = beats.labels.indices.map {
      BeatOrigin(record: "r\($0)", sample: 0, symbol: "N", patient: "p\($0 % 2)")
    }
    try withTemporaryFolder { folder in
      let scored = try scored(on: beats)
      try scored.writeScores(scored.metrics(data: "beats.csv"), to: folder.path, overwrite: false)
      let document = try metrics(in: folder)
      #expect(document["testPatients"] as? [String] == ["p0", "p1"])
      // An older model does not know its beats.
      #expect(document["trainedOnShare"] == nil && document["validationPatients"] == nil)
    }
  }

  @Test func aRunIsKeptWholeAndNotReplacedUnasked() throws {
    let scored = try scored(on: read)
    let record = RunRecord(
      of: scored.model, data: "beats.csv", scoredBeats: read.fingerprint,
      date: Date(timeIntervalSince1970: 0), seconds: 1, threads: 1, machine: "a machine",
      command: "a command")
    try withTemporaryFolder { folder in
      func write(overwrite: Bool) throws {
        try scored.writeRun(
          scored.metrics(data: "beats.csv"), record, to: folder.path, overwrite: overwrite)
      }
      try write(overwrite: false)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(
        Set(names) == [
          "metrics.json", "metrics.csv", "doubtful-beats.csv", "predictions.safetensors",
          "history.csv", "run.json",
        ])
      let run = try StoredRun(path: folder.path)
      #expect(run.record == record && !run.isSynthetic)
      #expect(run.macroF1 == Metric.macroF1.value(of: scored.evaluation))
      let kept = try run.predictions
      #expect(kept == BeatPredictions(scored.evaluation, fingerprint: read.fingerprint))
      #expect(throws: FileError.self) { try write(overwrite: false) }
      try write(overwrite: true)
      // Scores of another model do not become those of the run.
      var other = record
      other.trainingBeats = "fnv1a:0"
      try OutputFile.write(
        other.document, to: folder.appending(path: RunFile.record).path, overwrite: true)
      let error = #expect(throws: FileError.self) { try StoredRun(path: folder.path) }
      #expect(error?.problem.hasPrefix("expected the scores of the run's own model") == true)
    }
  }
}
