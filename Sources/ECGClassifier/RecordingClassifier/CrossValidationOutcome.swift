package import ECGDatasets
package import ECGSignals
import Foundation

extension RecordingTraining {
  /// What a cross-validation gave: answers to each record of classifiers that had not
  /// seen its patient.
  package struct Outcome: Sendable {
    package let answers: [Answers]

    /// Puts together what was answered to the records of each fold.
    package init(answers: [Answers]) { self.answers = answers }

    /// One beat in so many tells fibrillation: the windows of neighbours are alike.
    private static let step = 8
    /// What the beats in fibrillation count for together among all that it is learnt from: not
    /// their share among the records at hand, which may be half of it or twice, by chance. Among
    /// the 44 it is 0.13; with a little more, less of the episodes is missed in patients not seen,
    /// and hardly more made up.
    private static let prior = 0.18

    /// The head of a context, fitted to the marked beats of all records but those of one fold.
    ///
    /// - Parameter fold: the fold that is left out, as the one that it is to be applied to.
    package func head(_ context: BeatContext, leavingOut fold: Int? = nil) -> ContextHead {
      let learnt = answers.filter { $0.fold != fold }
      let fibrillation = FibrillationModel(fittedTo: fibrillationExamples(learnt, context))
      let head = ContextHead(fibrillation: fibrillation, temperature: 1)
      var (logs, labels): ([Double], [Int]) = ([], [])
      for answer in learnt {
        for leads in LabelledRecording.Leads.allCases {
          let source = Answers.Source(peaks: .annotated, leads: leads)
          guard var own = answer.logs[source]?[context], let evidence = answer.evidence[source]
          else { continue }
          _ = head.applyFibrillation(
            to: &own, classes: classes, evidence, context, threads: 1)
          for (beat, label) in answer.record.annotated.labels.enumerated() {
            guard let label, label < RecordingTraining.learnt else { continue }
            logs += own[beat * classes..<(beat + 1) * classes]
            labels.append(label)
          }
        }
      }
      return ContextHead(
        fibrillation: fibrillation,
        temperature: TemperatureScaling(fittedTo: logs, labels: labels).temperature)
    }

    /// The beats of records that say where there is fibrillation.
    ///
    /// The beats of a kind count together for their prior, and within it those of a patient for a
    /// root of their number.
    private func fibrillationExamples(
      _ answers: [Answers], _ context: BeatContext
    ) -> FibrillationModel.Examples {
      struct Group: Hashable {
        let patient: String
        let isFibrillation: Bool
      }
      var examples = FibrillationModel.Examples()
      var groups: [Group] = []
      for answer in answers {
        guard let isFibrillation = answer.record.annotated.isFibrillation else { continue }
        for leads in LabelledRecording.Leads.allCases {
          let source = Answers.Source(peaks: .annotated, leads: leads)
          guard let logs = answer.logs[source]?[context], let evidence = answer.evidence[source]
          else { continue }
          let isVentricular = ContextHead.isVentricular(logs, classes: classes)
          for evidence in [evidence] + (answer.evidenceAtOtherRates[source] ?? []) {
            evidence.forEachBeat(
              context.window, isVentricular: isVentricular, step: Self.step
            ) { beat, numbers in
              examples.values += numbers
              examples.isFibrillation.append(isFibrillation[beat])
              groups.append(
                Group(patient: answer.record.patient, isFibrillation: isFibrillation[beat]))
            }
          }
        }
      }
      let counts = groups.reduce(into: [:]) { $0[$1, default: 0.0] += 1 }
      // In order, since sums of Doubles depend on it and dictionaries have none.
      let ordered = counts.sorted { $0.key.patient < $1.key.patient }
      let roots = [true, false].map { kind in
        ordered.filter { $0.key.isFibrillation == kind }.reduce(0) { $0 + $1.value.squareRoot() }
      }
      examples.weights = groups.map { group in
        let root = (counts[group] ?? 1).squareRoot()
        return group.isFibrillation
          ? Self.prior / roots[0] / root : (1 - Self.prior) / roots[1] / root
      }
      return examples
    }

    /// The heads for the records of each fold, fitted to the answers to all others.
    package func heads(_ context: BeatContext) -> [Int: ContextHead] {
      Dictionary(
        uniqueKeysWithValues: Set(answers.map(\.fold)).map { ($0, head(context, leavingOut: $0)) })
    }

    /// The probabilities of each record's beats.
    ///
    /// - Parameter heads: those of the context, see ``heads(_:)``.
    package func probabilities(
      _ peaks: LabelledRecording.Peaks, _ leads: LabelledRecording.Leads, _ context: BeatContext,
      by heads: [Int: ContextHead]
    ) -> [BeatProbabilities] {
      answers.map { answer in
        answer.probabilities(peaks, leads, context, by: heads[answer.fold] ?? .none)
      }
    }
  }
}
