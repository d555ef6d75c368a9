import ArgumentParser

/// `ecg runs`.
struct Runs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists and compares training runs that were kept.",
    discussion: """
      "ecg run --runs runs" keeps each run in a folder of its own; "ecg runs", or "ecg runs list", sorts \
      them by their scores, and "ecg runs compare" says which differ by more than chance. Folders of \
      "ecg run --output" and "ecg evaluate --output" are runs as well.

      \(Wording.disclaimer)
      """,
    subcommands: [ListRuns.self, CompareRuns.self],
    defaultSubcommand: ListRuns.self)
}
