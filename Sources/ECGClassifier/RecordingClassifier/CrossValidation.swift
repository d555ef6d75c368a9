import ECGParallel
package import ECGBoostedTrees
package import ECGSignals
package import ECGDatasets

extension RecordingTraining {
  /// What classifiers that had not seen a record answer to its beats.
  package struct Answers: Sendable {
    struct Source: Hashable {
      let peaks: LabelledRecording.Peaks
      let leads: LabelledRecording.Leads
    }

    package let record: LabelledRecording
    /// The fold of the cross-validation that the record is in.
    let fold: Int
    /// The joined logarithms, `N × K`, and what tells fibrillation.
    var logs: [Source: [BeatContext: [Double]]] = [:]
    var evidence: [Source: AtrialEvidence] = [:]
    /// What would tell it at other heart rates, of marked beats.
    var evidenceAtOtherRates: [Source: [AtrialEvidence]] = [:]

    /// The probabilities of its beats.
    ///
    /// - Parameter head: that of the context; ``ContextHead/none`` for what the trees alone say.
    package func probabilities(
      _ peaks: LabelledRecording.Peaks, _ leads: LabelledRecording.Leads, _ context: BeatContext,
      by head: ContextHead
    ) -> BeatProbabilities {
      let source = Source(peaks: peaks, leads: leads)
      guard var logs = logs[source]?[context], let evidence = evidence[source] else {
        return BeatProbabilities(classes: [], fibrillation: [])
      }
      return head.probabilities(of: &logs, classes: RecordingTraining.classes, evidence, context)
    }
  }

  /// Cross-validates over patients: the records of each fold are answered by forests of the others.
  package func crossValidate(
    _ records: [Prepared], folds: Int, peaks: [LabelledRecording.Peaks] = [.annotated],
    progress: (Double) throws -> Void = { _ in }
  ) throws -> Outcome {
    let foldOfRecord = LabelledRecording.folds(of: records.map(\.record), count: folds, seed: 0)
    var answers: [Answers?] = records.map { _ in nil }
    for fold in 0..<folds {
      let forests = try forests(
        of: records.indices.filter { foldOfRecord[$0] != fold }.map { records[$0] })
      let mine = records.indices.filter { foldOfRecord[$0] == fold }
      let found = try ParallelWork.map(mine, threads: threads) { index in
        try self.answers(to: records[index], by: forests, fold: fold, peaks: peaks)
      }
      for (index, answer) in zip(mine, found) { answers[index] = answer }
      try progress(Double(fold + 1) / Double(folds))
    }
    return Outcome(answers: answers.compactMap(\.self))
  }

  /// What forests answer to a record they have not seen.
  package func answers(
    to record: Prepared, by forests: [BeatSide: [BoostedTrees]], fold: Int,
    peaks: [LabelledRecording.Peaks]
  ) throws -> Answers {
    var answers = Answers(record: record.record, fold: fold)
    for peaks in peaks {
      let content = record.record[peaks].content
      let others =
        peaks == .annotated ? recipe.heartRates.map { content.atHeartRate(times: $0) } : []
      for leads in LabelledRecording.Leads.allCases {
        let source = Answers.Source(peaks: peaks, leads: leads)
        func chosen(_ beats: RecordingBeats) -> RecordingBeats {
          leads == .all ? beats : beats.selecting(leads: [record.record.lead])
        }
        var examples = record.examples
        if peaks != .annotated || leads != .all {
          examples = RecordingExamples(
            chosen(content), labels: record.record[peaks].labels, recipe: recipe)
        }
        var joined = JoinedLogs(beats: content.count, biases: recipe.classBiases)
        for view in examples.views {
          joined.add(
            try RecordingClassifier.mean(of: forests[view.side] ?? [], view.features),
            isShown: view.isShown,
            side: view.side)
        }
        for context in recipe.contexts {
          answers.logs[source, default: [:]][context] = joined.logs(
            context, families: examples.families)
        }
        answers.evidence[source] = examples.evidence
        answers.evidenceAtOtherRates[source] = others.map { AtrialEvidence(of: chosen($0)) }
      }
    }
    return answers
  }
}
