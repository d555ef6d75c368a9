import ECGAnalysis
import ECGDatasets
import ECGEvaluation
import ECGFiles
import ECGTestSupport
import Foundation
import Testing

/// What is said of the macro-F1 of runs of several tasks in one folder.
@Suite struct MacroScopeOfRunsTests {
  /// Writes a run whose beats are of and taken for the first classes of a task.
  private func write(
    _ name: String, _ task: BeatTask, classes: Int, to folder: URL
  ) throws {
    let labels = (0..<20).map { $0 % classes }
    let evaluation = try Evaluation(
      task: task, labels: labels,
      probabilities: labels.flatMap { label in
        task.classes.indices.map { $0 == label ? Float(1) : 0 }
      })
    let scores = try JSONEncoder().encode(
      EvaluationReport(
        evaluation: evaluation,
        intervals: BootstrapIntervals(evaluation.confusionMatrix, resamples: 10, seed: 1),
        isSynthetic: false))
    var document = try #require(try JSONSerialization.jsonObject(with: scores) as? [String: Any])
    document["recipe"] = "default"
    document["seed"] = 1
    document["members"] = [["epochs": 7]]
    try OutputFile.write(
      try JSONSerialization.data(withJSONObject: document),
      to: folder.appending(path: "\(name)/metrics.json").path)
  }

  private func scopes(_ runs: [(BeatTask, Int)]) throws -> [String] {
    try withTemporaryFolder { folder in
      for (index, run) in runs.enumerated() {
        try write("r\(index)", run.0, classes: run.1, to: folder)
      }
      let found = try StoredRun.all(in: folder.path)
      #expect(found.failures.isEmpty && found.runs.count == runs.count)
      return StoredRun.macroScopes(of: found.runs)
    }
  }

  @Test func eachTaskIsHeldAgainstItsOwnClasses() throws {
    #expect(try scopes([(.arrhythmia, 5), (.infarction, 2)]).isEmpty)
    let rest = "no beat is of the others, or taken for one of them."
    #expect(
      try scopes([(.arrhythmia, 2), (.infarction, 2)])
        == ["The macro F1 of task arrhythmia is over 2 of 5 classes (N, S): \(rest)"])
    let mixed = try scopes([
      (.arrhythmia, 5), (.infarction, 1), (.arrhythmia, 4), (.infarction, 1),
    ])
    #expect(mixed.count == 2)
    #expect(
      mixed.first?.hasPrefix("The macro F1 of task arrhythmia is over the classes") == true)
    #expect(mixed.first?.contains("4 to 5 of 5, and not the same for all") == true)
    #expect(
      mixed.last == "The macro F1 of task infarction is over 1 of 2 classes (\(normal)): \(rest)")
    // Of one task alone its name goes without saying.
    #expect(
      try scopes([(.infarction, 1)])
        == ["The macro F1 is over 1 of 2 classes (\(normal)): \(rest)"])
  }

  private let normal = BeatTask.infarction.classes[0].symbol
}
