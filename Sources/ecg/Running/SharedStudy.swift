import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGFiles
import ECGNeuralNetwork

/// The processes that deal out the trainings of a study among themselves; this one alone where
/// there are no others.
struct SharedStudy {
  private let study: StudyOptions
  private let team: Team?
  /// Where this process tells how far it is: the first one for all.
  let console: Console

  /// Joins the processes.
  ///
  /// - Throws: `FileError` where there is no MPI.
  init(_ study: StudyOptions) throws {
    var console = study.jsonOption.console
    team = try study.processesOption.join(console)
    console.isQuiet = team?.speaks == false
    (self.study, self.console) = (study, console)
  }

  /// Does what may fail in one process and not in the others, before they part.
  func agreeing<Result>(_ work: () throws -> Result) throws -> Result {
    try team.agreeing(work)
  }

  /// Keeps others from the files that the study ends with, as the first of the processes.
  func check(_ files: [String], of settings: StudySettings) throws {
    if team?.speaks != false { try study.check(files, of: settings) }
  }

  /// What trains and keeps, dealt out to all processes, which then part.
  ///
  /// - Parameters:
  ///   - beats: the beats of this process.
  ///   - recipes: the recipes of the study, in its order.
  /// - Throws: `FileError`, the same in all processes, where they have other beats or recipes.
  func runner(on beats: BeatDataset, recipes: [RecipeDocument]) throws -> TrialRunner {
    var runner = study.runner(console)
    guard let team else {
      try SharedWork.tidy(study.output)
      return runner
    }
    try team.checkSame([
      ("program", Version.current), ("beats", beats.fingerprint),
      ("recipes", recipes.map { $0.text(comments: false) }.joined()),
    ])
    let isPortable = recipes.allSatisfy { $0.recipe.training.products == .portable }
    try team.tell(console, products: isPortable ? .portable : .library)
    runner.sharedWork = try team.inTurn { rank in
      try SharedWork(in: study.output, rank: rank)
    }
    team.part()
    return runner
  }

  /// Ends the study in one process, which tells and writes for all.
  ///
  /// - Parameter body: is given where to tell it.
  /// - Throws: what `body` throws.
  func end(_ runner: TrialRunner, _ body: (Console) throws -> Void) throws {
    guard let sharedWork = runner.sharedWork else { return try body(console) }
    // The others wait for the end of the first, on which mpirun may end them.
    if team?.speaks == false { Interruption.ignore() }
    // Whoever ends it speaks: the first may be gone.
    _ = try sharedWork.end { try body(study.jsonOption.console) }
  }
}
