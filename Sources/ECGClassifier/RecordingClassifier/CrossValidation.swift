package import BoostedTrees
package import ECGBeats

extension RecordingTraining {
  /// The leads that answers are made from.
  package enum Leads: String, CaseIterable, Sendable {
    /// The one that beats are found in.
    case one
    /// All of them.
    case all
  }

  /// The beats that are classified.
  package enum Peaks: CaseIterable, Sendable {
    /// Those that experts marked.
    case annotated
    /// Those that are detected.
    case detected
  }

  /// What classifiers that had not seen a record answer to its beats.
  package struct Answers: Sendable {
    struct Key: Hashable {
      let peaks: Peaks
      let leads: Leads
      let horizon: BeatHorizon
    }

    package let record: LabelledRecording
    /// The part of the cross-validation that the record is in.
    let fold: Int
    var logs: [Key: [Double]] = [:]

    /// The calibrated probabilities of its beats: `N × K`.
    package func probabilities(
      _ peaks: Peaks, _ leads: Leads, _ horizon: BeatHorizon, by calibration: ClassCalibration
    ) -> [Float] {
      calibration.apply(to: logs[Key(peaks: peaks, leads: leads, horizon: horizon)] ?? [])
    }
  }

  /// What a cross-validation gave.
  package struct Outcome: Sendable {
    package let answers: [Answers]

    /// The calibration of a horizon, fitted to all marked beats but those of one part.
    ///
    /// - Parameter fold: the part whose beats are left out, as those that it is to be applied to.
    package func calibration(
      _ horizon: BeatHorizon, leavingOut fold: Int?
    ) -> ClassCalibration {
      var (logs, labels): ([Double], [Int]) = ([], [])
      for answer in answers where answer.fold != fold {
        for leads in Leads.allCases {
          let values = answer.logs[.init(peaks: .annotated, leads: leads, horizon: horizon)] ?? []
          for (beat, label) in answer.record.annotated.labels.enumerated() {
            guard let label, label < learnt else { continue }
            logs += values[beat * classes..<(beat + 1) * classes]
            labels.append(label)
          }
        }
      }
      return ClassCalibration(fittedTo: logs, labels: labels, classes: classes)
    }

    /// The calibrated probabilities of each record's beats; the calibration has not seen them.
    package func probabilities(
      _ peaks: Peaks, _ leads: Leads, _ horizon: BeatHorizon
    ) -> [[Float]] {
      var calibrations: [Int: ClassCalibration] = [:]
      return answers.map { answer in
        let calibration =
          calibrations[answer.fold] ?? calibration(horizon, leavingOut: answer.fold)
        calibrations[answer.fold] = calibration
        return answer.probabilities(peaks, leads, horizon, by: calibration)
      }
    }
  }

  /// Cross-validates over patients: each part is answered by forests of the others.
  package func crossValidate(
    _ records: [Prepared], folds: Int, peaks: [Peaks] = [.annotated],
    progress: (Double) throws -> Void = { _ in }
  ) throws -> Outcome {
    let parts = LabelledRecording.folds(of: records.map(\.record), count: folds, seed: 0)
    var answers: [Answers?] = records.map { _ in nil }
    for fold in 0..<folds {
      let forests = try forests(
        of: records.indices.filter { parts[$0] != fold }.map { records[$0] })
      let mine = records.indices.filter { parts[$0] == fold }
      let found = try concurrentMap(mine, threads: threads) { index in
        try self.answers(to: records[index], by: forests, fold: fold, peaks: peaks)
      }
      for (index, answer) in zip(mine, found) { answers[index] = answer }
      try progress(Double(fold + 1) / Double(folds))
    }
    return Outcome(answers: answers.compactMap(\.self))
  }

  /// What forests answer to a record they have not seen.
  package func answers(
    to record: Prepared, by forests: [BoostedTrees], fold: Int, peaks: [Peaks]
  ) throws -> Answers {
    var answers = Answers(record: record.record, fold: fold)
    for peaks in peaks {
      let content = record.record[peaks].content
      for leads in Leads.allCases {
        var examples = record.examples
        if peaks != .annotated || leads != .all {
          examples = RecordingExamples(
            leads == .all ? content : content.selecting(leads: [record.record.lead]),
            labels: record.record[peaks].labels, seesNext: recipe.seesNext)
        }
        var joined = JoinedLogs(beats: content.count, classes: Self.classes)
        for view in examples.views {
          joined.add(
            try RecordingClassifier.mean(of: forests, view.features), isShown: view.isShown,
            side: view.side)
        }
        for horizon in recipe.horizons {
          answers.logs[.init(peaks: peaks, leads: leads, horizon: horizon)] = joined.logs(
            horizon, families: examples.families)
        }
      }
    }
    return answers
  }
}

extension LabelledRecording {
  package subscript(_ peaks: RecordingTraining.Peaks) -> Beats {
    switch peaks {
    case .annotated: annotated
    case .detected: detected
    }
  }
}
