import ECGEvaluation
import ECGFiles
import Foundation
import ECGTestSupport
import Testing

/// Which files are compared, and how missing ones are told.
@Suite struct AnnotationPairFinderTests {
  /// A folder with `experts/100.atr … 102.atr`, headers beside them, and `out/100.blm, 101.blm`.
  private func inFolders<Result>(_ body: (URL) throws -> Result) throws -> Result {
    try withTemporaryFolder { url in
      for folder in ["experts", "out"] {
        try FileManager.default.createDirectory(
          at: url.appending(path: folder), withIntermediateDirectories: false)
      }
      for record in 100...102 {
        try touch(url, "experts/\(record).atr", "experts/\(record).hea")
      }
      try touch(url, "out/100.blm", "out/101.blm", "out/report.html", "out/.hidden.blm")
      return try body(url)
    }
  }

  private func touch(_ url: URL, _ names: String...) throws {
    for name in names { try Data().write(to: url.appending(path: name)) }
  }

  private func find(
    _ url: URL, _ reference: String, _ test: String, with finder: AnnotationPairFinder = .init()
  ) throws -> [String] {
    let finding = try finder.find(
      reference: url.appending(path: reference).path, test: url.appending(path: test).path)
    func name(_ path: String) -> String { String(path.dropFirst(url.path.count + 1)) }
    return finding.pairs.map { "\($0.record): \(name($0.reference)) \(name($0.test))" }
      + (finding.withoutTest.isEmpty ? [] : ["without: \(finding.withoutTest)"])
  }

  /// Only one of them would be compared.
  @Test func twoRecordsWhoseNamesAreOneToAReaderAreRefused() throws {
    try inFolders { url throws in
      try touch(url, "out/e\u{301}.blm", "out/\u{E9}.blm")
      // Some file systems take them for one.
      let names = try FileManager.default.contentsOfDirectory(
        atPath: url.appending(path: "out").path)
      guard names.count(where: { $0 == "\u{E9}.blm" }) == 2 else { return }
      let error = #expect(throws: FileError.self) { try find(url, "experts", "out") }
      #expect(error?.problem.contains("found two whose names differ") == true)
    }
  }

