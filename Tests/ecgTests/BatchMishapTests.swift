import ECGFiles
import ECGTestSupport
import Foundation
import Testing

/// Many recordings, of which some are named oddly, broken or not there, and runs
/// that are disturbed.
@Suite(.hangLimit) struct BatchMishapTests {
  /// A folder `in` with some records.
  private func inFolder<Result>(
    records: Int = 1, _ body: (URL, Command) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { url in
      for number in 1...records {
        try SampleRecord().write("r\(number)", to: url.appending(path: "in"))
      }
      return try body(url, Command(folder: url))
    }
  }

  private struct Line: Decodable {
    struct Failure: Decodable { let message: String }
    let path: String
    let error: Failure?
  }

  private func lines(_ folder: URL) throws -> [Line] {
    let text = try String(contentsOf: folder.appending(path: "results.jsonl"), encoding: .utf8)
    return try text.split(separator: "\n").map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
  }

  @Test(arguments: [
    ["in/r1", "in/r1.hea"], ["in/r1.hea", "in/r1", "./in/r1"], ["in/r1.dat", "in/r1", "in"],
  ])
  func oneThatIsNamedSeveralTimesIsDoneOnce(paths: [String]) throws {
    try inFolder { url, ecg throws in
      #expect(try ecg(["detect"] + paths + ["--output", "out"]).status == 0)
      #expect(try lines(url.appending(path: "out")).map(\.path) == ["in/r1"])
    }
  }

  @Test func whatCannotBeReadIsListed() throws {
    try inFolder { url, ecg throws in
      let folder = url.appending(path: "in")
      func write(_ name: String, _ content: Data) throws {
        try content.write(to: folder.appending(path: name))
      }
      try write("bytes.hea", Data(repeating: 0xFF, count: 500))
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: "gone.edf"), withDestinationURL: url.appending(path: "none"))
      let rows = (0..<300).map { row in
        "0.\(String(1000 + row).dropFirst()),\(row == 200 ? "x" : "\(row % 7)"),\(row % 9)\n"
      }
      try write("late.csv", Data(("time [s],I [mV],II [mV]\n" + rows.joined()).utf8))
      try write("patients.csv", Data("id,name\n1,A\n2,B\n".utf8))
      try FileManager.default.createDirectory(
        at: url.appending(path: "packed/week"), withIntermediateDirectories: true)
      try Data("0       X".utf8).write(to: url.appending(path: "packed/week/broken.edf"))
      #expect(try ecg.shell("tar -C packed -czf in/all.tar.gz week").status == 0)
      // A loop of segments.
      try write("loop.hea", Data("loop/1 1 250 100\nknot 100\n".utf8))
      try write("knot.hea", Data("knot/1 1 250 100\nloop 100\n".utf8))
      #expect(try ecg.shell("printf x > \"$(printf 'in/caf\\351.edf')\"").status == 0)

