import ArgumentParser
import ECGClassifier
import ECGFiles
import ECGMessagePassing

/// The command `ecg`.
@main
struct ECG: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ecg",
    abstract: "Turns electrocardiograms into classified heartbeats.",
    discussion: """
      Try "ecg run" first: it finds the data, explores it, trains a network, evaluates it and \
      writes a report.

      \(Wording.disclaimer)
      """,
    version: Version.current,
    subcommands: [
      Run.self, Download.self, Prepare.self, Explore.self, Train.self, RecipeCommand.self,
      Sweep.self, CrossValidate.self, LearningCurveCommand.self, Ensemble.self, Evaluate.self,
      Detect.self, Classify.self, Summarize.self, Live.self, Compare.self, CompareRhythm.self,
      Runs.self,
      ModelInfo.self, Export.self, Import.self, Doctor.self,
    ])

  static func main() {
    Console.prepare()
    do {
      try Startup.prepare()
      Interruption.watch()
      ReadFiles.remember()
      if let empty = EmptyArgument(in: CommandLine.arguments.dropFirst()) { throw empty }
      if let misspelt = MisspeltCommand(in: CommandLine.arguments.dropFirst()) { throw misspelt }
      if let repeated = RepeatedOption(in: CommandLine.arguments.dropFirst()) { throw repeated }
      var command = try parseAsRoot()
      try command.run()
      Team.current?.processes.leave()
    } catch {
      Team.current?.end(after: error)
      Team.end(beforeJoiningAfter: error)
      Failure(error).exit()
    }
  }
}
