import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGEvaluation
import ECGFiles
import ECGNeuralNetwork
import ECGTestSupport
import Foundation
import Synchronization
import Testing

/// Sweeps on made-up beats.
@Suite(.hangLimit) struct RecipeSweepTests {
  private let beats = SyntheticBeats(seed: 3).dataset(counts: [60, 30, 30, 20, 20])

  private func candidates(_ grid: String...) throws -> [SweepSpace.Candidate] {
    try SweepSpace(grid: grid).grid(
      of: try RecipeDocument(.fast, settings: [("epochs", "2"), ("batchSize", "32")]))
  }

  private func runner(
    _ folder: URL, overwrite: Bool = false, report: StudyReport = StudyReport()
  ) -> TrialRunner {
    TrialRunner(
      folder: folder.path, overwrite: overwrite, threads: 2, machine: "a machine",
      command: "ecg sweep", report: report)
  }

  /// What tells two files of the same trial apart from those of two.
  private func changes(in folder: URL) throws -> [String: Date?] {
    let files = FileManager.default
    return Dictionary(
      uniqueKeysWithValues: try files.subpathsOfDirectory(atPath: folder.path).map { path in
        let facts = try files.attributesOfItem(atPath: folder.appending(path: path).path)
        return (path, facts[.modificationDate] as? Date)
      })
  }

  @Test func recipesAreTriedSortedAndNotTriedAgain() throws {
    try withTemporaryFolder { folder in
      let few = try candidates("optimizer.learningRate=1e-7,4e-3")
      let first = try RecipeSweep(few, runner: runner(folder)).outcome(on: beats)
      #expect(first.entries.count == 2 && first.beats == 16 && first.isSynthetic)
      #expect(first.best?.candidate.settings[0].value == "4e-3")
      let values = first.entries.compactMap(\.value)
      #expect(values.count == 2 && values[0] > values[1])
      #expect(first.entries.allSatisfy { $0.interval?.contains($0.value ?? -1) == true })

      // The folders are runs.
      let runs = try StoredRun.all(in: folder.path)
      #expect(runs.failures.isEmpty && runs.runs.count == 2)
      for run in runs.runs {
        let names = try FileManager.default.contentsOfDirectory(atPath: run.path)
        #expect(Set(names) == Set(ScoredModel.runFiles + [RunFile.model, "trial.json"]))
      }
      let comparison = try RunComparison(runs.runs, resamples: 20, seed: 1)
      #expect(comparison.beats == 16)
      #expect(Set(runs.runs.map(\.macroF1)) == Set(values))

      // More values train what is new alone, and nothing else is touched.
      let before = try changes(in: folder)
      let more = try candidates("optimizer.learningRate=1e-7,1e-3,4e-3")
      let second = try RecipeSweep(more, runner: runner(folder)).outcome(on: beats)
      let after = try changes(in: folder)
      #expect(second.entries.count == 3 && before.allSatisfy { after[$0.key] == $0.value })
      #expect(second.entries.first { $0.candidate.settings[0].value == "4e-3" }?.value == values[0])

      let csv = second.csv.split(separator: "\n").map(String.init)
      #expect(csv.count == 4 && csv[0].hasSuffix(",run,optimizer.learningRate"))
      #expect(csv[0].hasPrefix("rank,macroF1,low,high,accuracy,macroClasses,"))
      // Beats of all classes are scored: of what the mean is over nothing need be said.
      #expect(csv.dropFirst().allSatisfy { $0.contains(",N S V F Q,") })
      #expect(!second.remarks.contains { $0.contains("macro F1") })
      #expect(StoredRun.macroScopes(of: runs.runs).isEmpty)
    }
  }

  /// What a mean is over stands beside it, and in a sentence where that is not all classes.
  @Test func meansOverFewerClassesAreTold() throws {
    try withTemporaryFolder { folder in
      let two = SyntheticBeats(seed: 3).dataset(counts: [60, 30, 0, 0, 0])
      let grid = try SweepSpace(grid: ["optimizer.learningRate=4e-3,6e-3"]).grid(
        of: try RecipeDocument(.fast, settings: [("epochs", "8"), ("batchSize", "8")]))
      let outcome = try RecipeSweep(grid, runner: runner(folder)).outcome(on: two)
      let sentence =
        "The macro F1 is over 2 of 5 classes (N, S): no beat is of the others, or taken for one of them."
      #expect(outcome.remarks.contains(sentence))
      #expect(outcome.csv.split(separator: "\n").dropFirst().allSatisfy { $0.contains(",N S,") })
      let runs = try StoredRun.all(in: folder.path).runs
      #expect(runs.map(\.macroClasses) == [["N", "S"], ["N", "S"]])
      #expect(StoredRun.macroScopes(of: runs) == [sentence])
    }
  }

