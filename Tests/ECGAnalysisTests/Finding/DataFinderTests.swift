import ECGDatasets
import ECGAnalysis
import ECGFiles
import Foundation
import ECGTestSupport
import Testing

@Suite struct DataFinderTests {
  /// Makes empty files below a folder; those named `RECORDS` list the records given.
  private func make(_ files: [String], records: String = "", in folder: URL) throws {
    for file in files {
      let url = folder.appending(path: file)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      let isList = url.lastPathComponent.uppercased() == "RECORDS"
      try Data((isList ? records : "").utf8).write(to: url)
    }
  }

  private func finder(_ folder: URL, environment: [String: String] = [:]) -> DataFinder {
    DataFinder(
      environment: environment, workingFolder: folder.appending(path: "work").path,
      home: folder.appending(path: "home").path)
  }

  /// What is found among `files`, with the temporary folder's path taken off.
  private func found(
    _ files: [String], records: String = "", environment: String? = nil
  ) throws -> FoundData? {
    try withTemporaryFolder { folder in
      try make(files, records: records, in: folder)
      let variables = environment.map { ["ECG_DATA": folder.appending(path: $0).path] } ?? [:]
      return finder(folder, environment: variables).find().data
    }
  }

  /// The last two components of the chosen paths.
  private func names(_ data: FoundData?) -> [String] {
    let paths: [String?] =
      switch data?.content {
      case .mitbihBeats(let train, let test): [train, test]
      case .ptbBeats(let normal, let abnormal): [normal, abnormal]
      case .records(let folder): [folder.path]
      case .ptbRecords(let folder): [folder]
      case .beats(let path): [path]
      case .recordPaths(let places), .shards(let places): places
      case nil: []
      }
    return paths.compactMap { $0?.split(separator: "/").suffix(2).joined(separator: "/") }
  }

  @Test func placesComeInOrder() throws {
    let files = [
      "home/Desktop/mitbih_train.csv", "home/Desktop/mitbih_test.csv",
      "work/data/mitbih_train.csv", "work/data/mitbih_test.csv",
      "work/mitbih_train.csv", "work/mitbih_test.csv",
      "env/mitbih_train.csv", "env/mitbih_test.csv",
    ]
    #expect(try found(files, environment: "env")?.place == .environment)
    #expect(try found(files)?.place == .workingFolder)
    #expect(try found(Array(files.prefix(2)))?.place == .desktop)
    // `data` is a subfolder of the current folder, and a place of its own for its subfolders.
    let inData = try found(Array(files.prefix(4)))
    #expect(names(inData) == ["data/mitbih_train.csv", "data/mitbih_test.csv"])
    #expect(inData?.place == .dataFolder)
    let beside = try found(["work/database/mitbih_train.csv", "work/database/mitbih_test.csv"])
    #expect(beside?.place == .workingFolder)
    let deep = try found(["work/data/kaggle/mitbih_train.csv", "work/data/kaggle/mitbih_test.csv"])
    #expect(deep?.place == .dataFolder)
    #expect(try found(["work/a/b/mitbih_train.csv", "work/a/b/mitbih_test.csv"]) == nil)
    #expect(try found(files, environment: "missing")?.place == .workingFolder)
  }

  @Test func theTaskOfTwoClassesTakesPTBAlone() throws {
    try withTemporaryFolder { folder in
      let kaggle = [
        "mitbih_train.csv", "mitbih_test.csv", "PTBDB_normal.csv", "ptbdb_abnormal.csv",
      ]
      try make(kaggle.map { "work/data/\($0)" }, in: folder)
      let ptb = ["work/data/PTBDB_normal.csv", "work/data/ptbdb_abnormal.csv"].map {
        $0.dropFirst(5)
      }
      #expect(names(finder(folder).find(for: .infarction).data) == ptb.map(String.init))
      #expect(finder(folder).find(for: .arrhythmia).data?.others.count == 2)
    }
    try withTemporaryFolder { folder in
      try make(["work/mitbih_train.csv", "work/mitbih_test.csv"], in: folder)
      #expect(finder(folder).find(for: .infarction).data == nil)
      try make(
        ["work/ptbdb/RECORDS", "work/ptbdb/patient001/s0010_re.hea"],
        records: "patient001/s0010_re", in: folder)
      #expect(names(finder(folder).find(for: .infarction).data) == ["work/ptbdb"])
    }
  }

