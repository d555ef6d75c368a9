import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGEvaluation
import ECGFiles
import ECGSafetensors
import ECGTestSupport
import Foundation
import Testing

/// Runs that are kept, and how they are compared.
@Suite struct RunComparisonTests {
  /// Scores of three classes' beats; of `wrong` of them another class is the most probable.
  private func evaluation(wrong: Int) throws -> Evaluation {
    let labels = (0..<200).map { $0 % 3 }
    let probabilities = labels.enumerated().flatMap { beat, label in
      let called = beat < wrong ? (label + 1) % 3 : label
      return (0..<5).map { $0 == called ? Float(0.6) : 0.1 }
    }
    return try Evaluation(task: .arrhythmia, labels: labels, probabilities: probabilities)
  }

  /// Writes a run's folder.
  private func write(
    _ name: String, wrong: Int, beats: String = "fnv1a64:1", seed: UInt64 = 1, to folder: URL
  ) throws -> String {
    let path = folder.appending(path: name).path
    let evaluation = try evaluation(wrong: wrong)
    let scores = try JSONEncoder().encode(
      EvaluationReport(
        evaluation: evaluation,
        intervals: BootstrapIntervals(evaluation.confusionMatrix, resamples: 10, seed: 1),
        isSynthetic: false))
    var document = try #require(try JSONSerialization.jsonObject(with: scores) as? [String: Any])
    document["recipe"] = "default"
    document["seed"] = seed
    document["members"] = [["epochs": 7]]
    try OutputFile.write(
      try JSONSerialization.data(withJSONObject: document), to: "\(path)/metrics.json")
    try BeatPredictions(evaluation, fingerprint: beats)
      .write(to: "\(path)/\(RunFile.predictions)")
    return path
  }

  @Test func runsAreSortedTheBestFirst() throws {
    try withTemporaryFolder { folder in
      var record = RunRecord(
        of: try .pretrained(), data: "beats", scoredBeats: "fnv1a64:1", date: .now, seconds: 1,
        threads: 1, machine: "a machine", command: "ecg run")
      for (name, wrong, day, validation) in [
        ("b", 30, 2, 0.5), ("a", 10, 1, nil), ("c", 20, 3, 0.75),
      ] as [(String, Int, Double, Double?)] {
        let path = try write(name, wrong: wrong, to: folder)
        record.date = Date(timeIntervalSince1970: day * 86400)
        record.validationMacroF1 = validation
        try OutputFile.write(record.document, to: "\(path)/\(RunFile.record)")
      }
      // Of this one there are the scores alone.
      _ = try write("d", wrong: 20, to: folder)
      let runs = try StoredRun.all(in: folder.path).runs
      for (key, names) in [
        ("name", "abcd"), ("date", "cbad"), ("validationMacroF1", "cbad"), ("macroF1", "acdb"),
        ("accuracy", "acdb"), ("logLoss", "acdb"), ("brierScore", "acdb"),
      ] {
        let order = try #require(RunOrder(named: key))
        #expect(order.sorted(runs).map(\.name).joined() == names, "\(key)")
      }
      #expect(RunOrder(named: "speed") == nil)
      #expect(RunOrder.keys.allSatisfy { RunOrder(named: $0) != nil })
    }
  }

