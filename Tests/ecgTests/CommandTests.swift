import ECGClassifier
import ECGFiles
import Foundation
import ECGTestSupport
import Testing

/// What the commands print and write when all goes well.
@Suite(.hangLimit) struct CommandTests {
  private func json(_ text: String) throws -> [String: Any] {
    try #require(try ExactJSON.object(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func helpSaysWhatItIsFor() throws {
    try Samples.withBeatsAndModel { _, ecg in
      let commands = try Subcommands.withGroups(of: ecg)
      #expect(commands.contains(["recipe", "schema"]) && commands.contains(["prepare"]))
      for command in commands {
        let outcome = try ecg(command + ["--help"])
        #expect(outcome.status == 0, "\(command)")
        #expect(outcome.output.contains("USAGE: ecg"), "\(command)")
        let words = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(
          words.contains("For research and education; not a medical device."), "\(command)")
        #expect(outcome.errors.isEmpty, "\(command)")
      }
      #expect(try ecg("--version").output == "\(Version.current)\n")
    }
  }

  @Test func exploreTellsClassesAndTroubles() throws {
    try Samples.withBeatsAndModel { url, ecg in
      let outcome = try ecg("explore", "--data", "beats.csv")
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("S  supraventricular ectopic"))
      #expect(outcome.output.contains("20 (18.18 %)"))
      try Samples.beats(row: 2) { $0[5] = "nan" }.write(to: url.appending(path: "nan.csv"))
      let troubled = try json(try ecg("explore", "--data", "nan.csv", "--json").output)
      let train = try #require(troubled["train"] as? [String: Any])
      #expect(train["missingValues"] as? Int == 1)
    }
  }

  @Test func exploreWritesReportAndInspection() throws {
    try Samples.withBeatsAndModel { url, ecg in
      let outcome = try ecg("explore", "--data", "beats.csv", "--output", "a/b", "--json")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let written = try String(
        contentsOf: url.appending(path: "a/b/inspection.json"), encoding: .utf8)
      #expect(written == outcome.output)
      #expect(contents(of: url).keys.contains("a/b/report.html"))
    }
  }

  @Test(arguments: [
    "explore --data beats.csv --json", "evaluate model.safetensors --data beats.csv --json",
    "classify --model model.safetensors beats.csv --json",
    "model-info model.safetensors --json",
    "train --data beats.csv --epochs 1 --output new.safetensors --json",
    "run --data beats.csv --epochs 1 --output out --json",
  ])
  func jsonIsAloneOnStandardOutput(_ command: String) throws {
    try Samples.withBeatsAndModel { _, ecg in
      let outcome = try ecg(command.split(separator: " ").map(String.init))
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try !json(outcome.output).isEmpty)
      #expect(outcome.output.hasPrefix("{") && outcome.output.hasSuffix("}\n"))
      #expect(!outcome.errors.contains("\u{1B}") && !outcome.errors.contains("\r"))
    }
  }

  /// Beats in a mapped file give what the same beats in CSV give, wherever they are taken.
  @Test func mappedBeatsAreTakenWhereCSVIs() throws {
    try Samples.withBeatsAndModel { url, ecg in
      let outcome = try ecg("prepare", "csv", "beats.csv", "--output", "m.safetensors", "--json")
      #expect(try json(outcome.output)["beats"] as? Int == 110, "\(outcome.errors)")
      for command in ["evaluate model.safetensors --data", "classify --model model.safetensors"] {
        let words = command.split(separator: " ").map(String.init)
        let (text, mapped) = (try ecg(words + ["beats.csv"]), try ecg(words + ["m.safetensors"]))
        #expect(text.status == 0 && mapped.status == 0)
        // What is said of the columns is of text alone.
        let label =
          command.hasPrefix("evaluate") ? "is the label" : "is taken for a label and not read"
        let columns = "beats.csv: columns 1 to 187 are samples, column 188 \(label).\n"
        #expect(text.errors.contains(columns))
        #expect(
          mapped.output == text.output && mapped.errors == text.errors.replacing(columns, with: ""))
      }
      let explored = try ecg("explore", "--data", "m.safetensors").output
      #expect(explored.hasPrefix("Data: m.safetensors (made from beats.csv)\n"))
      #expect(
        try explored.split(separator: "\n").dropFirst()
          == ecg("explore", "--data", "beats.csv").output.split(separator: "\n").dropFirst())
      let trained = try ecg(
        "train", "--data", "m.safetensors", "--epochs", "1", "--output", "new.safetensors")
      #expect(trained.status == 0, "\(trained.errors)")
      #expect(try Data(contentsOf: url.appending(path: "new.safetensors")) == Samples.model)
    }
  }

  @Test func syntheticBeatsAreCalledSo() throws {
    try Samples.withBeatsAndModel { _, ecg in
      for name in ["a.csv", "a.safetensors"] {
        let made = try ecg(
          "prepare", "synthetic", "--beats", "400", "--seed", "3", "--output", name)
        #expect(made.status == 0 && made.output.contains("400 beats"), "\(made.errors)")
      }
      let (text, mapped) = (
        try json(ecg("explore", "--data", "a.csv", "--json").output),
        try json(ecg("explore", "--data", "a.safetensors", "--json").output)
      )
      #expect(mapped["isSynthetic"] as? Bool == true)
      #expect((mapped["train"] as? NSDictionary) == (text["train"] as? NSDictionary))
      let again = try ecg(
        "prepare", "synthetic", "--beats", "400", "--output", "a.safetensors")
      #expect(again.status == 73)
    }
  }

  @Test func evaluateGivesTheScoresByName() throws {
    try Samples.withBeatsAndModel { _, ecg in
      let outcome = try ecg("evaluate", "model.safetensors", "--data", "beats.csv", "--json")
      let scores = try json(outcome.output)
      #expect((scores["accuracy"] as? Double).map { (0...1).contains($0) } == true)
      for name in ["precision", "recall", "f1"] {
        let score = try #require(scores[name] as? [String: Double])
        #expect(Set(score.keys) == ["macro", "weighted"])
      }
      let classes = try #require(scores["classes"] as? [[String: Any]])
      #expect(classes.map { $0["name"] as? String } == ["N", "S", "V", "F", "Q"])
      #expect(classes.map { $0["support"] as? Int } == [30, 20, 20, 20, 20])
      let matrix = try #require(scores["confusionMatrix"] as? [[Int]])
      #expect(matrix.map { $0.reduce(0, +) } == [30, 20, 20, 20, 20])
      #expect(scores["intervals"] is [String: Any])
      #expect(outcome.errors.contains("the beats the model was trained on"))
    }
  }

  @Test func classifyGivesALineForEachBeat() throws {
    try Samples.withBeatsAndModel { url, ecg in
      let printed = try ecg("classify", "--model", "model.safetensors", "beats.csv").output
      let lines = printed.split(separator: "\n")
      #expect(lines.first == "class,N,S,V,F,Q")
      #expect(lines.count == 111)
      for line in lines.dropFirst() {
        let fields = line.split(separator: ",")
        let probabilities = fields.dropFirst().compactMap { Double($0) }
        #expect(abs(probabilities.reduce(0, +) - 1) < 1e-5)
        let best = probabilities.max().flatMap(probabilities.firstIndex)
        #expect(best.map { ["N", "S", "V", "F", "Q"][$0] } == fields.first.map(String.init))
      }
      let unlabelled = String(decoding: Samples.beats, as: UTF8.self).split(separator: "\n")
        .map { $0.split(separator: ",").dropLast().joined(separator: ",") }.joined(separator: "\n")
      try unlabelled.write(to: url.appending(path: "bare.csv"), atomically: true, encoding: .utf8)
      let outcome = try ecg(
        "classify", "--model", "model.safetensors", "bare.csv", "--output", "classes.csv")
      #expect(outcome.status == 0 && outcome.output.isEmpty)
      let file = url.appending(path: "classes.csv")
      #expect(try String(contentsOf: file, encoding: .utf8) == printed)
    }
  }

  /// The beats left unclassified are those whose class is less probable than asked
  /// for; all else stays.
  @Test func abstainingLeavesUnsureBeatsUnclassified() throws {
    try Samples.withBeatsAndModel { _, ecg in
      let classify = ["classify", "--model", "model.safetensors", "beats.csv"]
      let all = try ecg(classify).output.split(separator: "\n")
      let confidences = all.dropFirst().map { line in
        line.split(separator: ",").dropFirst().compactMap { Double($0) }.max() ?? 0
      }
      // Where two beats are farthest apart, so that the digits that CSV drops do not matter.
      let sorted = confidences.sorted()
      func gap(_ position: Int) -> Double { sorted[position] - sorted[position - 1] }
      let unsure = try #require((40..<70).max { gap($0) < gap($1) })
      try #require(gap(unsure) > 2e-6)
      let threshold = (sorted[unsure - 1] + sorted[unsure]) / 2
      let outcome = try ecg(classify + ["--abstain", "\(threshold)"])
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains("\(unsure) of 110 beats are left unclassified"))
      let kept = outcome.output.split(separator: "\n")
      #expect(kept.count == all.count)
      for (index, line) in kept.dropFirst().enumerated() {
        let before = all[index + 1]
        let isUnsure = confidences[index] < threshold
        #expect(line == (isUnsure ? "-" + before.drop { $0 != "," } : before[...]))
      }
      let document = try json(ecg(classify + ["--abstain", "\(threshold)", "--json"]).output)
      #expect(document["unclassified"] as? Int == unsure)
      #expect(document["abstainBelow"] as? Double == threshold)
      let beats = try #require(document["beats"] as? [[String: Any]])
      #expect(beats.count { $0["class"] is NSNull } == unsure)
      #expect(beats.allSatisfy { ($0["probabilities"] as? [String: Double])?.count == 5 })
      #expect(try ecg(classify + ["--abstain", "0"]).output.split(separator: "\n") == all)
    }
  }

  @Test func evaluateShowsWhatProbabilitiesAreWorth() throws {
    try Samples.withBeatsAndModel { _, ecg in
      let evaluate = ["evaluate", "model.safetensors", "--data", "beats.csv"]
      let text = try ecg(evaluate).output
      for words in ["expected calibration error", "Brier score", "unclassified below", "coverage"] {
        #expect(text.contains(words), "\(words) is missing")
      }
      let scores = try json(ecg(evaluate + ["--json"]).output)
      let calibration = try #require(scores["calibration"] as? [String: Any])
      #expect((calibration["bins"] as? [Any])?.count == 15)
      #expect((scores["brierScore"] as? Double).map { (0...2).contains($0) } == true)
      let curve = try #require(scores["riskCoverage"] as? [String: Any])
      let points = try #require(curve["thresholds"] as? [[String: Any]])
      #expect(points.first?["coverage"] as? Double == 1)
      #expect(points.first?["accuracy"] as? Double == scores["accuracy"] as? Double)
    }
  }
}
