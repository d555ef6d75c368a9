import ECGAnalysis
import ECGDatasets
import ECGFiles
import ECGRecordings
import ECGTestSupport
import Foundation
import Testing

/// The parts that found data has, and what is said of them.
@Suite struct BeatSourceTests {
  /// Beats of 187 samples as Kaggle's files have them, with one label after another.
  private func write(_ labels: [Int], to url: URL) throws {
    let rows = labels.enumerated().map { place, label in
      (0..<187).map { "0.\(($0 + place) % 10)" }.joined(separator: ",") + ",\(label)\n"
    }
    try Data(rows.joined().utf8).write(to: url)
  }

  private func source(
    _ content: FoundData.Content, task: BeatTask = .arrhythmia,
    tell: @escaping (BeatSource.Notice) -> Void = { _ in }
  ) -> BeatSource {
    BeatSource(
      FoundData(content: content, place: .named, others: []), task: task, threads: 1, tell: tell)
  }

  @Test func trainingLeavesTheTestPartAlone() throws {
    try withTemporaryFolder { folder in
      let (train, test) = (folder.appending(path: "a.csv"), folder.appending(path: "b.csv"))
      try write([0, 1, 2, 3, 4, 0], to: train)
      try Data("no beats".utf8).write(to: test)
      let both = source(.mitbihBeats(train: train.path, test: test.path))
      #expect(try both.training().classCounts == [2, 1, 1, 1, 1])
      #expect(throws: FileError.self) { try both.labelled() }
    }
  }

  /// Of a folder of numbered files, which are trained on where they lie.
  @Test func filesOfOneDataSetAreNamedByTheirFolder() throws {
    try withTemporaryFolder { folder in
      for part in 1...2 {
        try BeatFile.write(
          SyntheticBeats(seed: UInt64(part)).stream(counts: [5, 4, 3, 2, 1]),
          to: folder.appending(path: "b-0000\(part)-of-00002.safetensors").path, as: .safetensors)
      }
      let found = try DataFinder().find(at: [folder.path])
      #expect(found.summary.hasSuffix("b-00001-of-00002.safetensors and 1 more (as named)."))
      let source = BeatSource(found, task: .arrhythmia, threads: 1) { _ in }
      guard case .inFiles(let shards) = try source.trainingMaterial() else {
        Issue.record("they were read into memory")
        return
      }
      #expect(shards.count == 30)
      #expect(try source.training().classCounts == [10, 8, 6, 4, 2])
      let scored = try source.evaluation(trainedOn: "")
      #expect(scored.part == "all" && scored.beats.count == 30)
    }
  }

  @Test func testBeatsAloneTrainNothing() throws {
    let error = #expect(throws: FileError.self) {
      try source(.mitbihBeats(train: nil, test: "mitbih_test.csv")).training()
    }
    let remedy = try #require(error?.remedy)
    #expect(remedy.settings == [.data])
    #expect(remedy.text() == "Put mitbih_train.csv beside it, or name a file of beats")
  }

  @Test func beatsOfPTBAreOfTheOtherTask() throws {
    let error = #expect(throws: FileError.self) {
      try source(.ptbBeats(normal: "ptbdb_normal.csv", abnormal: "ptbdb_abnormal.csv")).labelled()
    }
    #expect(error?.remedy.settings == [.task, .data])
  }

  /// Of a model's task there is no choice.
  @Test func aModelOfOtherClassesWantsAnotherModel() throws {
    let error = #expect(throws: FileError.self) {
      try source(.ptbBeats(normal: "ptbdb_normal.csv", abnormal: "ptbdb_abnormal.csv"))
        .evaluation(trainedOn: "")
    }
    #expect(error?.problem.contains("the model's classes, N, S, V, F, Q") == true)
    #expect(error?.remedy.settings == [.data])
  }

  /// A file that says nothing of parts is divided by the seed, which is told; no beat is in both.
  @Test func oneFileIsDivided() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "mine.csv")
      try write((0..<60).map { $0 % 5 }, to: file)
      let parts = try BeatParts(source(.beats(file.path)), seed: 1)
      #expect(parts.train.count + parts.test.count == 60)
      // A fifth of the twelve of each class.
      #expect(parts.test.classCounts.allSatisfy { (2...3).contains($0) })
      #expect(parts.remarks.count == 1 && !parts.isOfficialSplit)
    }
  }

  /// Of the file of a run the part is scored that the run set apart.
  @Test func theFileOfARunIsDividedAsTheRunDid() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "mine.csv")
      try write((0..<60).map { $0 % 5 }, to: file)
      let parts = try BeatParts(source(.beats(file.path)), seed: 7)
      func scored(_ fingerprint: String, seed: UInt64) throws -> (beats: BeatDataset, part: String)
      {
        try source(.beats(file.path))
          .evaluation(trainedOn: fingerprint, seed: seed)
      }
      let test = try scored(parts.train.fingerprint, seed: 7)
      #expect(test.part == "test" && test.beats.fingerprint == parts.test.fingerprint)
      // Another model's, and one that was trained on all.
      let all = try BeatFile.read(
        path: file.path, task: .arrhythmia, labels: .required, samplesPerBeat: 187,
        nonFinite: .refuse, threads: 1
      ).fingerprint
      for (fingerprint, seed) in [("", 7), (all, 7), (parts.train.fingerprint, 8)]
        as [(String, UInt64)]
      {
        let whole = try scored(fingerprint, seed: seed)
        #expect(whole.part == "all" && whole.beats.fingerprint == all)
      }
    }
  }

  /// What was left out of annotated records is told as it is found.
  @Test func recordsTellOfThemselves() throws {
    try withTemporaryFolder { folder in
      for seed in 1...4 as ClosedRange<UInt64> {
        let made = SyntheticRecording(seed: seed, beats: 40)
        let path = folder.appending(path: "r\(seed)").path
        try made.record(named: "r\(seed)", samplingRate: 360).write(to: path)
        try made.annotations.write(to: path + ".atr")
      }
      var notices: [BeatSource.Notice] = []
      let beats = source(.recordPaths([folder.path])) { notices.append($0) }
      let (scored, part) = try beats.evaluation(trainedOn: "")
      #expect(part == "all" && scored.count == 4 * 39)
      guard case .note(let found)? = notices.first, case .note(let scope)? = notices.last else {
        Issue.record("\(notices)")
        return
      }
      #expect(found.hasPrefix("Found 4 records") && scope.hasPrefix("All beats are scored"))
    }
  }
}