  @Test func filesAndFoldersGoTogether() throws {
    try inFolders { url throws in
      let one = ["100: experts/100.atr out/100.blm"]
      #expect(try find(url, "experts/100.atr", "out/100.blm") == one)
      #expect(try find(url, "experts", "out/100.blm") == one)
      #expect(try find(url, "experts/100.atr", "out") == one)
      #expect(
        try find(url, "experts", "out") == one + [
          "101: experts/101.atr out/101.blm", "without: [\"102\"]",
        ])
      #expect(try find(url, "experts/", "out/").count == 3)
    }
  }

  @Test func treesAreComparedByTheirPaths() throws {
    try withTemporaryFolder { url throws in
      for folder in ["experts/a", "experts/b/c", "out/a", "out/b/c", "flat"] {
        try FileManager.default.createDirectory(
          at: url.appending(path: folder), withIntermediateDirectories: true)
      }
      try touch(
        url, "experts/a/1.atr", "experts/a/1.hea", "experts/b/c/1.atr", "experts/b/c/2.atr",
        "out/a/1.blm", "out/a/1.blm.csv", "out/b/c/1.blm", "out/summary.csv", "flat/2.blm")
      #expect(
        try find(url, "experts", "out") == [
          "a/1: experts/a/1.atr out/a/1.blm", "b/c/1: experts/b/c/1.atr out/b/c/1.blm",
          "without: [\"b/c/2\"]",
        ])
      // Trees that begin at different folders, as where all records are in one.
      #expect(
        try find(url, "experts", "flat") == [
          "2: experts/b/c/2.atr flat/2.blm", "without: [\"a/1\", \"b/c/1\"]",
        ])
      #expect(try find(url, "experts/a", "out/a") == ["1: experts/a/1.atr out/a/1.blm"])
      #expect(try find(url, "experts/b/c/2.atr", "flat") == ["2: experts/b/c/2.atr flat/2.blm"])
      // Which of two is meant nobody knows.
      try touch(url, "flat/1.blm")
      let error = #expect(throws: FileError.self) { try find(url, "experts", "flat") }
      #expect(error?.problem == "expected one record 1, found a/1, b/c/1")
      let twice = #expect(throws: FileError.self) { try find(url, "experts/a", "out") }
      #expect(twice?.problem.contains("expected one test of these annotations") == true)
    }
  }

  @Test func aListChoosesTheRecords() throws {
    try inFolders { url throws in
      let finder = AnnotationPairFinder(records: ["101", "100"])
      #expect(
        try find(url, "experts", "out", with: finder) == [
          "101: experts/101.atr out/101.blm", "100: experts/100.atr out/100.blm",
        ])
      // A record that was asked for may not go missing.
      let more = AnnotationPairFinder(records: ["100", "102"])
      let error = #expect(throws: FileError.self) { try find(url, "experts", "out", with: more) }
      #expect(error?.kind == .noInput && error?.path.hasSuffix("out/102.blm") == true)
    }
  }

  @Test func severalAnnotatorsHaveToBeTold() throws {
    try inFolders { url throws in
      try touch(url, "out/100.qrs", "experts/100.qrs")
      let error = #expect(throws: FileError.self) { try find(url, "experts", "out") }
      #expect(error?.description.contains("blm, qrs") == true)
      let finder = AnnotationPairFinder(testAnnotator: "qrs")
      #expect(try find(url, "experts", "out", with: finder).first?.hasSuffix("100.qrs") == true)
      // Beside the reference's own files there is one other kind.
      #expect(try find(url, "experts", "experts").first == "100: experts/100.atr experts/100.qrs")
      let swapped = AnnotationPairFinder(referenceAnnotator: "qrs", testAnnotator: "blm")
      #expect(try find(url, "experts/100.qrs", "out", with: swapped).count == 1)
    }
  }

  @Test func whatTheReferenceLacksIsLeftOut() throws {
    try inFolders { url throws in
      try touch(url, "out/999.blm")
      let finding = try AnnotationPairFinder().find(
        reference: url.appending(path: "experts").path, test: url.appending(path: "out").path)
      #expect(finding.pairs.map(\.record) == ["100", "101"])
      #expect(finding.withoutTest == ["102"] && finding.withoutReference == ["999"])
      // Where it lacks all, one of them is named.
      try FileManager.default.createDirectory(
        at: url.appending(path: "strangers"), withIntermediateDirectories: false)
      try touch(url, "strangers/999.blm")
      let error = #expect(throws: FileError.self) {
        try find(url, "experts", "strangers", with: AnnotationPairFinder(testAnnotator: "blm"))
      }
      #expect(error?.description.contains("experts/999.atr: there is no such file") == true)
    }
  }

  @Test func aFolderMayBeComparedWithItself() throws {
    try inFolders { url throws in
      #expect(try find(url, "experts", "experts").count == 3)
    }
  }

  @Test(arguments: [
    ("none", "out", "none: there is no such"), ("experts", "none", "none: there is no such"),
    ("out", "experts", "expected annotations .atr, found none"),
    ("experts", "empty", "expected annotations of the reference's records, found none"),
    ("experts", "strangers", "expected annotations of the reference's records, found none"),
    ("experts/100.atr", "strangers", "expected annotations of the reference's records, found none"),
    ("experts", "strangers/999.blm", "experts/999.atr: there is no such file"),
  ])
  func whatIsMissingIsTold(reference: String, test: String, words: String) throws {
    try inFolders { url throws in
      for folder in ["empty", "strangers"] {
        try FileManager.default.createDirectory(
          at: url.appending(path: folder), withIntermediateDirectories: false)
      }
      try touch(url, "strangers/999.blm")
      let error = #expect(throws: FileError.self) { try find(url, reference, test) }
      #expect(error?.kind == .noInput)
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
  }

  @Test func listsAreReadFromTextAndFiles() throws {
    #expect(try RecordList("100,103 105,100").names == ["100", "103", "105"])
    try withTemporaryFolder { url in
      let file = url.appending(path: "RECORDS")
      try Data("# test\n100\r\n103\n\n105".utf8).write(to: file)
      #expect(try RecordList(file.path).names == ["100", "103", "105"])
      // As databases with folders have it.
      try Data("p00/100\np01/x-1/103\n".utf8).write(to: file)
      #expect(try RecordList(file.path).names == ["p00/100", "p01/x-1/103"])
      for name in ["../100", "/100", "p00//100", "p00/100.hea"] {
        try Data("\(name)\n101\n".utf8).write(to: file)
        #expect(throws: FileError.self) { try RecordList(file.path) }
      }
      try Data("# nothing\n".utf8).write(to: file)
      #expect(throws: FileError.self) { try RecordList(file.path) }
    }
    for text in ["", " , ", "100,a/b", "101 100.atr"] {
      let error = #expect(throws: FileError.self) { try RecordList(text) }
      #expect(error?.kind == .badData)
    }
    // A file is named the same way.
    for text in ["a/b", "../100", "nosuch.txt", "/tmp"] {
      let error = #expect(throws: FileError.self) { try RecordList(text) }
      #expect(error?.kind == .noInput)
      #expect(error?.problem == "there is neither a record nor a file of this name")
    }
  }

  @Test func recordsOfOneNameAreOfOneRecord() {
    #expect(AnnotationPair(reference: "a.b/100.atr", test: "100.blm").isOfOneRecord)
    #expect(!AnnotationPair(reference: "100.atr", test: "101.atr").isOfOneRecord)
    #expect(AnnotationPair(reference: "x/100.atr", test: "y").record == "100")
    #expect(AnnotationPair(reference: "x/100", test: "y").record == "100")
  }
}
