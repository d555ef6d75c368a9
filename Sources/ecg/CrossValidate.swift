public import ArgumentParser
import ECGAnalysis
import ECGDatasets
public import ECGEvaluation

extension FoldDivision: ExpressibleByArgument {}

/// `ecg cross-validate`.
struct CrossValidate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Scores a recipe on beats that its networks have not seen, fold by fold.",
    discussion: """
      Beats are dealt to folds one by one, by record or by patient, each class as evenly as it goes, and \
      each fold is scored by a network that was trained on the others. By beat and by patient one after the \
      other (as it is where --by is not given) shows how much a score owes to knowing the patients.

        ecg cross-validate fast --by beat --by patient --folds 5 --output out/folds

      Records come with MIT-BIH and other annotated records, and with the provenance that "ecg prepare" \
      writes beside its files; 201 and 202 of MIT-BIH are one patient. A test file is left alone. Leaves \
      cross-validation.csv, cross-validation.json and trials/, a run for each fold. What was ended goes on \
      when the command is given again.

      \(Wording.disclaimer)
      """)

  @OptionGroup var study: StudyOptions

  @Option(
    help:
      "What is held together: beat for nothing. May be given several times. (default: beat, patient)"
  )
  var by: [FoldDivision] = []

  @Option(parsing: .unconditional, help: "The parts that beats are dealt to.")
  var folds = 5

  @Option(parsing: .unconditional, help: "How often beats are dealt out anew, with the next seeds.")
  var repeats = 1

  /// What the cross-validation leaves in its folder.
  private static let files = ["cross-validation.csv", "cross-validation.json"]

  func validate() throws {
    try Self.check(folds, "--folds", in: 2...1000)
    try Self.check(repeats, "--repeats", in: 1...1000)
    guard Set(by).count == by.count else {
      throw ValidationError("--by: expected each division once, found one twice")
    }
  }

  private var divisions: [FoldDivision] { by.isEmpty ? [.beat, .patient] : by }

  private var settings: StudySettings {
    study.settings(
      of: "cross-validate", ["--folds": "\(folds)"],
      parts: divisions.flatMap { division in
        (1...repeats).map { "folds by \(division.rawValue), repeat \($0)" }
      })
  }

  func run() throws {
    let shared = try SharedStudy(study)
    let (choice, source, beats) = try shared.agreeing {
      let choice = try study.choice
      try shared.check(Self.files, of: settings)
      let source = try study.dataOptions.source(
        for: study.taskOption.task, length: study.lengthOption.length,
        threads: study.compute.threads, console: shared.console)
      let beats = study.sample(try source.trainingWithOrigins())
      try choice.check(task: beats.task, samplesPerBeat: beats.samplesPerBeat)
      return (choice, source, beats)
    }
    // Patients keep their beats together, but for those of others that are the same.
    BeatInspection(beats).repeatsRemark.map(shared.console.warn)
    let runner = try shared.runner(on: beats, recipes: [choice.document])
    let scores = try study.study("--by") {
      try BeatCrossValidation(
        recipe: choice.recipe, divisions: divisions, folds: folds,
        repeats: repeats, seed: study.compute.seed, runner: runner
      ).scores(of: beats, from: source.found.path)
    }
    try shared.end(runner) { console in
      try console.answer(scores, text: scores.description)
      try study.write(
        Array(zip(Self.files, [scores.csv, try JSONText(scores).text])), of: settings, console)
    }
  }
}
