import ECGTestSupport
import Foundation
import Testing

/// Many recordings: `ecg classify` and `ecg detect` of folders, archives and lists, and
/// `ecg summarize`.
@Suite(.hangLimit) struct BatchCommandTests {
  /// A folder `in` with records of one name in two folders, two in an archive, and a
  /// header of nonsense.
  private func inFolder<Result>(_ body: (URL, Command) throws -> Result) throws -> Result {
    try withTemporaryFolder { url in
      let ecg = Command(folder: url)
      for (folder, interval) in [("in/a", 0.8), ("in/b", 0.7), ("packed/c", 0.9), ("packed/d", 1)] {
        try SampleRecord(interval: interval).write("rhythm", to: url.appending(path: folder))
      }
      try Data("rhythm two 360\n".utf8).write(to: url.appending(path: "in/b/broken.hea"))
      let packed = try ecg.shell("tar -C packed -czf in/more.tar.gz c d")
      try #require(packed.status == 0, "\(packed.errors)")
      return try body(url, ecg)
    }
  }

  private func lines(_ url: URL, _ path: String) throws -> [[String: Any]] {
    let text = try String(contentsOf: url.appending(path: path), encoding: .utf8)
    return try text.split(separator: "\n").map {
      try #require(try ExactJSON.object(with: Data($0.utf8)) as? [String: Any])
    }
  }

  private func below(_ folder: String, of url: URL) -> [String: Data?] {
    contents(of: url.appending(path: folder))
  }

  private let names = ["a/rhythm", "b/rhythm", "more.tar.gz/c/rhythm", "more.tar.gz/d/rhythm"]

