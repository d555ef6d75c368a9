import ECGAnalysis
import ECGDatasets
import ECGFiles
import ECGRecordings
import ECGTestSupport
import Foundation
import Testing

/// Beats of a folder of annotated records, divided by patient.
@Suite struct AnnotatedBeatsTests {
  private func write(_ name: String, seed: UInt64, rate: Double = 360, to folder: URL) throws {
    let made = SyntheticRecording(seed: seed, beats: 40)
    let record = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: record.deletingLastPathComponent(), withIntermediateDirectories: true)
    try made.record(named: record.lastPathComponent, samplingRate: rate).write(to: record.path)
    try made.annotations.write(to: record.path + ".atr")
  }

  private func beats(
    _ places: [String], patients: String? = nil, in folder: URL
  ) throws -> AnnotatedBeats {
    try AnnotatedBeats(
      at: places.map { folder.appending(path: $0).path }, annotator: "atr",
      patients: try patients.map { text in
        let path = folder.appending(path: "patients.csv")
        try Data(text.utf8).write(to: path)
        return path.path
      }, lead: nil, threads: 2)
  }

  private func people(_ beats: BeatDataset?) -> Set<String> {
    Set(beats?.origins?.map(\.patientOrRecord) ?? [])
  }

  @Test func noPatientIsInBothParts() throws {
    try withTemporaryFolder { folder in
      for seed in 1...6 {
        try write(seed < 4 ? "one/r\(seed)" : "two/r\(seed)", seed: UInt64(seed), to: folder)
      }
      let cut = try beats(["one", "two"], in: folder)
      #expect(cut.train.count + (cut.test?.count ?? 0) == cut.all.count)
      #expect(cut.all.count == 6 * 39 && !cut.isDividedByTable && cut.warnings.isEmpty)
      #expect(people(cut.train).isDisjoint(with: people(cut.test)))
      #expect(people(cut.train).union(people(cut.test)).count == 6)
      #expect(cut.all.origins?.allSatisfy { $0.patient == $0.record } == true)
      #expect(
        cut.remarks == [
          "Found 6 records, each taken for a patient of its own, as no table says otherwise; 360 Hz; "
            + "lead II; 234 marked beats: "
            + zip(["N", "S", "V", "F", "Q"], cut.all.classCounts).map { "\($0) \($1)" }
            .joined(separator: ", ") + "."
        ])
      // Two records of one patient stay together.
      let joint = try beats(
        ["one"], patients: "record,patient\nr1,x\nr2,x\nr3,y\n", in: folder)
      #expect(people(joint.train).union(people(joint.test)) == ["x", "y"])
      #expect(people(joint.train).isDisjoint(with: people(joint.test)))
      #expect(joint.remarks[0].hasPrefix("Found 3 records of 2 patients; "))
      let alone = try beats(["one/r1"], in: folder)
      #expect(alone.remarks[0].hasPrefix("Found 1 record of 1 patient; "))
      #expect(alone.test == nil && alone.train.count == 39)
    }
  }

  @Test func tablesDivide() throws {
    try withTemporaryFolder { folder in
      for seed in 1...3 { try write("r\(seed)", seed: UInt64(seed), to: folder) }
      let cut = try beats(
        ["."], patients: "record,patient,part\nr1,x,test\nr2,y,train\n", in: folder)
      #expect(cut.isDividedByTable && people(cut.test) == ["x"] && people(cut.train) == ["y"])
      #expect(cut.remarks.contains { $0.hasPrefix("Left out, as ") && $0.contains("r3") })
      let error = #expect(throws: FileError.self) {
        try beats(["."], patients: "record,patient,part\nr1,x,test\n", in: folder)
      }
      #expect(error?.problem == "expected records to train with, found none but to test with")
    }
  }

  @Test func aPartOfTheDatabaseIsToldFromIt() throws {
    try withTemporaryFolder { folder in
      for name in ["100", "101"] { try write(name, seed: 1, to: folder) }
      let warning = try #require(try beats(["."], in: folder).warnings.first)
      #expect(warning.contains("48 records") && warning.contains(" 2 are here; 102, 103"))
      for name in ["100", "101"] { try write("own/\(name)", seed: 1, rate: 250, to: folder) }
      #expect(try beats(["own"], in: folder).warnings.isEmpty)
    }
  }

  /// Without a table each record is of a patient of its own, but for the two that MIT-BIH
  /// has of one person.
  @Test func recordsAreOfPatientsOfTheirOwn() throws {
    try withTemporaryFolder { folder in
      for (seed, name) in ["200", "201", "202"].enumerated() {
        try write(name, seed: UInt64(seed + 1), to: folder)
      }
      let origins = try #require(try beats(["."], in: folder).all.origins)
      let patients = Dictionary(grouping: origins, by: \.record).mapValues {
        Set($0.map { $0.patient ?? "" })
      }
      #expect(patients == ["200": ["200"], "201": ["201"], "202": ["201"]])
    }
  }

  @Test func foldersWithoutBeatsAreRefused() throws {
    try withTemporaryFolder { folder in
      try write("r", seed: 1, to: folder)
      try AnnotationFile(annotations: [Annotation(sample: 3, symbol: "+", aux: "(AFIB")])
        .write(to: folder.appending(path: "r.atr").path, overwrite: true)
      let error = #expect(throws: FileError.self) { try beats(["."], in: folder) }
      #expect(error?.problem == "expected marked beats, found none in 1 records")
    }
  }

  /// Beats that are marked and cannot be cut are told as that, not as if nobody had marked them.
  @Test func flatRecordsAreNotTakenForUnmarkedOnes() throws {
    try withTemporaryFolder { folder in
      for name in ["flat", "other"] { try write(name, seed: 1, to: folder) }
      let path = folder.appending(path: "flat").path
      let made = SyntheticRecording(seed: 1, beats: 40)
      var record = made.record(named: "flat", samplingRate: 360)
      record = Recording(
        header: record.header, samples: record.samples.map { $0.map { _ in 0 } })
      try record.write(to: path, overwrite: true)
      let error = #expect(throws: FileError.self) { try beats(["flat"], in: folder) }
      #expect(
        error?.problem
          == "expected beats to cut, found none in 1 record with marks: samples are missing, the lead is "
          + "flat, or one beat alone is marked")
      let remarks = try beats(["."], in: folder).remarks
      #expect(!remarks.contains { $0.contains("for want of marked beats") })
      #expect(
        remarks[0]
          == "39 marked beats are left out, as samples are missing or the lead is flat, in flat (39)."
      )
    }
  }

  @Test func placesOfManyKindsAreFound() throws {
    try withTemporaryFolder { folder in
      for name in ["one/r1", "two/r2"] { try write(name, seed: 2, to: folder) }
      let paths = ["one", "two"].map { folder.appending(path: $0).path }
      let finder = DataFinder()
      #expect(try finder.find(at: paths).content == .recordPaths(paths))
      for place in ["one/r1", "one/r1.hea", "RECORDS"] {
        try Data("one/r1\n".utf8).write(to: folder.appending(path: "RECORDS"))
        let path = folder.appending(path: place).path
        #expect(try finder.find(at: [path]).content == .recordPaths([path]))
      }
      guard case .records(let found) = try finder.find(at: [paths[0]]).content else {
        Issue.record("expected a folder of records")
        return
      }
      #expect(found.records == ["r1"] && !found.isMITBIH)
      #expect(throws: FileError.self) { try finder.find(at: paths, for: .infarction) }
      try Data().write(to: folder.appending(path: "two/\(UnfinishedFolder.marker)"))
      #expect(throws: FileError.self) { try finder.find(at: paths) }
    }
  }
}
