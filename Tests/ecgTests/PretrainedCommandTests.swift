import ECGClassifier
import Foundation
import ECGTestSupport
import Testing

/// Commands without a model of one's own.
@Suite(.hangLimit) struct PretrainedCommandTests {
  @Test func classifyTakesThePretrainedModelAndSaysSo() throws {
    try Samples.withBeats { url, ecg in
      try HeartbeatClassifier.pretrainedFile.write(to: url.appending(path: "p.safetensors"))
      let unnamed = try ecg("classify", "beats.csv")
      let named = try ecg("classify", "beats.csv", "--model", "p.safetensors")
      #expect(unnamed.status == 0 && unnamed.output == named.output)
      #expect(unnamed.errors.contains("Model: the pretrained one"))
      #expect(!named.errors.contains("pretrained"))
    }
  }

  @Test func evaluateTakesThePretrainedModelAndSaysSo() throws {
    try Samples.withBeats { _, ecg in
      let outcome = try ecg("evaluate", "--data", "beats.csv", "--json")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors.contains("Model: the pretrained one"))
      #expect(outcome.output.contains("\"accuracy\""))
    }
  }

  /// As a person would who installs the one file.
  @Test func aCopyOfTheProgramAloneHasTheModel() throws {
    try Samples.withBeats { url, ecg in
      let copy = url.appending(path: "bin/ecg")
      try FileManager.default.createDirectory(
        at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: Command.program, to: copy)
      let outcome = try ecg.shell("bin/ecg classify beats.csv")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try outcome.output == ecg("classify", "beats.csv").output)
    }
  }

  @Test func explainTellsWhatEachSampleAdds() throws {
    try Samples.withBeats { url, ecg in
      let outcome = try ecg("classify", "beats.csv", "--explain")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let lines = outcome.output.split(separator: "\n").map { $0.split(separator: ",") }
      #expect(lines.count == 111 && lines.allSatisfy { $0.count == 6 + 3 + 187 })
      #expect(lines[0][6..<10] == ["explained", "log_odds", "baseline_log_odds", "share_0"])
      for line in lines.dropFirst() {
        let (logOdds, baseline) = (Double(line[7]) ?? .nan, Double(line[8]) ?? .nan)
        let sum = line[9...].reduce(0) { $0 + (Double($1) ?? .nan) }
        // 187 numbers with four digits each, and what 512 steps leave.
        #expect(abs(sum - (logOdds - baseline)) < 0.15 * max(1, abs(logOdds - baseline)))
        #expect(line[6] == line[0])
      }
      let document = try ExactJSON.object(
        with: Data(
          try ecg("classify", "beats.csv", "--explain", "--json", "--abstain", "1").output.utf8))
      let beats = try #require((document as? [String: Any])?["beats"] as? [[String: Any]])
      let explanation = try #require(beats.last?["explanation"] as? [String: Any])
      #expect(beats.last?["class"] is NSNull)
      #expect(explanation["class"] as? String == lines.last.map { String($0[0]) })
      #expect((explanation["shares"] as? [Any])?.count == 187)
      let plain = try ecg("classify", "beats.csv", "--json").output
      #expect(!plain.contains("explanation"))
    }
  }

  @Test func explainDrawsTheFirstBeats() throws {
    try Samples.withBeats { url, ecg in
      let outcome = try ecg("classify", "beats.csv", "--explain", "--figure", "a/b.svg")
      guard try ecg.shell("command -v gnuplot").status == 0 else {
        #expect(outcome.status == 1 && outcome.errors.contains("gnuplot-nox"))
        return
      }
      #expect(outcome.status == 0, "\(outcome.errors)")
      let text = try String(contentsOf: url.appending(path: "a/b.svg"), encoding: .utf8)
      #expect(text.contains("beat 19") && !text.contains("beat 20"))
      #expect(text.contains("What decides, beat by beat"))
    }
  }

  /// Prepared beats come with a file that says where from; others do not.
  @Test func doubtfulBeatsHaveRecordAndTimeWhereTheDataSaysSo() throws {
    try Samples.withBeats { url, ecg in
      let evaluate = ["evaluate", "--data", "beats.csv", "--output"]
      let unknown = try ecg(evaluate + ["a"])
      #expect(unknown.status == 0, "\(unknown.errors)")
      #expect(unknown.errors.contains("a/doubtful-beats.csv"))
      let labels = String(decoding: Samples.beats, as: UTF8.self).split(separator: "\n")
        .map { Int(Double($0.split(separator: ",").last ?? "") ?? -1) }
      let rows = labels.enumerated().map {
        "\($0),234,\(360 * $0),N,\(["N", "S", "V", "F", "Q"][$1])"
      }
      try (["row,record,sample,symbol,class"] + rows).joined(separator: "\n")
        .write(to: url.appending(path: "beats_provenance.csv"), atomically: true, encoding: .utf8)
      let known = try ecg(evaluate + ["b"])
      #expect(known.status == 0, "\(known.errors)")
      func lines(_ folder: String) throws -> [[String]] {
        try String(contentsOf: url.appending(path: "\(folder)/doubtful-beats.csv"), encoding: .utf8)
          .split(separator: "\n").map { $0.components(separatedBy: ",") }
      }
      #expect(try lines("a").dropFirst().allSatisfy { $0[7...] == ["", "", ""] })
      for line in try lines("b").dropFirst() {
        let row = try #require(Int(line[2]))
        let time = String(format: "0:%02d:%02d.000", row / 60, row % 60)
        #expect(line[7...] == ["234", "\(360 * row)", time])
      }
      #expect(try lines("a").map { $0[..<7] } == lines("b").map { $0[..<7] })
      for (folder, isKnown) in [("a", false), ("b", true)] {
        let page = try String(
          contentsOf: url.appending(path: "\(folder)/report.html"), encoding: .utf8)
        #expect(page.contains("is not known: the data does not say so") != isKnown)
        #expect(page.contains("id=\"explanation\"") && page.contains("id=\"doubtful\""))
      }
    }
  }

  @Test func modelInfoTellsLayersRecipeAndSeed() throws {
    try Samples.withBeats { _, ecg in
      let model = try HeartbeatClassifier.pretrained()
      let text = try ecg("model-info").output
      #expect(text.contains("Conv1D"))
      #expect(text.contains(model.dataFingerprint))
      #expect(text.contains("\(model.recipe.name): \(model.recipe.summary)"))
      let document = try ExactJSON.object(
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
    try Samples.withBeats { _, ecg in
      let outcome = try ecg(
        "model-info", "--card", "--metrics", folder.appending(path: "metrics.json").path,
        "--training", folder.appending(path: "training.json").path)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let card = folder.appending(path: "model-card.md")
      #expect(try String(contentsOf: card, encoding: .utf8) == outcome.output)
    }
  }

  @Test func aCardOfAModelTakesNoScoresOfAnother() throws {
    try Samples.withBeats { url, ecg in
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
      // The recipe is no longer the one of its name, once its epochs are set.
      #expect(own.output.contains("ecg train --data DIR --recipe MODEL --seed 3"))
      for (model, training) in [("4", "4"), ("3", "4")] {
        let other = try ecg(["model-info", "\(model).safetensors"] + card + ["\(training).json"])
        #expect(other.status == 65 && other.output.isEmpty)
        #expect(other.errors.contains("those of another"))
      }
    }
  }
}
