import ECGDatasets
import ECGFiles
import Foundation
import ECGTestSupport
import Testing

@Suite struct PTBBeatsTests {
  /// A file of a few beats with one label, in Kaggle's form.
  private func part(_ label: Int, beats: Int = 3, samples: Int = 187) -> BeatDataset {
    BeatDataset(
      task: .infarction, source: .csv(["\(label).csv"]), samplesPerBeat: samples,
      values: [Float](repeating: Float(label) / 2, count: beats * samples),
      labels: Array(repeating: label, count: beats))
  }

  @Test func filesAreJoinedInOrder() throws {
    let beats = try PTBBeats.joined(normal: part(0, beats: 2), abnormal: part(1))
    #expect(beats.labels == [0, 0, 1, 1, 1])
    #expect(beats.task == .infarction && beats.source == .csv(["0.csv", "1.csv"]))
    #expect(beats[beat: 1].allSatisfy { $0 == 0 } && beats[beat: 2].allSatisfy { $0 == 0.5 })
  }

  @Test func filesThatDoNotFitAreRefused() {
    let error = #expect(throws: FileError.self) {
      try PTBBeats.joined(normal: part(1), abnormal: part(0))
    }
    #expect(error?.problem == "expected the label 0 throughout, found 1 with beat 1")
    #expect(throws: FileError.self) {
      try PTBBeats.joined(normal: part(0), abnormal: part(1, samples: 100))
    }
    var unlabelled = part(1)
    unlabelled.labels = []
    #expect(throws: FileError.self) { try PTBBeats.joined(normal: part(0), abnormal: unlabelled) }
  }

  @Test func theRandomSplitKeepsTheSharesAndIsAlwaysTheSame() throws {
    let beats = try PTBBeats.joined(normal: part(0, beats: 50), abnormal: part(1, beats: 100))
    let (train, test) = PTBBeats.randomSplit(beats)
    #expect(train.classCounts == [40, 80] && test.classCounts == [10, 20])
    #expect(PTBBeats.randomSplit(beats).test.labels == test.labels)
  }

  @Test func tasksAreFoundByName() {
    #expect(BeatTask.all.map(\.name) == ["arrhythmia", "infarction"])
    #expect(BeatTask.named("infarction") == .infarction && BeatTask.named("sleep") == nil)
  }

  @Test func syntheticBeatsOfTheTaskHaveItsClasses() {
    let beats = SyntheticBeats(seed: 3, task: .infarction).dataset(counts: [4, 6])
    #expect(beats.task == .infarction && beats.classCounts == [4, 6])
    // Healthy beats are the normal ones of the other task.
    #expect(beats[beat: 3] == SyntheticBeats(seed: 3).dataset(counts: [4])[beat: 3])
    #expect(SyntheticBeats.counts(of: 14_552, task: .infarction) == [4_046, 10_506])
  }

  // MARK: - Records

  /// Writes a record of one lead at 1000 Hz whose R peaks are `interval` ms apart.
  private func write(
    _ name: String, diagnosis: String?, interval: Int = 800, lead: String = "ii", in folder: URL
  ) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let samples = (0..<9_600).map { time -> Int16 in
      let phase = Double(time % interval - interval / 2)
      return Int16(1000 * exp(-phase * phase / 200) + 150 * exp(-pow((phase - 250) / 50, 2)))
    }
    try samples.withUnsafeBytes { try Data($0).write(to: folder.appending(path: name + ".dat")) }
    let checksum = samples.reduce(0, &+)
    let comment = diagnosis.map { "# Reason for admission: \($0)\n" } ?? ""
    try Data(
      "\(name) 1 1000 9600\n\(name).dat 16 1000/mV 16 0 0 \(checksum) 0 \(lead)\n\(comment)".utf8
    )
    .write(to: folder.appending(path: name + ".hea"))
  }

  @Test func beatsAreCutFromTheirPeaksWithTheirOrigin() throws {
    try withTemporaryFolder { root in
      try write(
        "s1", diagnosis: "Healthy control", in: root.appending(path: "patient001"))
      try write(
        "s2", diagnosis: "Myocardial infarction", interval: 1000,
        in: root.appending(path: "patient002"))
      try write("s3", diagnosis: "Cardiomyopathy", in: root)
      let cut = try PTBBeats.cut(folder: root.path)
      #expect(cut.records.map(\.name) == ["s1", "s2"] && cut.excluded.map(\.name) == ["s3"])
      #expect(cut.records.map(\.patient) == ["patient001", "patient002"])
      let origins = try #require(cut.beats.origins)
      #expect(Set(origins.map(\.patientOrRecord)) == ["patient001", "patient002"])
      #expect(Set(zip(origins, cut.beats.labels).map { "\($0.record) \($1)" }) == ["s1 0", "s2 1"])
      for (index, origin) in origins.enumerated() {
        let interval = origin.record == "s1" ? 800 : 1000
        #expect(abs(origin.sample % interval - interval / 2) <= 8)
        let beat = cut.beats[beat: index]
        // It begins at the peak and has the next one an interval later, at 125 Hz and within the
        // detector's tolerance of 8 ms, a sample at that rate.
        let next = interval / 8
        #expect(max(beat[0], beat[1]) > 0.9)
        #expect((beat[(next - 2)...(next + 2)].max() ?? 0) > 0.9 && beat[next / 2] < 0.2)
        // The last beat of a record reaches as far as the record's end allows.
        #expect(beat.count == 187 && beat.allSatisfy { 0...1 ~= $0 })
      }
      let split = try #require(PTBBeats.patientSplit(cut.beats))
      #expect(split.testPatients.count == 1)
      let trained = try #require(split.train.origins).map(\.patientOrRecord)
      #expect(Set(trained).isDisjoint(with: split.testPatients))
    }
  }

  @Test func preparedBeatsKnowTheirPatients() throws {
    try withTemporaryFolder { root in
      try write("s1", diagnosis: "Healthy control", in: root.appending(path: "patient001"))
      try write(
        "s2", diagnosis: "Myocardial infarction", interval: 1000,
        in: root.appending(path: "patient002"))
      let (cut, output) = (try PTBBeats.cut(folder: root.path), root.appending(path: "out").path)
      try PTBBeats.prepare(cut, output: output)
      let paths = PTBBeats.preparedFiles().map { "\(output)/\($0)" }
      func read(_ path: String) throws -> BeatDataset {
        try BeatFile.read(path: path, task: .infarction, labels: .required)
      }
      let parts = try paths.prefix(2).map { try PTBBeats.withOrigins(read($0), of: $0) }
      let joined = try PTBBeats.joined(normal: parts[0], abnormal: parts[1])
      let origins = try #require(joined.origins)
      let cutOrigins = try #require(cut.beats.origins)
      #expect(origins.map(\.patientOrRecord) == cutOrigins.map(\.patientOrRecord))
      #expect(origins.map(\.sample) == cutOrigins.map(\.sample))
      // Where one of the two is not known, neither is.
      let half = try PTBBeats.joined(normal: parts[0], abnormal: read(paths[1]))
      #expect(half.origins == nil)
      try Data("row,record,patient,diagnosis,sample\n0,s1,,Healthy control,4\n".utf8)
        .write(to: URL(filePath: paths[2]))
      let error = try #require(throws: FileError.self) {
        try PTBBeats.withOrigins(read(paths[0]).selecting([0]), of: paths[0])
      }
      #expect(error.location == .line(2) && error.problem.contains("a patient"))
    }
  }

  @Test func theTableSaysWhatHeadersDoNot() throws {
    try withTemporaryFolder { root in
      try write("a", diagnosis: nil, in: root)
      try write("b", diagnosis: nil, in: root)
      let table = """
        record,patient,note,reason_for_admission
        a,patient007,"one, two",Healthy control
        b,,,Myocardial infarction
        """
      try Data(table.utf8).write(to: root.appending(path: "labels.csv"))
      let records = try PTBRecord.all(in: root.path)
      #expect(records.map(\.patient) == ["patient007", "b"])
      #expect(records.map(\.label) == [0, 1])
    }
  }

  @Test func foldersThatDoNotDoAreRefused() throws {
    try withTemporaryFolder { root in
      #expect(throws: FileError.self) { try PTBBeats.cut(folder: root.path) }
      #expect(throws: FileError.self) { try PTBBeats.cut(folder: root.path + "/none") }
      try write("a", diagnosis: "Dysrhythmia", in: root)
      #expect(throws: FileError.self) { try PTBBeats.cut(folder: root.path) }
      try write("b", diagnosis: "Healthy control", lead: "v1", in: root)
      #expect(throws: FileError.self) { try PTBBeats.cut(folder: root.path) }
    }
  }

  @Test(.enabled(if: RealData.existing("ptbdb") != nil, "ECG_DATA is not set"))
  func realRecordsGiveBeatsOfBothClasses() throws {
    let folder = try #require(RealData.existing("ptbdb")).path
    let cut = try PTBBeats.cut(folder: folder)
    let labels = cut.records.map(\.label)
    #expect(labels.count { $0 == 0 } == 27 && labels.count { $0 == 1 } == 10)
    #expect(cut.excluded.count == 27)
    // About ten beats in ten seconds, and the two long records.
    #expect(300...900 ~= cut.beats.count)
    let inspection = BeatInspection(cut.beats)
    #expect(inspection.constantBeats == 0)
    #expect(inspection.classes[0].mean[0] > 0.8)
  }
}
