import ArgumentParser
import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGText

/// `ecg sweep`.
struct Sweep: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains by many recipes and says which does best on validation beats.",
    discussion: """
      All combinations of the values of --grid are tried, or --random N of them, drawn with the seed, also \
      from --range. Fields are those of "ecg recipe show" and of --set:

        ecg sweep fast --grid optimizer.learningRate=1e-3,4e-3 \\
            --grid batchSize=64,128 --output out/sweep
        ecg sweep fast --random 20 \\
            --range optimizer.learningRate=1e-4..1e-2:log --output out/sweep

      Recipes are compared on the beats that training sets apart; a test file is never opened. Leaves \
      sweep.csv, sweep.json, best-recipe.json, which --recipe takes, and trials/, a run for each recipe, \
      which "ecg runs" lists and compares. A sweep that was ended goes on when the command is given again.

      \(Wording.disclaimer)
      """)

  @OptionGroup var study: StudyOptions

  @Option(
    help: ArgumentHelp(
      "A field of the recipe and the values to try. May be given several times.",
      valueName: "field=v1,v2,…"))
  var grid: [String] = []

  @Option(
    parsing: .unconditional, help: "Draw so many recipes, instead of trying all combinations.")
  var random: Int?

  @Option(
    help: ArgumentHelp(
      """
      With --random, a field and the numbers to draw from, with :log evenly on a logarithmic scale. May be \
      given several times.
      """, valueName: "field=lo..hi[:log]"))
  var range: [String] = []

  @Option(
    help: ArgumentHelp(
      "What recipes are sorted by: macroF1, or a metric as metrics.json names it.",
      valueName: "key"))
  var metric = TrialScore.macroF1.key

  @Flag(
    help: """
      Give up trainings whose validation F1 is below the median of those before them after as many epochs; \
      never the first four, and none in the first quarter of its own epochs.
      """)
  var stopHopeless = false

  /// What the sweep leaves in its folder.
  private static let files = ["sweep.csv", "sweep.json", "best-recipe.json"]

  private var score: TrialScore? { TrialScore.named(metric) }

  func validate() throws {
    try Self.check(random, "--random", in: 1...SweepSpace.mostTrials)
    guard !grid.isEmpty || !range.isEmpty else {
      throw ValidationError("expected fields to try, as --grid or --range; found none")
    }
    guard range.isEmpty || random != nil else {
      throw ValidationError("--range goes with --random, which says how many recipes to draw")
    }
    guard score != nil else {
      let keys = TrialScore.all.map(\.key).joined(separator: ", ")
      throw ValidationError("--metric: expected one of \(keys); found \(metric)")
    }
    guard !stopHopeless || !study.processesOption.sharesWork else {
      throw ValidationError(
        "--stop-hopeless compares each training with all before it, which --mpi does not wait for; give one of them"
      )
    }
    let gridFields = try study.study("--grid") { try SweepSpace(grid: grid) }.fields
    try RecipeFieldUse.check(
      try space.fields.map { field in
        let option = gridFields.contains(field) ? "--grid" : "--range"
        return RecipeFieldUse(option: "\(option) \(field)=…", field: field)
      }, after: study.fieldUses)
  }

  private var space: SweepSpace {
    get throws {
      let values = try study.study("--grid") { try SweepSpace(grid: grid) }
      guard !range.isEmpty else { return values }
      return try study.study("--range") { try SweepSpace(grid: grid, ranges: range) }
    }
  }

  func run() throws {
    let shared = try SharedStudy(study)
    let console = shared.console
    let options = range.isEmpty ? "--grid" : grid.isEmpty ? "--range" : "--grid and --range"
    let (choice, candidates, beats) = try shared.agreeing {
      let (choice, candidates) = try self.candidates(options)
      try shared.check(Self.files, of: settings(candidates))
      let source = try study.dataOptions.source(
        for: study.taskOption.task, length: study.lengthOption.length,
        threads: study.compute.threads, console: console)
      let beats = study.sample(try source.training())
      try choice.check(task: beats.task, samplesPerBeat: beats.samplesPerBeat)
      return (choice, candidates, beats)
    }
    let runner = try shared.runner(on: beats, recipes: candidates.map(\.document))
    console.note("\(candidates.count.counted("recipe")) to try.")
    let outcome = try study.study(options) {
      try RecipeSweep(
        candidates, score: score ?? .macroF1, seed: study.compute.seed,
        stopsHopeless: stopHopeless, runner: runner
      ).outcome(on: beats)
    }
    try shared.end(runner) { try end(outcome, choice, settings(candidates), $0) }
  }

  private func settings(_ candidates: [SweepSpace.Candidate]) -> StudySettings {
    study.settings(
      of: "sweep", ["--metric": metric, "--stop-hopeless": stopHopeless ? "given" : nil],
      parts: candidates.map(\.title))
  }

  private func candidates(
    _ options: String
  ) throws -> (RecipeChoice, [SweepSpace.Candidate]) {
    let (choice, space) = (try study.choice, try space)
    let candidates = try study.study(options) {
      try random.map { try space.drawn($0, of: choice.document, seed: study.compute.seed) }
        ?? space.grid(of: choice.document)
    }
    return (choice, candidates)
  }

  private func end(
    _ outcome: SweepOutcome, _ choice: RecipeChoice, _ settings: StudySettings, _ console: Console
  ) throws {
    let table = outcome.table.fitting(Descriptor.output.width, dropping: [5, 4, 3])
    try console.answer(
      outcome, text: "\(table)\n\n\(outcome.remarks.joined(separator: "\n"))")
    let texts = [
      outcome.csv, try JSONText(outcome).text,
      (outcome.best?.candidate.document ?? choice.document).text(comments: true),
    ]
    try study.write(Array(zip(Self.files, texts)), of: settings, console)
  }
}