  @Test func aSweepThatWasEndedGoesOnAndEndsTheSame() throws {
    try withTemporaryFolder { folder in
      let few = try candidates("optimizer.learningRate=1e-3,4e-3")
      let (whole, broken) = (folder.appending(path: "whole"), folder.appending(path: "broken"))
      let expected = try RecipeSweep(few, runner: runner(whole)).outcome(on: beats)
      // The second training is ended in its second epoch.
      let steps = Mutex(0)
      let report = StudyReport(
        progress: { title, _, words in
          if title.contains("2 of 2"), words == "epoch 2/2" { steps.withLock { $0 += 1 } }
        }, isCancelled: { steps.withLock { $0 > 0 } })
      #expect(throws: TrainingCancelled.self) {
        try RecipeSweep(few, runner: runner(broken, report: report)).outcome(on: beats)
      }
      #expect(try StoredRun.all(in: broken.path).runs.count == 1)
      // What a training took before it was ended counts.
      let clock = broken.appending(path: ".optimizer.learningRate=4e-3.unfinished/seconds.txt")
      #expect(try Double(String(contentsOf: clock, encoding: .utf8)).map { $0 > 0 } == true)
      try Data("1000.5".utf8).write(to: clock)
      let went = try RecipeSweep(few, runner: runner(broken)).outcome(on: beats)
      #expect(went.entries.map(\.value) == expected.entries.map(\.value))
      #expect(went.entries.map { $0.trial.seconds > 1000 }.count { $0 } == 1)
      for entry in went.entries {
        let files = [whole, broken].map {
          try? Data(
            contentsOf: $0.appending(path: "\(entry.trial.name)/\(RunFile.model)"))
        }
        #expect(files[0] != nil && files[0] == files[1])
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: broken.path)
      #expect(names.allSatisfy { !$0.hasPrefix(".") })
    }
  }

  @Test func foldersOfOtherTrialsAreNotGoneOnWith() throws {
    try withTemporaryFolder { folder in
      let few = try candidates("batchSize=32")
      _ = try RecipeSweep(few, runner: runner(folder)).outcome(on: beats)
      let others = SyntheticBeats(seed: 4).dataset(counts: [60, 30, 30, 20, 20])
      let error = #expect(throws: FileError.self) {
        try RecipeSweep(few, runner: runner(folder)).outcome(on: others)
      }
      #expect(error?.problem.contains("expected the beats of this study") == true)
      #expect(throws: FileError.self) {
        try RecipeSweep(few, seed: 2, runner: runner(folder)).outcome(on: beats)
      }
      let replaced = try RecipeSweep(few, runner: runner(folder, overwrite: true))
        .outcome(on: others)
      #expect(replaced.entries.count == 1)
      // A damaged record is told too.
      let record = folder.appending(path: "batchSize=32/trial.json")
      try Data("{}".utf8).write(to: record)
      #expect(throws: FileError.self) {
        try RecipeSweep(few, runner: runner(folder)).outcome(on: others)
      }
    }
  }

  /// Trials that come from another processor are gone on with, and that is told.
  @Test func trialsOfOtherKernelsAreTold() throws {
    try withTemporaryFolder { folder in
      let one = try candidates("batchSize=32")
      let notes = Mutex([String]())
      let report = StudyReport(note: { sentence in notes.withLock { $0.append(sentence) } })
      func told() throws -> [String] {
        notes.withLock { $0 = [] }
        _ = try RecipeSweep(one, runner: runner(folder, report: report)).outcome(on: beats)
        return notes.withLock { $0 }.filter { $0.contains("kernels") }
      }
      #expect(try told().isEmpty)
      let url = folder.appending(path: "batchSize=32/trial.json")
      let text = try String(contentsOf: url, encoding: .utf8)
      let here = try ArithmeticKernels.description()
      #expect(text.contains(here))
      try Data(text.replacing(here, with: "arm64, OpenBLAS 0.3.30 NEOVERSEV1").utf8).write(to: url)
      let sentences = try told()
      #expect(sentences.count == 1)
      #expect(sentences.first?.hasPrefix("1 of 1: trained by other kernels (arm64, ") == true)
      // Older trials do not say.
      let old = text.split(separator: "\n").filter { !$0.contains("\"kernels\"") }
      try Data(old.joined(separator: "\n").utf8).write(to: url)
      #expect(try told().isEmpty)
    }
  }

  @Test func hopelessTrainingsAreGivenUp() throws {
    try withTemporaryFolder { folder in
      let base = try RecipeDocument(.fast, settings: [("epochs", "4"), ("batchSize", "16")])
      let grid = ["optimizer.learningRate=4e-3,5e-3,6e-3,7e-3,1e-9"]
      let few = try SweepSpace(grid: grid).grid(of: base)
      let outcome = try RecipeSweep(few, stopsHopeless: true, runner: runner(folder))
        .outcome(on: beats)
      let last = try #require(outcome.entries.last)
      #expect(last.candidate.settings[0].value == "1e-9" && last.value == nil)
      #expect(last.trial.givenUp?.contains("below the median") == true)
      #expect(last.trial.history.epochs.count < 4)
      #expect(outcome.entries.dropLast().allSatisfy { $0.trial.givenUp == nil })
      #expect(try StoredRun.all(in: folder.path).runs.count == 4)
      // Who wants it whole gets it.
      let whole = try RecipeSweep(few, runner: runner(folder)).outcome(on: beats)
      #expect(whole.entries.allSatisfy { $0.value != nil })
    }
  }

  @Test func recipesThatCannotBeComparedAreTold() throws {
    try withTemporaryFolder { folder in
      for grid in ["validation.share=0.1,0.2", "validation.seed=1,2", "validation.share=0"] {
        #expect(throws: StudyError.self) {
          try RecipeSweep(try candidates(grid), runner: runner(folder)).outcome(on: beats)
        }
      }
      // One beat of each class: none can be spared.
      let single = SyntheticBeats(seed: 3).dataset(counts: [1, 1, 1, 1, 1])
      let none = #expect(throws: StudyError.self) {
        try RecipeSweep(try candidates("batchSize=8"), runner: runner(folder)).outcome(on: single)
      }
      #expect(
        none?.description.hasPrefix("validation.share: expected beats to be set apart") == true)
      #expect(throws: RecipeError.self) {
        let plain = try RecipeDocument(.fast, settings: [("validation.share", "0")])
        let grid = try SweepSpace(grid: ["reduceOnPlateau.monitor=validationLoss"])
        _ = try RecipeSweep(try grid.grid(of: plain), runner: runner(folder)).outcome(on: beats)
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(names.isEmpty)
    }
  }
}
