public import ArgumentParser
public import ECGDatasets

extension BeatTask: ExpressibleByArgument {
  public init?(argument: String) {
    guard let task = BeatTask.named(argument) else { return nil }
    self = task
  }

  public var defaultValueDescription: String { name }

  public static var allValueStrings: [String] { all.map(\.name) }
}

/// `--task`, which means the same everywhere.
struct TaskOption: ParsableArguments {
  @Option(
    help: """
      What beats are told apart into: the five classes of MIT-BIH (arrhythmia), or healthy controls \
      and myocardial infarction as in PTB (infarction).
      """)
  var task = BeatTask.arrhythmia
}