  @Test func predictionsComeBack() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "p.safetensors").path
      let labels = [0, 1, 1]
      let evaluation = try Evaluation(
        task: .infarction, labels: labels, probabilities: [0.7, 0.3, 0.8, 0.2, 0.65, 0.35],
        threshold: DecisionThreshold(0.325))
      let kept = BeatPredictions(evaluation, fingerprint: "x")
      try kept.write(to: path)
      let read = try BeatPredictions(path: path)
      #expect(read == kept && read.threshold == DecisionThreshold(0.325))
      #expect(try read.evaluation.predictions == [0, 0, 1])
      // Cut short, and something else.
      let data = try Data(contentsOf: URL(filePath: path))
      for count in [0, 5, 40, data.count - 1] {
        try data.prefix(count).write(to: URL(filePath: path))
        #expect(throws: FileError.self) { try BeatPredictions(path: path) }
      }
    }
  }

  /// Classes of a model of another program come back, and files that hold but the name of a
  /// task are still read.
  @Test func predictionsOfAnyTaskComeBack() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "p.safetensors").path
      let task = BeatTask(
        name: "imported", classes: "ABC".map { .init(symbol: "\($0)", name: "class \($0)") })
      let kept = BeatPredictions(
        try Evaluation(
          task: task, labels: [2, 0], probabilities: [0.1, 0.2, 0.7, 0.5, 0.25, 0.25]),
        fingerprint: "x")
      try kept.write(to: path)
      #expect(try BeatPredictions(path: path) == kept)
      let earlier = Safetensors(
        tensors: [
          "labels": .init(shape: [1], values: [1]),
          "probabilities": .init(shape: [1, 2], values: [0.25, 0.75]),
        ], metadata: ["format": "ecg-predictions", "task": "infarction", "beats": "x"])
      try OutputFile.write(try earlier.encoded(), to: path, overwrite: true)
      #expect(try BeatPredictions(path: path).task == .infarction)
      for wrong in ["none", "{}", #"{"name": "none", "classes": []}"#] {
        var file = earlier
        file.metadata["task"] = wrong
        try OutputFile.write(try file.encoded(), to: path, overwrite: true)
        #expect(throws: FileError.self) { try BeatPredictions(path: path) }
      }
    }
  }

  @Test func eachRunIsComparedWithTheFirst() throws {
    try withTemporaryFolder { folder in
      let paths = try [
        write("a", wrong: 40, to: folder), write("b", wrong: 10, to: folder),
        write("c_1^2", wrong: 40, to: folder),
      ]
      let found = try StoredRun.all(in: folder.path)
      #expect(found.failures.isEmpty && found.runs.map(\.name) == ["a", "b", "c_1^2"])
      #expect(found.runs.map(\.epochs) == [[7], [7], [7]] && found.runs[0].record == nil)
      let comparison = try RunComparison(
        paths.map { try StoredRun(path: $0) }, resamples: 200, seed: 1)
      #expect(comparison.beats == 200 && comparison.runs[0].pair == nil)
      #expect(comparison.runs.map(\.macroClasses) == Array(repeating: ["N", "S", "V"], count: 3))
      #expect(comparison.macroScope?.contains("over 3 of 5 classes (N, S, V)") == true)
      let (better, same) = (comparison.runs[1], comparison.runs[2])
      let test = try #require(better.pair?.mcNemar)
      #expect(test == McNemarTest(firstOnly: 0, secondOnly: 30))
      #expect(better.correctedPValue == 2 * test.pValue && same.correctedPValue == 1)
      let accuracy = try #require(better.pair?.differences.first)
      #expect(accuracy.key == "accuracy" && accuracy.isClear)
      #expect(abs(try #require(accuracy.value) - 0.15) < 1e-12)

      for difference in try #require(better.pair?.differences) {
        guard let interval = better.intervals[difference.key] else { continue }
        let score = try #require(difference.second)
        #expect(interval.low <= score && score <= interval.high, "\(difference.key)")
      }
      #expect(Set(better.intervals.keys).isSuperset(of: ["accuracy", "macroF1", "f1 N"]))

      let csv = comparison.csv.split(separator: "\n").map(String.init)
      #expect(csv[0] == "run,metric,value,difference,low,high" && csv[1] == "a,accuracy,0.8,,,")
      #expect(csv.contains { $0.hasPrefix("b,accuracy,0.95,0.1") })
      #expect(csv.count == 1 + 3 * (better.pair?.differences.count ?? 0))
      let latex = comparison.latex.split(separator: "\n").map(String.init)
      #expect(latex.contains("\\begin{tabular}{lrrr}"))
      #expect(latex.contains("  score & a & b & c\\_1\\textasciicircum{}2 \\\\"))
      #expect(latex.contains("  accuracy & 0.8000 & 0.9500$^{*}$ & 0.8000 \\\\"))
    }
  }

  @Test func otherBeatsAreRefused() throws {
    try withTemporaryFolder { folder in
      let runs = try [
        write("a", wrong: 1, to: folder), write("b", wrong: 1, beats: "fnv1a64:2", to: folder),
      ].map { try StoredRun(path: $0) }
      let error = #expect(throws: FileError.self) { try RunComparison(runs, seed: 1) }
      #expect(error?.path == runs[1].path && error?.problem.contains("found one on others") == true)
    }
  }

  @Test func whatIsNoRunIsTold() throws {
    try withTemporaryFolder { folder in
      _ = try write("a", wrong: 1, to: folder)
      try OutputFile.write("{\"accuracy\": 1}", to: folder.appending(path: "b/metrics.json").path)
      try OutputFile.write("nothing", to: folder.appending(path: "c/notes.txt").path)
      let found = try StoredRun.all(in: folder.path)
      #expect(found.runs.map(\.name) == ["a"] && found.failures.count == 1 && found.others == ["c"])
      #expect(found.failures[0].problem == "expected what a run writes, found no field intervals")
      let error = #expect(throws: FileError.self) {
        try StoredRun(path: folder.appending(path: "c").path)
      }
      #expect(error?.kind == .noInput)
      #expect(throws: FileError.self) { try StoredRun.all(in: folder.path + "/none") }
    }
  }
}
