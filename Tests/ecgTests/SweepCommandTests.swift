import ECGTestSupport
import Foundation
import Testing

/// `ecg sweep`.
@Suite(.hangLimit) struct SweepCommandTests {
  private let sweep = [
    "sweep", "fast", "--data", "beats.csv", "--epochs", "1", "--grid",
    "optimizer.learningRate=1e-6,4e-3", "--output", "out",
  ]

  @Test func itLeavesTablesAndTheBestRecipe() throws {
    try withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      let command = Command(folder: url)
      let outcome = try command(sweep)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("looks better on these beats than it is"))
      let names = try FileManager.default.contentsOfDirectory(
        atPath: url.appending(path: "out").path)
      #expect(Set(names) == ["sweep.csv", "sweep.json", "best-recipe.json", "trials"])

      let again = try command(sweep + ["--json"])
      #expect(again.status == 0, "\(again.errors)")
      let document = try #require(
        try ExactJSON.object(with: Data(again.output.utf8)) as? [String: Any])
      let trials = try #require(document["trials"] as? [[String: Any]])
      #expect(trials.count == 2 && document["metric"] as? String == "macroF1")

      // The best recipe is one that the other commands take.
      let checked = try command("recipe", "check", "out/best-recipe.json")
      #expect(checked.status == 0, "\(checked.errors)")
      let listed = try command("runs", "out/trials")
      #expect(listed.status == 0 && listed.output.split(separator: "\n").count == 3)

      let other = try command(sweep + ["--seed", "2"])
      #expect(other.status == 73 && other.errors.contains("--seed 1, found --seed 2"))
    }
  }

  /// Tables are replaced where nothing of them is lost, or where that is wanted.
  @Test func anotherSweepDoesNotReplaceTheTables() throws {
    try withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      let command = Command(folder: url)
      func sweep(_ rates: String, _ more: String...) throws -> Command.Outcome {
        try command(
          [
            "sweep", "fast", "--data", "beats.csv", "--epochs", "1", "--output", "out", "--grid",
            "optimizer.learningRate=\(rates)",
          ] + more)
      }
      #expect(try sweep("1e-6,4e-3").status == 0)
      let before = contents(of: url.appending(path: "out"))
      let other = try sweep("1e-6,2e-3")
      #expect(other.status == 73)
      #expect(other.errors.contains("holds results for optimizer.learningRate="))
      #expect(other.errors.contains("--force"))
      let metric = try sweep("1e-6,4e-3", "--metric", "accuracy")
      #expect(metric.status == 73 && metric.errors.contains("found --metric accuracy"))
      #expect(contents(of: url.appending(path: "out")) == before)
      #expect(try sweep("1e-6,4e-3,2e-3").status == 0)
      #expect(try sweep("1e-6,2e-3").status == 73)
      #expect(try sweep("1e-6,2e-3", "--force").status == 0)
    }
  }

  @Test(arguments: [
    ("--grid epoch=1", 64, "found epoch. The nearest name is epochs"),
    ("--grid batchSize=1.5", 64, "batchSize: expected a whole number"),
    ("--grid layers.0.filter=8", 64, "layers.0"),
    ("--random 3 --range batchSize=9..2", 64, "from a lower to a higher number"),
    ("--range batchSize=2..9", 64, "--range goes with --random"),
    ("--random 0 --grid epochs=1,2", 64, "--random: expected a number from 1"),
    ("--grid epochs=1,2 --metric speed", 64, "--metric: expected one of macroF1, accuracy"),
    ("--grid epochs=1,2 --share 0", 64, "--share: expected a number above 0"),
    (
      "--epochs 1 --set epochs=2 --grid batchSize=8,16", 64,
      "expected either --epochs or --set epochs=…, found both"
    ),
    (
      "--epochs 1 --grid epochs=1,2", 64,
      "expected either --grid epochs=… or --epochs, found both"
    ),
    (
      "--set batchSize=8 --grid batchSize=8,16", 64,
      "expected either --grid batchSize=… or --set batchSize=…, found both"
    ),
    (
      "--set batchSize=8 --random 2 --range batchSize=8..16", 64,
      "expected either --range batchSize=… or --set batchSize=…, found both"
    ),
    ("", 64, "expected fields to try"),
  ]) func wrongTurnsAreToldBeforeAnyWork(
    arguments: String, status: Int32, words: String
  ) throws {
    try withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      let outcome = try Command(folder: url)(
        ["sweep", "fast", "--data", "beats.csv", "--output", "out"]
          + arguments.split(separator: " ").map(String.init))
      #expect(outcome.status == status)
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
      #expect(Set(contents(of: url).keys) == ["beats.csv"])
    }
  }
}
