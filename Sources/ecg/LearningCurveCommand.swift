import ArgumentParser
import ECGAnalysis
import ECGDatasets
import ECGEvaluation
import ECGFiles
import ECGReports

/// `ecg learning-curve`.
struct LearningCurveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learning-curve",
    abstract: "Shows how scores grow with the number of beats that are trained on.",
    discussion: """
      Trains on shares of the beats, each of which holds the smaller ones, and scores all networks on the \
      same validation beats: whether more data would help, or another recipe.

        ecg learning-curve fast --sizes 0.05,0.1,0.25,0.5,1 --output out/curve

      A test file is never opened. Leaves learning-curve.csv, learning-curve.json, learning-curve.svg (and \
      .png, .pdf with --figures) and trials/, a run for each training. What was ended goes on when the \
      command is given again.

      \(Wording.disclaimer)
      """)

  @OptionGroup var study: StudyOptions

  @Option(
    help: ArgumentHelp(
      "The shares of the training beats, above 0 and up to 1.", valueName: "s1,s2,…"))
  var sizes = "0.05,0.1,0.25,0.5,1"

  @Option(
    parsing: .unconditional,
    help: "The networks of each share, with other beats and the seeds from --seed on.")
  var repeats = 1

  @OptionGroup var reportOptions: ReportOptions

  /// The names of what the study leaves in its folder, without what follows the dot.
  private static let name = "learning-curve"

  func validate() throws {
    try Self.check(repeats, "--repeats", in: 1...1000)
    _ = try shares
  }

  private var shares: [Double] {
    get throws {
      let shares = sizes.split(separator: ",", omittingEmptySubsequences: false).map {
        Double($0.trimmingPrefix(" "))
      }
      guard shares.allSatisfy({ $0.map { $0 > 0 && $0 <= 1 } ?? false }) else {
        throw ValidationError(
          "--sizes: expected numbers above 0 and up to 1 with commas between, found \(sizes)")
      }
      return shares.compactMap(\.self)
    }
  }

  private var settings: StudySettings {
    get throws {
      study.settings(
        of: Self.name,
        parts: try shares.flatMap { share in
          (1...repeats).map { "share \(share), repeat \($0)" }
        })
    }
  }

  func run() throws {
    let shared = try SharedStudy(study)
    let settings = try settings
    let formats = Set(reportOptions.figures).sorted { $0.rawValue < $1.rawValue }
    let tables = ["csv", "json"].map { "\(Self.name).\($0)" }
    let (choice, beats) = try shared.agreeing {
      let choice = try study.choice
      try shared.check(
        tables + formats.map { "\(Self.name).\($0.rawValue)" }, of: settings)
      let source = try study.dataOptions.source(
        for: study.taskOption.task, length: study.lengthOption.length,
        threads: study.compute.threads, console: shared.console)
      let beats = study.sample(try source.training())
      try choice.check(task: beats.task, samplesPerBeat: beats.samplesPerBeat)
      return (choice, beats)
    }
    let runner = try shared.runner(on: beats, recipes: [choice.document])
    let curve = try study.study("--sizes") {
      try LearningCurveStudy(
        recipe: choice.recipe, shares: try shares, repeats: repeats, seed: study.compute.seed,
        runner: runner
      ).curve(of: beats)
    }
    try shared.end(runner) { try end(curve, formats, tables, $0) }
  }

  private func end(
    _ curve: LearningCurve, _ formats: [Figure.Format], _ tables: [String], _ console: Console
  ) throws {
    try console.answer(curve, text: curve.description)
    if let gnuplot = reportOptions.gnuplot(console) {
      for format in formats {
        let picture = try gnuplot.draw(.learningCurve(curve), as: format)
        let path = study.paths(["\(Self.name).\(format.rawValue)"])[0]
        try OutputFile.write(picture, to: path, overwrite: true)
        console.note("Written: \(path).")
      }
    }
    try study.write(
      Array(zip(tables, [curve.csv, try JSONText(curve).text])), of: settings, console)
  }
}
