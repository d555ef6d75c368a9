import ArgumentParser

/// `ecg evaluate`.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Scores a model on labelled beats, or on annotated recordings.",
    discussion: """
      "ecg evaluate beats", or "ecg evaluate" alone, scores a network on beats that come one by one. \
      "ecg evaluate recordings" scores the classifier that "ecg classify" asks of a recording.

      \(Wording.disclaimer)
      """,
    subcommands: [EvaluateBeats.self, EvaluateRecordings.self],
    defaultSubcommand: EvaluateBeats.self)
}