  @Test func namesMatterAndCaseDoesNot() throws {
    let files = ["work/MITBIH_Train (1).CSV", "work/mitbih_test (1).csv", "work/mitbih_test.csv"]
    let data = try found(files)
    #expect(names(data) == ["work/MITBIH_Train (1).CSV", "work/mitbih_test (1).csv"])
    #expect(data?.others.count == 1)
    #expect(data?.summary.contains("not used") == true)
    #expect(data?.path.contains("work/MITBIH_Train (1).CSV and ") == true)
    #expect(data?.path.hasSuffix("work/mitbih_test (1).csv") == true)
    #expect(data.map { $0.summary.contains($0.path) } == true)
    #expect(try found(["work/mitbih_train_provenance.csv", "work/other.csv"]) == nil)
    #expect(names(try found(["work/mitbih_train_small.csv"])) == ["work/mitbih_train_small.csv"])
    #expect(names(try found(["work/mitbih_test.csv"])) == ["work/mitbih_test.csv"])
    let mapped = ["work/mitbih_train.safetensors", "work/mitbih_test.safetensors"]
    #expect(names(try found(mapped)) == mapped)
    #expect(names(try found(files + mapped)) == mapped)
    let tables = ["work/mitbih_train.csv", "work/mitbih_test.csv"]
    #expect(names(try found(mapped + tables)) == tables)
    #expect(try found(["work/mitbih_train.checkpoint.safetensors"]) == nil)
    #expect(
      names(try found(["work/ptbdb_normal.csv", "work/ptbdb_abnormal.csv"]))
        == ["work/ptbdb_normal.csv", "work/ptbdb_abnormal.csv"])
  }

  @Test func aPairFromOneFolderIsPreferred() throws {
    let data = try found([
      "work/a/mitbih_train.csv", "work/b/mitbih_train.csv", "work/b/mitbih_test.csv",
    ])
    #expect(names(data) == ["b/mitbih_train.csv", "b/mitbih_test.csv"])
    #expect(data?.others.count == 1)
    let apart = try found(["work/a/mitbih_train.csv", "work/b/mitbih_test.csv"])
    #expect(names(apart) == ["a/mitbih_train.csv", "b/mitbih_test.csv"])
    // Nobody put them beside one another.
    let remark = try #require(apart?.remarks.first)
    #expect(remark.contains("/a and ") && remark.contains("/b: do they belong together?"))
    #expect(data?.remarks.isEmpty == true)
  }

  /// A place that was meant and is not there is told.
  @Test func aMissingPlaceIsTold() throws {
    let files = ["work/mitbih_train.csv", "work/mitbih_test.csv"]
    let data = try found(files, environment: "missing")
    #expect(data?.remarks.count == 1)
    #expect(data?.remarks.first?.hasPrefix("$ECG_DATA names ") == true)
    #expect(try found(files + ["env/x.txt"], environment: "env")?.remarks.isEmpty == true)
    #expect(try found(files)?.remarks.isEmpty == true)
  }

  /// Files of beats are no records, of which several can be named.
  @Test func aFileOfBeatsIsNamedAlone() throws {
    try withTemporaryFolder { folder in
      try make(["train.csv", "test.csv"], in: folder)
      let paths = ["train.csv", "test.csv"].map { folder.appending(path: $0).path }
      let error = #expect(throws: FileError.self) { try finder(folder).find(at: paths) }
      #expect(error?.problem == "expected records, found a file of beats, which is named alone")
      #expect(error?.path == paths[0])
    }
  }

  @Test func recordsAreFoundByTheirList() throws {
    let files = ["100", "101", "102"].flatMap { record in
      ["hea", "dat", "atr"].map { "work/mitdb/\(record).\($0)" }
    }
    let data = try found(files + ["work/mitdb/RECORDS"], records: "100\r\n102\n103\n../x\n")
    guard case .records(let folder) = data?.content else {
      Issue.record("no records were found")
      return
    }
    #expect(folder.records == ["100", "102"])
    #expect(folder.incomplete == ["103"])
    let unlisted = try found(files)
    #expect(names(unlisted) == ["work/mitdb"])
    // Signals without annotations cannot be learnt from.
    #expect(try found(["work/ptbdb/s0010_re.hea", "work/ptbdb/s0010_re.dat"]) == nil)
    // Exact names come before records, excerpts by other names after them.
    let tables = ["work/mitbih_train.csv", "work/mitbih_test.csv"]
    #expect(names(try found(files + tables)) == tables)
    let excerpts = ["work/kaggle/mitbih_train_first10.csv", "work/kaggle/mitbih_test_first10.csv"]
    #expect(names(try found(files + excerpts)) == ["work/mitdb"])
  }

  /// One of several folders, such as those of a patient each, is never taken for the
  /// whole without a word.
  @Test func oneOfSeveralFoldersOfRecordsIsNoGuess() throws {
    try withTemporaryFolder { folder in
      let records = ["p1/a", "p2/b", "p2/c", "p3/d"]
      let files = records.flatMap { record in ["hea", "dat", "atr"].map { "\(record).\($0)" } }
      try make(files.map { "work/\($0)" }, in: folder)
      let work = folder.appending(path: "work").path
      let error = #expect(throws: FileError.self) { try finder(folder).find(at: work) }
      #expect(error?.kind == .badData && error?.path == work)
      #expect(error?.problem == "expected one folder of records, found 3: p1, p2, p3")
      // Several cannot be named wherever one can, a list can be put there.
      #expect(
        error?.remedy.text(Remedy.Spelling([.data: "--data"]))
          == "Name the one that is meant or, for all of them, put a file RECORDS there that lists their records"
      )
      // Where nobody named it, the largest as before, and a word.
      let found = try #require(finder(folder).find().data)
      #expect(names(found) == ["work/p2"])
      #expect(
        found.remarks.count == 1
          && found.remarks[0].hasPrefix("3 folders of records were found, p1, p2, p3,"))
      // One, several by their names, or a list, are what they are.
      #expect(names(try finder(folder).find(at: work + "/p1")) == ["work/p1"])
      let paths = ["p1", "p2", "p3"].map { "\(work)/\($0)" }
      #expect(try finder(folder).find(at: paths).content == .recordPaths(paths))
      try make(["work/RECORDS"], records: "p1/a\np2/b\n", in: folder)
      #expect(try finder(folder).find(at: [work]).content == .recordPaths([work]))
    }
  }

  /// Records that lie in the folder that was named are meant, however many a subfolder has.
  @Test func aNamedFoldersOwnRecordsComeFirst() throws {
    try withTemporaryFolder { folder in
      let files = ["a", "old/a", "old/b"].flatMap { record in
        ["hea", "dat", "atr"].map { "work/\(record).\($0)" }
      }
      try make(files, in: folder)
      let found = try finder(folder).find(at: folder.appending(path: "work").path)
      #expect(names(found).first?.hasSuffix("/work") == true)
      #expect(found.others.count == 1)
    }
  }

  /// PhysioNet has a folder for each patient of PTB: they are one database also without its list.
  @Test func patientsOfPTBAreOneDatabase() throws {
    let header =
      "r 1 1000 0\nr.dat 16 2000 16 0 0 0 0 ii\n# Reason for admission: Healthy control\n"
    func write(_ places: [String], in folder: URL) throws {
      for place in places {
        let url = folder.appending(path: "work/\(place)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        try Data(header.utf8).write(to: url.appending(path: "r.hea"))
      }
    }
    try withTemporaryFolder { folder in
      let work = folder.appending(path: "work").path
      try write(["patient001", "patient002"], in: folder)
      let found = try finder(folder).find(at: work, for: .infarction)
      #expect(found.content == .ptbRecords(work) && found.others.isEmpty)
      #expect(finder(folder).find(for: .infarction).data?.content == .ptbRecords(work))
      // Folders of other names may be anything.
      try write(["copy"], in: folder)
      let error = #expect(throws: FileError.self) {
        try finder(folder).find(at: work, for: .infarction)
      }
      #expect(error?.problem.hasSuffix("found 3: copy, patient001, patient002") == true)
      #expect(finder(folder).find(for: .infarction).data?.remarks.count == 1)
    }
  }

  @Test func nothingSaysWhereItLooked() throws {
    try withTemporaryFolder { folder in
      let finding = finder(folder, environment: ["ECG_DATA": "/nowhere"]).find()
      guard case .nothing(let places) = finding else {
        Issue.record("something was found")
        return
      }
      #expect(places.count == 4)
      #expect(places.first == "/nowhere")
      #expect(places.last?.hasSuffix("/home/Desktop") == true)
      #expect(finding.data == nil)
    }
  }

  @Test func namedPathsAreTaken() throws {
    try withTemporaryFolder { folder in
      try make(["beats.csv", "empty/x.txt", "set/mitbih_train.csv"], in: folder)
      let finder = finder(folder)
      let file = folder.appending(path: "beats.csv").path
      #expect(try finder.find(at: file).content == .beats(file))
      let set = folder.appending(path: "set").path
      #expect(
        try finder.find(at: set + "/").content
          == .mitbihBeats(train: set + "/mitbih_train.csv", test: nil))
      for path in ["empty", "missing"] {
        let error = #expect(throws: FileError.self) {
          try finder.find(at: folder.appending(path: path).path)
        }
        #expect(error?.kind == .noInput)
      }
    }
  }

  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
  func findsTheRealRecords() throws {
    let path = try #require(RealData.mitdb).path
    let data = try DataFinder().find(at: path)
    guard case .records(let folder) = data.content else {
      Issue.record("no records were found in \(path)")
      return
    }
    #expect(folder.records.count == 48)
    #expect(folder.incomplete.isEmpty)
  }
}