  /// Nothing is looked into twice over, and nothing goes without a word.
  @Test func archivesWithinArchivesAreNamed() throws {
    try inFolder { url, ecg in
      let packed = try ecg.shell(
        "mkdir -p box && cp in/more.tar.gz box/c.tgz && tar -C packed -cf box/d.tar d"
          + " && echo x > box/note.bin && tar -cf in/box.tar box && mkdir only"
          + " && mv in/box.tar only/ && cp -r only in/only")
      try #require(packed.status == 0, "\(packed.errors)")
      let none = try ecg("detect", "only", "--output", "none")
      #expect(none.status == 66, "\(none.errors)")
      #expect(
        none.errors.contains(
          "found archives within archives, only/box.tar/box/c.tgz and 1 other archive"))
      #expect(none.errors.contains("Unpack the outer ones"))
      let some = try ecg("detect", "in/a", "in/only", "--output", "some")
      #expect(some.status == 0, "\(some.errors)")
      #expect(some.errors.contains("in/only/box.tar/box/c.tgz and 1 other archive left out"))
      #expect(some.errors.contains("1 other file passed over"))
    }
  }

  @Test func resultsAreTheSameWhateverTheJobs() throws {
    try inFolder { url, ecg in
      for jobs in [1, 3] {
        let outcome = try ecg("classify", "in", "--output", "out\(jobs)", "--jobs", "\(jobs)")
        #expect(outcome.status == 65 && outcome.errors.contains("1 of 5 recordings failed"))
        #expect(outcome.errors.contains("in/b/broken.hea: line 1: expected"))
        #expect(outcome.output.contains("4 of 5 recordings classified"))
      }
      let (one, three) = (below("out1", of: url), below("out3", of: url))
      #expect(one == three)
      for name in names {
        for ending in ["blm", "blm.csv", "json", "html"] {
          #expect(one["\(name).\(ending)"] != nil)
        }
      }
      let lines = try lines(url, "out1/results.jsonl")
      #expect(
        lines.map { $0["path"] as? String } == [
          "in/more.tar.gz/c/rhythm", "in/more.tar.gz/d/rhythm", "in/a/rhythm", "in/b/broken",
          "in/b/rhythm",
        ])
      #expect(lines[2]["seconds"] as? Double == 40.7)
      #expect((lines[2]["summary"] as? [String: Any])?["beats"] as? Int == 50)
      #expect((lines[3]["error"] as? [String: Any])?["exitCode"] as? Int == 65)
      // One recording alone comes to the same.
      #expect(try ecg("classify", "in/a/rhythm", "--output", "alone").status == 0)
      let alone = try ExactJSON.object(
        with: Data(contentsOf: url.appending(path: "alone/rhythm.json")))
      let variability = try #require(
        (alone as? [String: Any])?["heartRateVariability"] as? [String: Any])
      #expect(
        (lines[2]["heartRateVariability"] as? [String: Any])?["sdnn"] as? Double
          == variability["sdnn"] as? Double)
      let table = try String(
        contentsOf: url.appending(path: "out1/summary.csv"), encoding: .utf8
      ).split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
      for (name, value) in [
        ("meanNN", variability["meanNN"]), ("sdnn", variability["sdnn"]),
        ("rmssd", variability["rmssd"]), ("pnn50", variability["pnn50"]),
        ("triangularIndex", variability["triangularIndex"]),
      ] {
        let column = try #require(table[0].firstIndex { $0 == name })
        #expect(Double(table[3][column]) == value as? Double, "\(name)")
      }
      #expect(below("alone", of: url)["rhythm.blm"] == one["a/rhythm.blm"])
      #expect(below("alone", of: url)["rhythm.blm.csv"] == one["a/rhythm.blm.csv"])
    }
  }

  @Test func killedRunsGoOn() throws {
    try inFolder { url, ecg in
      let classify = ["classify", "in", "--jobs", "2", "--output"]
      let start = ContinuousClock.now
      #expect(try ecg(classify + ["undisturbed"]).status == 65)
      let alone = ContinuousClock.now - start
      for part in 1...6 {
        let running = try ecg.start(classify + ["out", "--resume"])
        Thread.sleep(forTimeInterval: alone / .seconds(1) * Double(part) / 8)
        running.send(SIGKILL)
        _ = try running.wait()
        // What can be seen is whole.
        for (path, content) in below("out", of: url)
        where content != nil && !path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) {
          #expect(below("undisturbed", of: url)[path] == content, "\(path)")
        }
      }
      #expect(try ecg(classify + ["out", "--resume"]).status == 65)
      #expect(below("out", of: url) == below("undisturbed", of: url))
    }
  }

  @Test func resumingDoesWhatHasChanged() throws {
    try inFolder { url, ecg in
      let detect = ["detect", "in", "--output", "out"]
      #expect(try ecg(detect).status == 65)
      let refused = try ecg(detect)
      #expect(refused.status == 73 && refused.errors.contains("--resume"))
      let other = try ecg(detect + ["--resume", "--lead", "V1"])
      #expect(other.status == 65 && other.errors.contains("no --lead, found --lead V1"))
      let first = below("out", of: url)
      #expect(try ecg(detect + ["--resume"]).errors.contains("5 of them earlier") == false)
      #expect(below("out", of: url) == first)
      // The header is mended, and one recording more is there.
      try SampleRecord(interval: 0.6).write("broken", to: url.appending(path: "in/b"))
      try SampleRecord(interval: 1.1).write("new", to: url.appending(path: "in"))
      let resumed = try ecg(detect + ["--resume"])
      #expect(resumed.status == 0, "\(resumed.errors)")
      #expect(resumed.output.contains("6 of 6 recordings searched for beats, 4 of them earlier"))
      let second = below("out", of: url)
      #expect(second["new.qrs"] != nil && second["b/broken.qrs"] != nil)
      #expect(second["a/rhythm.qrs"] == first["a/rhythm.qrs"])
    }
  }

  @Test(
    "of a recording that fails nothing is left of what an earlier run wrote",
    arguments: ["--resume", "--force"])
  func failuresLeaveNothing(option: String) throws {
    try inFolder { url, ecg in
      let detect = ["detect", "in", "--output", "out"]
      #expect(try ecg(detect).status == 65)
      #expect(below("out", of: url)["a/rhythm.qrs"] != nil)
      try Data("rhythm two 360\n".utf8).write(to: url.appending(path: "in/a/rhythm.hea"))
      let again = try ecg(detect + [option])
      #expect(again.status == 65 && again.errors.contains("2 of 5 recordings failed"))
      let left = below("out", of: url)
      #expect(left["a/rhythm.qrs"] == nil && left["b/rhythm.qrs"] != nil)
    }
  }

  @Test("a run that begins anew with fewer recordings tells what stays of the others")
  func fewerRecordings() throws {
    try inFolder { url, ecg in
      #expect(try ecg("detect", "in", "--output", "out").status == 65)
      let fewer = try ecg("detect", "in/b/rhythm", "in/a", "--output", "out", "--force")
      #expect(fewer.status == 0, "\(fewer.errors)")
      #expect(
        fewer.errors.contains("2 results of the earlier run are left out of out/results.jsonl"))
      #expect(try lines(url, "out/results.jsonl").count == 2)
    }
  }

  @Test func listsAndPatternsAreTaken() throws {
    try inFolder { url, ecg in
      let listed = try ecg.shell(
        "printf 'in/a/rhythm\\nin/none\\n' | $ecg detect - --output listed")
      #expect(listed.status == 65 && listed.errors.contains("in/none"))
      #expect(
        try lines(url, "listed/results.jsonl").map { $0["path"] as? String } == [
          "in/a/rhythm", "in/none",
        ])
      let matched = try ecg("detect", "in/?/rhythm.*", "--output", "matched")
      #expect(matched.status == 0, "\(matched.errors)")
      #expect(below("matched", of: url)["a/rhythm.qrs"] != nil)
      #expect(try lines(url, "matched/results.jsonl").count == 2)
      let missing = try ecg("detect", "in/a/rhythm", "in/none", "--output", "never")
      #expect(missing.status == 66 && missing.errors.contains("in/none"))
      #expect(below("never", of: url).isEmpty)
    }
  }

  @Test func cohortsAreSummedUp() throws {
    try inFolder { url, ecg in
      #expect(try ecg("classify", "in", "--output", "out").status == 65)
      let outcome = try ecg("summarize", "out", "--output", "cohort", "--json")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let document = try #require(
        try ExactJSON.object(with: Data(outcome.output.utf8)) as? [String: Any])
      #expect(document["recordings"] as? Int == 5 && document["failed"] as? Int == 1)
      #expect(document["beats"] as? Int == 200)
      let quantities = try #require(document["quantities"] as? [[String: Any]])
      let rate = try #require(quantities.first { $0["key"] as? String == "summary.rate.mean" })
      #expect(rate["count"] as? Int == 4 && rate["missing"] as? Int == 0)
      let mean = try #require(
        quantities.first { $0["key"] as? String == "heartRateVariability.meanNN" })
      #expect(mean["name"] as? String == "mean NN, ms" && mean["count"] as? Int == 4)
      #expect(abs((mean["mean"] as? Double ?? 0) - 850) < 2)
      // Intervals of 0.7, 0.8, 0.9 and 1 s: numpy.quantile(60 / intervals, [.05,
      // .25, .5, .75, .95]).
      let expected = [61.0, 65.0, 70.833333, 77.678571, 84.107143]
      for (found, expected) in zip(try #require(rate["quantiles"] as? [Double]), expected) {
        #expect(abs(found - expected) < 0.2)
      }
      #expect(
        below("cohort", of: url).keys.sorted() == [
          "cohort-findings.csv", "cohort.csv", "cohort.html", "cohort.json",
        ])
    }
  }

  @Test func groupsStandBesideOneAnother() throws {
    try inFolder { url, ecg in
      #expect(try ecg("classify", "in", "--output", "out").status == 65)
      func groups(_ by: String) throws -> (outcome: Command.Outcome, text: [String]) {
        let outcome = try ecg("summarize", "out", "--by", by, "--json")
        let document = try ExactJSON.object(with: Data(outcome.output.utf8)) as? [String: Any]
        let groups = try #require(document?["groups"] as? [[String: Any]], "\(outcome.errors)")
        return (
          outcome,
          groups.map {
            "\($0["name"] as? String ?? ""): \($0["recordings"] as? Int ?? -1), \($0["failed"] as? Int ?? -1) failed"
          }
        )
      }
      #expect(
        try groups("folder").text == [
          "a: 1, 0 failed", "b: 2, 1 failed", "more.tar.gz: 2, 0 failed",
        ])
      try Data("record,group\nin/a/rhythm,x\nbroken,x\nin/more.tar.gz/c/rhythm,\"y, z\"\n".utf8)
        .write(to: url.appending(path: "groups.csv"))
      let (outcome, text) = try groups("groups.csv")
      #expect(text == ["–: 2, 0 failed", "x: 2, 1 failed", "y, z: 1, 0 failed"])
      #expect(outcome.errors.contains("groups.csv says nothing of 2 recordings"))
      // A name that is that of two, one of another cohort, and none that is there.
      func refusal(_ rows: String) throws -> Command.Outcome {
        try Data("record,group\n\(rows)".utf8).write(to: url.appending(path: "groups.csv"))
        return try ecg("summarize", "out", "--by", "groups.csv")
      }
      let doubled = try refusal("rhythm,x\n")
      #expect(
        doubled.status == 65 && doubled.errors.contains("expected one recording called 'rhythm'"))
      let elsewhere = try refusal("broken,x\n100,x\n101,y\n")
      #expect(elsewhere.status == 0)
      #expect(elsewhere.errors.contains("names 100 and 1 other recording, which are not among"))
      let foreign = try refusal("100,x\n")
      #expect(foreign.status == 65 && foreign.errors.contains("found none of them"))
      let shown = try ecg("summarize", "out", "--by", "folder")
      #expect(shown.output.contains("with a run of V"))
      try Data("record,kind\n".utf8).write(to: url.appending(path: "groups.csv"))
      let refused = try ecg("summarize", "out", "--by", "groups.csv")
      #expect(refused.status == 65)
      #expect(refused.errors.contains("expected the columns record and group"))
    }
  }
}
