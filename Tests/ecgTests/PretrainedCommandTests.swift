import ECGClassifier
import Foundation
import TestSupport
import Testing

/// Commands without a model of one's own.
@Suite(.timeLimit(.minutes(5))) struct PretrainedCommandTests {
  private func inFolder<Result>(_ body: (URL, Command) throws -> Result) throws -> Result {
    try withTemporaryFolder { url in
      try Samples.beats.write(to: url.appending(path: "beats.csv"))
      return try body(url, Command(folder: url))
    }
  }

  @Test func classifyTakesThePretrainedModelAndSaysSo() throws {
    try inFolder { url, ecg in
      try HeartbeatClassifier.pretrainedFile.write(to: url.appending(path: "p.safetensors"))
      let unnamed = try ecg("classify", "beats.csv")
      let named = try ecg("classify", "beats.csv", "--model", "p.safetensors")
      #expect(unnamed.status == 0 && unnamed.output == named.output)
      #expect(unnamed.errors.contains("Model: the pretrained one"))
      #expect(!named.errors.contains("pretrained"))
    }
  }

  @Test func evaluateTakesThePretrainedModelAndSaysSo() throws {
    try inFolder { _, ecg in
      let outcome = try ecg("evaluate", "--data", "beats.csv", "--json")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors.contains("Model: the pretrained one"))
      #expect(outcome.output.contains("\"accuracy\""))
    }
  }

  /// As a person would who installs the one file.
  @Test func aCopyOfTheProgramAloneHasTheModel() throws {
    try inFolder { url, ecg in
      let copy = url.appending(path: "bin/ecg")
      try FileManager.default.createDirectory(
        at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: Command.program, to: copy)
      let outcome = try ecg.shell("bin/ecg classify beats.csv")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try outcome.output == ecg("classify", "beats.csv").output)
    }
  }

  @Test func modelInfoTellsLayersRecipeAndSeed() throws {
    try inFolder { _, ecg in
      let model = try HeartbeatClassifier.pretrained()
      let text = try ecg("model-info").output
      #expect(text.contains("Conv1D"))
      #expect(text.contains(model.dataFingerprint))
      #expect(text.contains("\(model.recipe.name): \(model.recipe.summary)"))
      let document = try JSONSerialization.jsonObject(
        with: Data(try ecg("model-info", "--json").output.utf8))
      let json = try #require(document as? [String: Any])
      #expect(json["seed"] as? UInt64 == model.seed)
      #expect(json["bytes"] as? Int == HeartbeatClassifier.pretrainedFile.count)
      let members = try #require(json["members"] as? [[String: Any]])
      #expect(members.map { $0["seed"] as? UInt64 } == model.members.map(\.seed))
      #expect(members.allSatisfy { ($0["history"] as? [String: Any])?["epochs"] is [Any] })
    }
  }

  /// The card, its scores and the model belong together, and no hand touched them.
  @Test func theModelCardIsWhatTheCommandPrints() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../docs/pretrained").standardizedFileURL
    try inFolder { _, ecg in
      let outcome = try ecg(
        "model-info", "--card", "--metrics", folder.appending(path: "metrics.json").path,
        "--training", folder.appending(path: "training.json").path)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let card = folder.appending(path: "model-card.md")
      #expect(try String(contentsOf: card, encoding: .utf8) == outcome.output)
    }
  }

  @Test func aCardOfAModelTakesNoScoresOfAnother() throws {
    try inFolder { url, ecg in
      let train = ["train", "--data", "beats.csv", "--epochs", "1", "--seed"]
      for seed in ["3", "4"] {
        let outcome = try ecg(train + [seed, "--output", "\(seed).safetensors", "--json"])
        try outcome.output.write(
          to: url.appending(path: "\(seed).json"), atomically: true, encoding: .utf8)
      }
      _ = try ecg("evaluate", "3.safetensors", "--data", "beats.csv", "--output", "out")
      let card = ["--card", "--metrics", "out/metrics.json", "--training"]
      let own = try ecg(["model-info", "3.safetensors"] + card + ["3.json"])
      #expect(own.status == 0, "\(own.errors)")
      #expect(own.output.contains("does not know") && own.output.contains("| one; seed 3 |"))
      for (model, training) in [("4", "4"), ("3", "4")] {
        let other = try ecg(["model-info", "\(model).safetensors"] + card + ["\(training).json"])
        #expect(other.status == 65 && other.output.isEmpty)
        #expect(other.errors.contains("those of another"))
      }
    }
  }
}
