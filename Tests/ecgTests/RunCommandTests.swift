import Foundation
import ECGTestSupport
import Testing

/// The whole way, from data to report.
@Suite(.hangLimit) struct RunCommandTests {
  private static let files: Set = [
    "report.html", "model.safetensors", "metrics.json", "history.csv", "doubtful-beats.csv",
    "predictions.safetensors", "run.json",
  ]

  @Test func withoutDataRunsOnSyntheticBeatsAndSaysSo() throws {
    try withTemporaryFolder { url in
      let address = "http://127.0.0.1:\(try FaultyServer.closedPort())/"
      let outcome = try Command(folder: url)("run", "--epochs", "1", "--mirror", address)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors.contains("\(address)SHA256SUMS.txt cannot be reached"))
      #expect(!FileManager.default.fileExists(atPath: url.appending(path: "data").path))
      let first = try #require(outcome.output.split(separator: "\n").first)
      #expect(first.hasPrefix("Synthetic beats"))
      #expect(first.contains("physionet.org/content/mitdb/1.0.0"))
      #expect(
        first.contains("kaggle.com") && first.contains("ECG_DATA") && first.contains("--data"))

      let out = url.appending(path: "out")
      #expect(Self.files.isSubset(of: contents(of: out).keys))
      let metrics = try Data(contentsOf: out.appending(path: "metrics.json"))
      let scores = try #require(
        try ExactJSON.object(with: metrics) as? [String: Any])
      #expect(scores["synthetic"] as? Bool == true)
      #expect((scores["remark"] as? String)?.contains("physionet.org") == true)
      let report = try String(contentsOf: out.appending(path: "report.html"), encoding: .utf8)
      #expect(report.contains("Synthetic beats") && report.contains("physionet.org"))
      for (name, content) in contents(of: out) where name.hasSuffix(".svg") {
        let text = String(decoding: try #require(content), as: UTF8.self)
        #expect(text.contains("synthetic beats"), "\(name)")
      }
    }
  }

  @Test func historyHasALineForEachEpochOfEachNetwork() throws {
    try withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      let outcome = try Command(folder: url)(
        "run", "--data", "beats.csv", "--epochs", "2", "--recipe", "reference", "--members", "2")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("There is no test part"))
      let file = url.appending(path: "out/history.csv")
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      #expect(
        lines.first
          == "epoch,loss,accuracy,validation_loss,validation_accuracy,validation_macro_f1,learning_rate,seed"
      )
      #expect(lines.dropFirst().map { $0.prefix(2) } == ["1,", "2,", "1,", "2,"])
      #expect(lines.dropFirst().map { $0.suffix(2) } == [",1", ",1", ",2", ",2"])
      #expect(lines.allSatisfy { $0.split(separator: ",").count == 8 })
      let metrics = try ExactJSON.object(
        with: Data(contentsOf: url.appending(path: "out/metrics.json")))
      let members = try #require((metrics as? [String: Any])?["members"] as? [[String: Any]])
      #expect(members.map { $0["seed"] as? Int } == [1, 2])
      #expect(members.map { $0["epochs"] as? Int } == [2, 2])
      let report = try String(contentsOf: url.appending(path: "out/report.html"), encoding: .utf8)
      #expect(report.contains("2, whose probabilities are averaged; seeds 1, 2."))
    }
  }

  @Test func existingOutputIsReplacedOnlyByForce() throws {
    try withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      let command = Command(folder: url)
      let arguments = ["run", "--data", "beats.csv", "--epochs", "1"]
      #expect(try command(arguments).status == 0)
      let before = contents(of: url)
      #expect(try command(arguments).status == 73)
      #expect(contents(of: url) == before)
      #expect(try command(arguments + ["--force", "--seed", "2"]).status == 0)
      #expect(contents(of: url) != before)
    }
  }

  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
  func recordsAreExploredAsTheOfficialSplit() throws {
    try withTemporaryFolder { url in
      let folder = try #require(RealData.mitdb).path
      let outcome = try Command(folder: url)("explore", "--data", folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("72471 (82.77 %)"))
      #expect(outcome.output.contains("18118 (82.76 %)"))
    }
  }
}
