import ArgumentParser

/// `ecg train`.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains a model on beats, or on annotated recordings.",
    discussion: """
      "ecg train beats", or "ecg train" alone, trains a network on beats that come one by one, for \
      "ecg classify" of a file of beats and "ecg evaluate". "ecg train recordings" trains the \
      classifier that "ecg classify" asks of a recording, for patients it has not seen.

      \(Wording.disclaimer)
      """,
    subcommands: [TrainBeats.self, TrainRecordings.self], defaultSubcommand: TrainBeats.self)
}
