import ECGTestSupport
import Foundation
import Testing

/// Runs that are kept beside each other.
@Suite(.hangLimit) struct RunsCommandTests {
  @Test func runsAreKeptListedAndCompared() throws {
    try withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      let command = Command(folder: url)
      let arguments = ["run", "--data", "beats.csv", "--recipe", "fast", "--runs", "kept"]
      for more in [["--epochs", "1"], ["--epochs", "3"], ["--epochs", "1", "--seed", "2"]] {
        let outcome = try command(arguments + more)
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
      let names = try FileManager.default.contentsOfDirectory(
        atPath: url.appending(path: "kept").path
      ).sorted()
      try #require(names.count == 3)
      #expect(names.allSatisfy { $0.contains("-fast-") } && names[2].contains("-fast-2"))

      let listed = try command("runs", "kept", "--sort", "name")
      #expect(listed.status == 0, "\(listed.errors)")
      let lines = listed.output.split(separator: "\n").map(String.init)
      #expect(lines.count == 4 && lines[0].hasPrefix("run "))
      #expect(lines[1].hasPrefix(names[0]) && lines[2].hasPrefix(names[1]))
      let document = try #require(
        try ExactJSON.object(with: Data(try command("runs", "kept", "--json").output.utf8))
          as? [[String: Any]])
      #expect(Set(document.compactMap { $0["seed"] as? Int }) == [1, 2])
      #expect(
        document.compactMap { $0["epochs"] as? [Int] }.sorted { $0[0] < $1[0] } == [[1], [1], [3]])

      // Recipes are chosen by the validation F1 of the epoch whose weights were kept.
      for (name, run) in zip(
        names, document.sorted { "\($0["name"] ?? "")" < "\($1["name"] ?? "")" })
      {
        let history = try String(
          contentsOf: url.appending(path: "kept/\(name)/history.csv"), encoding: .utf8
        ).split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let column = try #require(history[0].firstIndex { $0.lowercased().contains("f1") })
        // This recipe keeps the last.
        #expect(history.count - 1 == (run["epochs"] as? [Int])?.first)
        let (kept, last) = (
          try #require(run["validationMacroF1"] as? Double),
          try #require(Double(history[history.count - 1][column]))
        )
        #expect(abs(kept - last) < 1e-6)
      }

      let folders = names.prefix(2).map { "kept/\($0)" }
      let compared = try command(["runs", "compare"] + folders + ["--output", "tables"])
      #expect(compared.status == 0, "\(compared.errors)")
      #expect(compared.output.contains("McNemar's exact test, p "))
      #expect(compared.output.contains("\(names[1]) against \(names[0])"))
      #expect(
        Set(contents(of: url.appending(path: "tables")).keys)
          == ["runs.csv", "runs.tex", "runs.json", "runs.html"])
      #expect(try command(["runs", "compare"] + folders + ["--output", "tables"]).status == 73)
      // Another seed has set other beats apart.
      let others = try command("runs", "compare", folders[0], "kept/\(names[2])")
      #expect(others.status == 65 && others.errors.contains("found one on others"))

      // The record says how to do it again.
      let record = try #require(
        try ExactJSON.object(
          with: Data(contentsOf: url.appending(path: "\(folders[1])/run.json"))) as? [String: Any])
      #expect(
        record["command"] as? String
          == "ecg run --data beats.csv --recipe fast --runs kept --epochs 3")
      #expect((record["recipe"] as? [String: Any])?["name"] as? String == "fast")
      #expect(record["seeds"] as? [Int] == [1])
    }
  }

  @Test(arguments: [
    ("runs nowhere", 66, "expected a folder of runs"),
    ("runs . --sort speed", 64, "--sort: expected one of name, date, validationMacroF1, macroF1"),
    ("runs compare one", 64, "expected the folders of two runs or more, found 1"),
    ("runs compare one two", 66, "found no metrics.json in it"),
    ("run --runs kept --output out", 64, "choose one"),
    ("run --runs kept --resume", 64, "name it as --output"),
  ]) func wrongTurnsAreTold(arguments: String, status: Int32, words: String) throws {
    try withTemporaryFolder { url in
      let outcome = try Command(folder: url)(arguments.split(separator: " ").map(String.init))
      #expect(outcome.status == status)
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
      #expect(contents(of: url).isEmpty)
    }
  }
}