      let outcome = try ecg("detect", "in", "--output", "out")
      #expect(outcome.status == 65, "\(outcome.errors)")
      #expect(outcome.errors.contains("1 table that does not say the sampling rate is passed over"))
      let messages = try lines(url.appending(path: "out")).compactMap(\.error?.message)
      func expect(_ parts: String...) {
        #expect(
          messages.contains { message in parts.allSatisfy { message.contains($0) } }, "\(messages)")
      }
      expect("in/bytes.hea: line 1: expected", "found '\(String(repeating: "ÿ", count: 60))…'")
      expect("in/gone.edf: it is a link to a file that is not there")
      expect("in/late.csv: line ")
      expect("in/all.tar.gz/week/broken.edf: ")
      #if os(Linux)
        expect("in/caf", "its name is not UTF-8")
      #endif
      #expect(messages.allSatisfy { $0.hasPrefix("in/") && !$0.contains("\n") })
    }
  }

  /// What is said of one recording alone is said of many by their number; what holds recordings,
  /// maybe, is named.
  @Test func remarksAndPackedFilesAreTold() throws {
    try inFolder(records: 2) { url, ecg throws in
      let signal = url.appending(path: "in/r1.dat")
      try (Data(contentsOf: signal) + Data(count: 4_000)).write(to: signal)
      try Data("BZh9".utf8).write(to: url.appending(path: "in/more.tar.bz2"))
      let outcome = try ecg("detect", "in", "--output", "out")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors.contains("1 of 2 recordings has remarks, see out/results.jsonl"))
      #expect(outcome.errors.contains("in/more.tar.bz2 left out: packed in a way"))
      #expect(try ecg("summarize", "out").output.contains("a remark"))
      try FileManager.default.createDirectory(
        at: url.appending(path: "only"), withIntermediateDirectories: false)
      try Data("BZh9".utf8).write(to: url.appending(path: "only/more.tar.bz2"))
      let none = try ecg("detect", "only", "--output", "none")
      #expect(none.status == 66, "\(none.errors)")
      #expect(none.errors.contains("found what is not looked into, only/more.tar.bz2"))
    }
  }

  /// Its own results have no place, those of the others have one.
  @Test func aRecordingWhoseResultsHaveTooLongANameFailsAlone() throws {
    try inFolder(records: 2) { url, ecg throws in
      let (name, folder) = (String(repeating: "n", count: 250), url.appending(path: "in"))
      let header = try String(contentsOf: folder.appending(path: "r1.hea"), encoding: .utf8)
      try Data(header.replacing(#/^r1 /#, with: "\(name) ").utf8)
        .write(to: folder.appending(path: "\(name).hea"))
      let outcome = try ecg("detect", "in", "--output", "out")
      #expect(outcome.status == 65, "\(outcome.errors)")
      let lines = try lines(url.appending(path: "out"))
      #expect(lines.count == 3 && lines.count { $0.error == nil } == 2)
      #expect(lines.compactMap(\.error?.message).allSatisfy { $0.contains("too long") })
    }
  }

  @Test func aListThatCannotBeReadIsTold() throws {
    try inFolder { _, ecg throws in
      for input in ["< .", "<&-"] {
        let outcome = try ecg.shell("$ecg detect - --output out \(input)")
        #expect(outcome.status == 74 || outcome.status == 66, "\(input): \(outcome.errors)")
        #expect(outcome.errors.hasPrefix("ecg: "), "\(outcome.errors)")
      }
    }
  }

  @Test func listsMayHaveCommentsAndLineEndsOfAnyKind() throws {
    try inFolder(records: 3) { url, ecg throws in
      try Data("\u{FEFF}in/r1\r\n\r\n# the others\r\n  \nin/r2.hea\r\nin/r3".utf8)
        .write(to: url.appending(path: "list"))
      let outcome = try ecg("detect", "--list", "list", "--output", "out")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try lines(url.appending(path: "out")).map(\.path) == ["in/r1", "in/r2", "in/r3"])
    }
  }

  @Test func listsMayHaveNULBehindEachPath() throws {
    try inFolder(records: 2) { url, ecg throws in
      let outcome = try ecg.shell("printf 'in/r1\\0in/r2.hea\\0' | $ecg detect - --output out")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try lines(url.appending(path: "out")).map(\.path) == ["in/r1", "in/r2"])
      #expect(contents(of: url.appending(path: "out")).keys.contains("r1.qrs"))
    }
  }

  /// Nothing is written where there is nothing to do, or where it would lie among the recordings.
  @Test func foldersThatAreMeantWronglyAreTold() throws {
    try inFolder { url, ecg throws in
      try FileManager.default.createDirectory(
        at: url.appending(path: "none"), withIntermediateDirectories: false)
      let none = try ecg("classify", "none", "--output", "out")
      #expect(none.status == 66 && none.errors.contains("none: expected recordings, found none"))
      #expect(contents(of: url.appending(path: "out")).isEmpty)
      let before = contents(of: url.appending(path: "in"))
      for force in [[], ["--force"]] {
        let same = try ecg(["classify", "in", "--output", "./in/"] + force)
        #expect(same.status == 73 && same.errors.contains("is where the recordings are"))
      }
      #expect(contents(of: url.appending(path: "in")) == before)
      #expect(try ecg("classify", "in", "--output", "in/out").status == 0)
      let other = try ecg("detect", "in", "--output", "in/out", "--resume")
      #expect(other.status == 65 && other.errors.contains("results classified, found results"))
      let unknown = try ecg("summarize", "in")
      #expect(unknown.status == 66 && unknown.errors.contains("found no results.jsonl"))
    }
  }

  /// Its name is that of another one to a reader, and not to the system.
  @Test func resumingLeavesTheResultsOfATwinAlone() throws {
    try inFolder { url, ecg throws in
      let names = ["\u{E9}", "e\u{301}"]
      for name in names { try SampleRecord().write(name, to: url.appending(path: "in")) }
      let headers = try FileManager.default.contentsOfDirectory(
        atPath: url.appending(path: "in").path
      ).filter { $0.hasSuffix(".hea") }
      // Some file systems take them for one.
      guard headers.count == 3 else { return }
      #expect(try ecg("detect", "in", "--output", "out").status == 0)
      let first = try results(url.appending(path: "out"))
      try Data("rhythm two 360\n".utf8).write(to: url.appending(path: "in/\(names[1]).hea"))
      let again = try ecg("detect", "in", "--output", "out", "--resume")
      #expect(again.status == 65 && again.errors.contains("1 of 3 recordings failed"))
      let second = try results(url.appending(path: "out"))
      #expect(second.count == first.count - 2)
      #expect(second.isSubset(of: first))
    }
  }

  /// The names of the files with annotations and tables.
  private func results(_ folder: URL) throws -> Set<[UInt8]> {
    Set(
      try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { $0.contains(".qrs") }.map { Array($0.utf8) })
  }

  @Test func twoRunsIntoOneFolderAreRefused() throws {
    try inFolder { url, ecg throws in
      let results = url.appending(path: "out/results.jsonl").path
      try OutputFile.claim(path: results, overwrite: true)
      defer { OutputFile.discardUnfinished() }
      let second = try ecg("detect", "in", "--output", "out", "--resume")
      #expect(second.status == 73, "\(second.errors)")
      #expect(second.errors.contains("is being written by"))
    }
  }

  @Test(arguments: [SIGINT, SIGTERM]) func endedRunsSayHowToGoOn(signal: Int32) throws {
    try inFolder(records: 30) { url, ecg throws in
      #expect(try ecg("classify", "in", "--output", "undisturbed").status == 0)
      let journal = url.appending(path: "out/.ecg-batch").path
      func disturbed() throws -> Command.Outcome {
        try? FileManager.default.removeItem(at: url.appending(path: "out"))
        let running = try ecg.start(["classify", "in", "--output", "out", "--jobs", "1"])
        // The head and a recording.
        try Patience.wait {
          !running.isRunning
            || FileManager.default.contents(atPath: journal)?.count { $0 == 0x0A } ?? 0 > 1
        }
        running.send(signal)
        return try running.wait()
      }
      var ended = try disturbed()
      // Once more where it was at its end before the signal came.
      for _ in 0..<20 where ended.status == 0 { ended = try disturbed() }
      #expect(ended.status == 130, "\(ended.errors)")
      #expect(ended.errors.contains("of 30 recordings are done; go on with the rest by:"))
      #expect(ended.errors.contains("classify in --output out --jobs 1 --resume"))
      let left = contents(of: url.appending(path: "out"))
      #expect(!left.keys.contains { $0.hasSuffix(".writing") || $0 == "results.jsonl" })
      #expect(try ecg("classify", "in", "--output", "out", "--resume").status == 0)
      #expect(
        contents(of: url.appending(path: "out"))
          == contents(of: url.appending(path: "undisturbed")))
    }
  }
}
