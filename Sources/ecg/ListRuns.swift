import ArgumentParser
import ECGAnalysis
import ECGText

/// `ecg runs list`, also without the last word.
struct ListRuns: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists the runs in a folder, the best first.",
    discussion: """
      Runs are the subfolders with a metrics.json in them. "validation F1" is the mean F1 of the classes on the \
      beats that training set apart: choose recipes by it (--sort validationMacroF1), and look at the scores of \
      the test beats at the end, since what is chosen by them looks better than it is.

      \(Wording.disclaimer)
      """)

  @Argument(help: "The folder.", completion: .directory)
  var folder = "runs"

  @Option(
    help: ArgumentHelp(
      "What to sort by: name, date, validationMacroF1, macroF1, or a metric as metrics.json names it.",
      valueName: "key"))
  var sort = "macroF1"

  @OptionGroup var jsonOption: JSONOption

  private var order: RunOrder {
    get throws {
      guard let order = RunOrder(named: sort) else {
        let keys = RunOrder.keys.joined(separator: ", ")
        throw ValidationError("--sort: expected one of \(keys); found \(sort)")
      }
      return order
    }
  }

  func validate() throws { _ = try order }

  func run() throws {
    let console = jsonOption.console
    let (found, failures, others) = try StoredRun.all(in: folder)
    for failure in failures { console.note("Left out: \(failure)") }
    if let names = Wording.first(of: others, other: "folder") {
      console.note(
        "Left out: \(names), without a \(RunFile.metrics): no runs, or such as have not ended."
      )
    }
    let beats = Set(found.compactMap { $0.record?.scoredBeats })
    if beats.count > 1 {
      console.warn(
        "These runs were scored on \(beats.count) different sets of beats: their scores do not tell which is better."
      )
    }
    let runs = try order.sorted(found)
    try console.answer(runs.map(RunListing.init), text: text(of: runs))
  }

  private func text(of runs: [StoredRun]) -> String {
    guard !runs.isEmpty else {
      return "No runs in \(folder). \"ecg run --runs \(folder)\" keeps one there."
    }
    let table = RunListing.table(runs, sortedBy: sort).description
    return ([table] + StoredRun.macroScopes(of: runs)).joined(separator: "\n\n")
  }
}
