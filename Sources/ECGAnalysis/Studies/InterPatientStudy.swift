public import ECGParallel
import ECGSignals
import ECGBoostedTrees
import ECGDatasets
import ECGClassifier
public import ECGEvaluation

/// The inter-patient protocols on the MIT-BIH records: cross-validation by patient over all 44, and
/// DS1 to DS2, of classifiers that see more and more.
public struct InterPatientStudy: Sendable {
  private let folder: String
  private let seed: UInt64
  private let threads: Int
  private let report: StudyReport

  /// Prepares a study.
  ///
  /// - Parameters:
  ///   - folder: the folder of the records.
  ///   - seed: decides what is drawn, and the intervals.
  ///   - threads: the threads that share the work.
  ///   - report: told how far it is.
  public init(
    folder: String, seed: UInt64 = 1, threads: Int = ThreadCount.allCores,
    report: StudyReport = StudyReport()
  ) {
    (self.folder, self.seed, self.threads, self.report) = (folder, seed, threads, report)
  }

  private static let confidences = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99]
  private static let familiesNamed: [Int?] = [0, 1, 3, 5, 10, nil]

  private typealias Answers = RecordingTraining.Answers

  private var scoring: RecordScoring { RecordScoring(seed: seed) }

  /// Trains and scores all.
  ///
  /// - Throws: `FileError`, `BoostedTreesError`.
  public func scores() throws -> AblationScores {
    let records = try InterPatientRecords.read(
      (InterPatientRecords.training + InterPatientRecords.test).sorted(), folder: folder,
      threads: threads)
    let causalSteps = try steps(of: try trained(RecordingRecipe(context: .before), on: records))
    let whole = try trained(.pretrained, on: records)
    let steps = try causalSteps + steps(of: whole)
    let found = whole.validatedProbabilities(.annotated, .all, .record)
    let (error, abstaining) = try confidence(of: whole.all, found)
    return AblationScores(
      steps: steps.sorted { ($0.leads == .one ? 0 : 1) < ($1.leads == .one ? 0 : 1) },
      randomSplit: try randomSplit(records, by: whole.training), calibrationError: error,
      abstaining: abstaining,
      readings: try readings(
        of: whole.all, found, whole.ds2, whole.testProbabilities(.annotated, .all, .record)),
      fibrillation: fibrillation(of: whole.all, found))
  }

  /// What classifiers of one recipe answered to records whose patients they had not seen.
  private struct Trained {
    let training: RecordingTraining
    /// The answers to all 44 records, cross-validated.
    let all: RecordingTraining.Outcome
    /// The answers to DS2 of forests trained on DS1.
    let ds2: [Answers]
    /// What makes probabilities of the answers to the records of each part, by context.
    let heads: [BeatContext: [Int: ContextHead]]
    /// What makes probabilities of the answers to DS2, by context.
    let testHeads: [BeatContext: ContextHead]

    func validatedProbabilities(
      _ peaks: LabelledRecording.Peaks, _ leads: LabelledRecording.Leads, _ context: BeatContext
    ) -> [BeatProbabilities] {
      all.probabilities(peaks, leads, context, by: heads[context] ?? [:])
    }

    func testProbabilities(
      _ peaks: LabelledRecording.Peaks, _ leads: LabelledRecording.Leads, _ context: BeatContext
    ) -> [BeatProbabilities] {
      ds2.map { $0.probabilities(peaks, leads, context, by: testHeads[context] ?? .none) }
    }
  }

  private func trained(
    _ recipe: RecordingRecipe, on records: [LabelledRecording]
  ) throws -> Trained {
    report.note("Context \(recipe.context.rawValue): \(recipe.context.title).")
    let training = RecordingTraining(recipe: recipe, seed: seed, threads: threads)
    let prepared = training.prepare(records)
    let all = try validated(prepared, by: training, "44 records, \(recipe.context.rawValue)")
    let (ds1, ds2) = try trainedOnDS1(prepared, by: training)
    let contexts = recipe.contexts
    return Trained(
      training: training, all: all, ds2: ds2,
      heads: Dictionary(uniqueKeysWithValues: contexts.map { ($0, all.heads($0)) }),
      testHeads: Dictionary(uniqueKeysWithValues: contexts.map { ($0, ds1.head($0)) }))
  }

  /// The scores of classifiers of a recipe, for each context that it has and all that may be
  /// seen of a recording.
  private func steps(of trained: Trained) throws -> [AblationScores.Step] {
    var steps: [AblationScores.Step] = []
    for context in trained.training.recipe.contexts {
      for leads in LabelledRecording.Leads.allCases {
        for peaks in LabelledRecording.Peaks.allCases {
          steps.append(
            AblationScores.Step(
              context: context, leads: leads, beats: peaks,
              crossValidation: try scoring.scores(
                trained.all.answers,
                trained.validatedProbabilities(peaks, leads, context).map(\.classes), peaks),
              test: try scoring.scores(
                trained.ds2, trained.testProbabilities(peaks, leads, context).map(\.classes),
                peaks)))
        }
      }
    }
    return steps
  }

  private func validated(
    _ records: [RecordingTraining.Prepared], by training: RecordingTraining, _ what: String
  ) throws -> RecordingTraining.Outcome {
    let title = "Cross-validating, \(what)"
    defer { report.end() }
    return try training.crossValidate(
      records, folds: training.recipe.folds, peaks: LabelledRecording.Peaks.allCases
    ) { report.progress(title, $0, "") }
  }

  /// DS1 cross-validated, which calibrates, and the answers of forests trained on it to DS2.
  private func trainedOnDS1(
    _ records: [RecordingTraining.Prepared], by training: RecordingTraining
  ) throws -> (RecordingTraining.Outcome, [Answers]) {
    let names = Set(InterPatientRecords.training)
    let ds1 = records.filter { names.contains($0.record.name) }
    let outcome = try validated(ds1, by: training, "DS1, \(training.recipe.context.rawValue)")
    let forests = try training.forests(of: ds1)
    let answers = try records.filter { !names.contains($0.record.name) }.map {
      try training.answers(
        to: $0, by: forests, fold: 0, peaks: LabelledRecording.Peaks.allCases)
    }
    return (outcome, answers)
  }

  private func randomSplit(
    _ records: [LabelledRecording], by training: RecordingTraining
  ) throws -> RecordScores {
    let split = records.map { $0.splitByBeat(testShare: TestPart.share, seed: seed) }
    let forests = try training.forests(of: training.prepare(split.map(\.training)))
    let answers = try training.prepare(split.map(\.test)).map {
      try training.answers(to: $0, by: forests, fold: 0, peaks: [.annotated])
    }
    return try scoring.scores(
      answers,
      answers.map { $0.probabilities(.annotated, .all, .record, by: .none).classes }, .annotated)
  }

  /// How far confidence can be trusted, and what abstaining gains.
  private func confidence(
    of outcome: RecordingTraining.Outcome, _ found: [BeatProbabilities]
  ) throws -> (error: Double, abstaining: [AblationScores.Abstaining]) {
    let classes = BeatTask.arrhythmia.classes.count
    var (labels, probabilities): ([Int], [Float]) = ([], [])
    for (answer, found) in zip(outcome.answers, found) {
      for (beat, label) in answer.record.annotated.labels.enumerated() {
        guard let label else { continue }
        labels.append(label)
        probabilities += found.classes[beat * classes..<(beat + 1) * classes]
      }
    }
    let evaluation = try Evaluation(
      task: .arrhythmia, labels: labels, probabilities: probabilities)
    let curve = RiskCoverageCurve(evaluation)
    return (
      Calibration(evaluation).expectedError,
      Self.confidences.map { below in
        let point = curve.point(at: below)
        return AblationScores.Abstaining(
          below: below, coverage: point.coverage, accuracy: point.accuracy)
      }
    )
  }

  /// What a reader gains who names families.
  private func readings(
    of outcome: RecordingTraining.Outcome, _ found: [BeatProbabilities],
    _ test: [Answers], _ testFound: [BeatProbabilities]
  ) throws -> [AblationScores.Reading] {
    let sides = [(outcome.answers, found), (test, testFound)].map { answers, found in
      (
        answers,
        zip(answers, found).map { answer, found in
          ExpertReading(
            of: answer.record.annotated.content,
            predictions: BeatTask.arrhythmia.decisions(found.classes),
            probabilities: found.classes)
        }
      )
    }
    return try Self.familiesNamed.map { count in
      let outcomes = try sides.map { answers, readings in
        let classes = zip(answers, readings).map {
          $1.predictions(naming: count, labels: $0.record.annotated.labels)
        }
        return AblationScores.Reading.Outcome(
          named: try scoring.scores(answers, classes: classes.map(\.named), .annotated),
          adapted: try scoring.scores(answers, classes: classes.map(\.adapted), .annotated))
      }
      return AblationScores.Reading(
        families: count, crossValidation: outcomes[0], test: outcomes[1])
    }
  }

  /// How well fibrillation and flutter are told.
  private func fibrillation(
    of outcome: RecordingTraining.Outcome, _ found: [BeatProbabilities]
  ) -> AblationScores.Fibrillation {
    var counts = [[0, 0], [0, 0]]
    for (answer, found) in zip(outcome.answers, found) {
      guard let labels = answer.record.annotated.isFibrillation else { continue }
      for (label, probability) in zip(labels, found.fibrillation) {
        counts[label ? 1 : 0][probability > 0.5 ? 1 : 0] += 1
      }
    }
    func share(_ kind: Int) -> Double {
      Double(counts[kind][kind]) / Double(max(counts[kind][0] + counts[kind][1], 1))
    }
    return AblationScores.Fibrillation(
      beats: counts[1][0] + counts[1][1], sensitivity: share(1), specificity: share(0))
  }
}
