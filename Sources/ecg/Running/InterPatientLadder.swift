import BoostedTrees
import ECGBeats
import ECGClassifier
import ECGEvaluation
import ECGRecordings

/// The inter-patient protocols on the MIT-BIH records: cross-validation by patient over all 44, and DS1 to
/// DS2, of classifiers that see more and more.
struct InterPatientLadder {
  let folder: String
  let seed: UInt64
  let threads: Int
  let console: Console

  private static let randomTestShare = 0.2
  private static let confidences = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99]

  private typealias Answers = RecordingTraining.Answers

  /// Trains and scores all.
  ///
  /// - Throws: `FileError`, `BoostedTreesError`.
  func scores() throws -> LadderScores {
    let records = try InterPatientRecords.read(
      (InterPatientRecords.training + InterPatientRecords.test).sorted(), folder: folder,
      threads: threads)
    var steps: [LadderScores.Step] = []
    for recipe in [RecordingRecipe(horizon: .before), .pretrained] {
      console.note("Classifiers that see \(recipe.horizon.title).")
      let training = RecordingTraining(recipe: recipe, seed: seed, threads: threads)
      let prepared = try training.prepare(records)
      let all = try validated(prepared, by: training, "44 records, \(recipe.horizon.rawValue)")
      let (ds1, ds2) = try trainedOnDS1(prepared, by: training)
      for horizon in training.recipe.horizons {
        for leads in RecordingTraining.Leads.allCases {
          for peaks in RecordingTraining.Peaks.allCases {
            let calibration = ds1.calibration(horizon, leavingOut: nil)
            steps.append(
              LadderScores.Step(
                horizon: horizon, leads: leads == .one ? .one : .all,
                beats: peaks == .annotated ? .annotated : .detected,
                crossValidation: try scores(
                  all.answers, all.probabilities(peaks, leads, horizon), peaks),
                test: try scores(
                  ds2, ds2.map { $0.probabilities(peaks, leads, horizon, by: calibration) }, peaks))
            )
          }
        }
      }
      guard recipe.horizon == .record else { continue }
      let (error, abstaining) = confidence(of: all)
      return LadderScores(
        steps: steps.sorted { ($0.leads == .one ? 0 : 1) < ($1.leads == .one ? 0 : 1) },
        randomSplit: try randomSplit(records, by: training), calibrationError: error,
        abstaining: abstaining)
    }
    preconditionFailure("the last recipe sees the record")
  }

  private func validated(
    _ records: [RecordingTraining.Prepared], by training: RecordingTraining, _ what: String
  ) throws -> RecordingTraining.Outcome {
    let bar = ProgressBar("Cross-validating, \(what)")
    defer { ProgressBar.clear() }
    return try training.crossValidate(
      records, folds: training.recipe.folds, peaks: RecordingTraining.Peaks.allCases
    ) { bar.show($0) }
  }

  /// DS1 cross-validated, which calibrates, and the answers of forests trained on it to DS2.
  private func trainedOnDS1(
    _ records: [RecordingTraining.Prepared], by training: RecordingTraining
  ) throws -> (RecordingTraining.Outcome, [Answers]) {
    let names = Set(InterPatientRecords.training)
    let ds1 = records.filter { names.contains($0.record.name) }
    let outcome = try validated(ds1, by: training, "DS1, \(training.recipe.horizon.rawValue)")
    let forests = try training.forests(of: ds1)
    let answers = try records.filter { !names.contains($0.record.name) }.map {
      try training.answers(
        to: $0, by: forests, fold: 0, peaks: RecordingTraining.Peaks.allCases)
    }
    return (outcome, answers)
  }

  private func randomSplit(
    _ records: [LabelledRecording], by training: RecordingTraining
  ) throws -> RecordScores {
    let split = records.map { $0.splitByBeat(testShare: Self.randomTestShare, seed: seed) }
    let forests = try training.forests(of: training.prepare(split.map(\.training)))
    let answers = try training.prepare(split.map(\.test)).map {
      try training.answers(to: $0, by: forests, fold: 0, peaks: [.annotated])
    }
    let calibration = ClassCalibration.none(classes: BeatTask.arrhythmia.classes.count)
    return try scores(
      answers, answers.map { $0.probabilities(.annotated, .all, .record, by: calibration) },
      .annotated)
  }

  /// How far confidence can be trusted, and what abstaining gains.
  private func confidence(
    of outcome: RecordingTraining.Outcome
  ) -> (error: Double, abstaining: [LadderScores.Abstaining]) {
    let classes = BeatTask.arrhythmia.classes.count
    var beats: [(confidence: Double, isRight: Bool)] = []
    for (answer, probabilities) in zip(
      outcome.answers, outcome.probabilities(.annotated, .all, .record))
    {
      for (beat, label) in answer.record.annotated.labels.enumerated() {
        guard let label else { continue }
        let row = probabilities[beat * classes..<(beat + 1) * classes]
        let largest = row.max() ?? 0
        beats.append((Double(largest), row[row.startIndex + label] == largest))
      }
    }
    let count = Double(beats.count)
    let bins = Dictionary(grouping: beats) { min(Int($0.confidence * 15), 14) }
    let error = bins.values.reduce(0.0) { sum, bin in
      let right = Double(bin.count { $0.isRight })
      return sum + abs(right - bin.reduce(0) { $0 + $1.confidence }) / count
    }
    return (
      error,
      Self.confidences.map { below in
        let kept = beats.filter { $0.confidence >= below }
        return LadderScores.Abstaining(
          below: below, coverage: Double(kept.count) / count,
          accuracy: Double(kept.count { $0.isRight }) / Double(max(kept.count, 1)))
      }
    )
  }

  private func scores(
    _ answers: [Answers], _ probabilities: [[Float]], _ peaks: RecordingTraining.Peaks
  ) throws -> RecordScores {
    let settings = try ComparisonSettings(start: 0, map: .literature)
    let symbols = BeatTask.arrhythmia.classes.map { Character($0.symbol) }
    return RecordScores(
      zip(answers, probabilities).map { answer, probabilities in
        let record = answer.record
        let classes = RecordingClassifier.classes(of: probabilities, symbols.count)
        let matrix: BeatMatrix
        switch peaks {
        case .annotated:
          let labels = record.annotated.labels
          let known = labels.indices.filter { labels[$0] != nil }
          matrix = BeatMatrix(
            labels: known.map { labels[$0] ?? 0 }, predictions: known.map { classes[$0] })
        case .detected:
          let test = AnnotationFile(
            annotations: zip(record.detected.peaks, classes).map {
              Annotation(sample: $0, symbol: symbols[$1])
            })
          matrix =
            RecordComparison(
              record: record.name, reference: record.reference, test: test,
              frequency: record.frequency, sampleCount: record.sampleCount, settings: settings
            ).matrix
        }
        return RecordScores.Record(name: record.name, matrix: matrix)
      }, seed: seed)
  }
}
