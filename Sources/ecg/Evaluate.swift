import ArgumentParser

/// `ecg evaluate`.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Scores a model on labelled beats or recordings, or training on new patients.",
    discussion: """
      "ecg evaluate beats", or "ecg evaluate" alone, scores a network on beats that come one by one. \
      "ecg evaluate recordings" scores the classifier that "ecg classify" asks of a recording. \
      "ecg evaluate inter-patient" and "ecg evaluate patient-folds" take no model: they train their own, again and \
      again, and score each on patients it has not seen.

      \(Wording.disclaimer)
      """,
    subcommands: [
      EvaluateBeats.self, EvaluateRecordings.self, EvaluateInterPatient.self,
      EvaluatePatientFolds.self,
    ],
    defaultSubcommand: EvaluateBeats.self)
}
