import ECGAnalysis
import ECGFiles
import Foundation
import ECGTestSupport
import Testing

/// Records to train with, as a person names them.
@Suite struct AnnotatedRecordsTests {
  private func inFolder(_ body: (String) throws -> Void) throws {
    try withTemporaryFolder { url in
      for name in ["a.hea", "a.atr", "b.hea", "b.atr", "c.hea", "d.hea", "d.qrs"] {
        try Data().write(to: url.appending(path: name))
      }
      try body(url.path)
    }
  }

  @Test func foldersListsAndRecordsAreTaken() throws {
    try inFolder { folder in
      let all = try AnnotatedRecords(at: [folder])
      #expect(all.paths == ["\(folder)/a", "\(folder)/b"])
      #expect(all.incomplete == ["\(folder)/c", "\(folder)/d"])
      #expect(
        try AnnotatedRecords(at: ["\(folder)/b.hea", "\(folder)/a", "\(folder)/b"]).paths
          == ["\(folder)/b", "\(folder)/a"])
      try Data("# mine\nb\n\na.hea\n".utf8).write(to: URL(filePath: "\(folder)/list.txt"))
      #expect(
        try AnnotatedRecords(at: ["\(folder)/list.txt"]).paths == ["\(folder)/b", "\(folder)/a"])
      try Data("b\nb\na\nb\n".utf8).write(to: URL(filePath: "\(folder)/RECORDS"))
      #expect(try AnnotatedRecords(at: [folder]).paths == ["\(folder)/b", "\(folder)/a"])
      try Data("b\n".utf8).write(to: URL(filePath: "\(folder)/RECORDS"))
      #expect(try AnnotatedRecords(at: [folder]).paths == ["\(folder)/b"])
      #expect(
        try AnnotatedRecords(at: ["\(folder)/d"], annotator: "qrs").paths == ["\(folder)/d"])
    }
  }

  /// A folder that is called as a list is none, and names in a list that lead out of the folder do
  /// not count, whatever their letters are made up of.
  @Test func foldersAreNoLists() throws {
    try inFolder { folder in
      try FileManager.default.createDirectory(
        atPath: "\(folder)/records", withIntermediateDirectories: false)
      #expect(try AnnotatedRecords(at: [folder]).paths == ["\(folder)/a", "\(folder)/b"])
      try Data("../\u{301}a\n/b\na\n".utf8)
        .write(to: URL(filePath: folder).appending(path: "RECORDS"))
      let found = try AnnotatedRecords(at: [folder])
      #expect(found.paths == ["\(folder)/a"] && found.incomplete.isEmpty)
    }
  }

  /// What is told of a folder that was found is what is read of it: by a list of any spelling, for
  /// the annotator that was named, and without the records whose signals are not there.
  @Test func whatIsToldOfAFolderIsRead() throws {
    try withTemporaryFolder { url in
      let header = "1 360 100\n%.mat 16 200 0 0 0 0 0 II\n"
      for name in ["a", "b", "c", "d", "e"] {
        let text = "\(name) " + header.replacing("%", with: name == "c" ? "missing" : name)
        try Data(text.utf8).write(to: url.appending(path: "\(name).hea"))
        try Data(count: 200).write(to: url.appending(path: "\(name).mat"))
        let suffix = name == "d" ? "qrs" : "atr"
        try Data().write(to: url.appending(path: "\(name).\(suffix)"))
      }
      try Data("d\nc.hea\n\n# not e\nb\na\nb\n../x\n".utf8)
        .write(to: url.appending(path: "Records"))
      for (annotator, records, others) in [
        ("atr", ["b", "a"], ["d", "c"]), ("qrs", ["d"], ["c", "b", "a"]),
      ] {
        let found = try DataFinder().find(at: [url.path], annotator: annotator)
        guard case .records(let folder) = found.content else {
          Issue.record("expected a folder of records, found \(found.content)")
          return
        }
        #expect(folder.records == records && folder.incomplete == others)
        #expect(
          folder.summary
            == "\(records.count) record\(records.count == 1 ? "" : "s") in \(url.path), "
            + "\(others.count) more incomplete"
            + (annotator == "atr" ? ", 1 more not on its list" : ""))
        let read = try AnnotatedRecords(at: [folder.path], annotator: annotator)
        #expect(read.paths == records.map { "\(url.path)/\($0)" })
        #expect(read.incomplete == others.map { "\(url.path)/\($0)" })
        let unlisted = annotator == "atr" ? ["e"] : []
        #expect(folder.unlisted == unlisted)
        #expect(read.unlisted == unlisted.map { "\(url.path)/\($0)" })
      }
    }
  }

  @Test(arguments: [("c", "c.atr"), ("no", "no: "), ("list", "no x.hea"), ("empty", "no records")])
  func whatIsMissingIsNamed(_ position: String, _ word: String) throws {
    try inFolder { folder in
      try FileManager.default.createDirectory(
        atPath: "\(folder)/empty", withIntermediateDirectories: true)
      try Data("x\n".utf8).write(to: URL(filePath: "\(folder)/list"))
      let error = try #require(throws: FileError.self) {
        try AnnotatedRecords(at: ["\(folder)/\(position)"])
      }
      #expect(error.kind == .noInput)
      #expect("\(error)".replacing("\(folder)/x.hea", with: "x.hea").contains(word), "\(error)")
    }
  }

  @Test func tablesOfPatientsAreRead() throws {
    try withTemporaryFolder { url in
      let path = url.appending(path: "patients.csv").path
      try Data("patient,record,part\np1,a,train\np1, b ,train\r\np2,c,test\n".utf8)
        .write(to: URL(filePath: path))
      let table = try PatientTable(path: path)
      let (b, c) = (try #require(table.entries["b"]), try #require(table.entries["c"]))
      #expect(b.patient == "p1" && !b.isTest && c.patient == "p2" && c.isTest)
      #expect(table.entries.count == 3)
    }
  }

  @Test(arguments: [
    ("record\na\n", 1, "record and patient"), ("record,patient\na,1\nb\n", 3, "2 columns, found 1"),
    ("record,patient\na,1\na,2\n", 3, "a again"), ("record,patient\na,\n", 2, "empty cell"),
    ("record,patient,part\na,1,dev\n", 2, "found dev"),
    ("record,patient,part\na,1,train\nb,1,test\n", 3, "found both"), ("", 1, "record and patient"),
    ("record,patient,part\na,1,\n", 2, "train or test"),
  ])
  func badTablesAreRefused(_ text: String, _ line: Int, _ word: String) throws {
    try withTemporaryFolder { url in
      let path = url.appending(path: "patients.csv").path
      try Data(text.utf8).write(to: URL(filePath: path))
      let error = try #require(throws: FileError.self) { try PatientTable(path: path) }
      #expect(error.location == .line(line) && error.kind == .badData)
      #expect("\(error)".contains(word), "\(error)")
    }
  }
}
