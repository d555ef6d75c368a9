import ECGAnalysis
import ECGDatasets
import ECGClassifier
import ECGFiles
import ECGNeuralNetwork
import ECGReports
import Foundation

/// Puts the reports of the commands together.
struct Reporting {
  let compute: ComputeOptions
  private let clock = Clock()

  init(compute: ComputeOptions) {
    self.compute = compute
  }

  /// A report on data alone.
  func report(
    title: String, inspection: DatasetInspection, examples: BeatDataset
  ) -> RunReport {
    var report = RunReport(
      title: title, task: examples.task, inspection: inspection, seed: compute.seed,
      version: Version.current)
    report.examples = examples.isLabelled ? examples : nil
    report.samplingRate = examples.samplingRate
    report.environment = environment
    report.commandLine = Self.commandLine
    return report
  }

  /// The command, as it can be given again.
  static var commandLine: String {
    (["ecg"] + CommandLine.arguments.dropFirst()).map(ResumeCommand.quoted).joined(separator: " ")
  }

  /// Adds a model and what it scored.
  ///
  /// - Throws: `NetworkError`.
  func add(_ scored: ScoredModel, to report: inout RunReport) throws {
    let model = scored.model
    report.history = model.members[0].history
    report.layers = try model.members[0].network.architecture.outline()
    report.recipe = model.recipe.facts.map { RunReport.Fact($0.name, $0.value) }
    report.recipe +=
      model.trainedBeats?.facts(model.task).map { RunReport.Fact($0.name, $0.value) } ?? []
    if let decision = model.decision {
      report.recipe.append(RunReport.Fact("Decision", decision))
    }
    if model.members.count > 1 {
      let seeds = model.members.map { "\($0.seed)" }.joined(separator: ", ")
      report.recipe.append(
        RunReport.Fact(
          "Networks",
          """
          \(model.members.count), whose probabilities are averaged; seeds \(seeds). What the report \
          says of training is that of seed \(model.seed)
          """))
    }
    report.evaluation = scored.evaluation
    report.intervals = scored.intervals
    report.evaluatedPart = scored.part
    report.isSynthetic = scored.isSynthetic
    try report.show(scored.beats, classifiedBy: model, threads: compute.threads)
    report.environment = environment
  }

  private var environment: [RunReport.Fact] {
    [
      RunReport.Fact("machine", Machine.description),
      RunReport.Fact("threads", "\(compute.threads)"),
      RunReport.Fact("time taken", clock.description),
      RunReport.Fact("date", Date.now.formatted(.iso8601.year().month().day())),
    ]
  }
}
