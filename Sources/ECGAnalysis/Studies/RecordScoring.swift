package import ECGSignals
package import ECGDatasets
package import ECGClassifier
package import ECGEvaluation
import ECGRecordings

/// Scores what classifiers of recordings answer, record by record.
package struct RecordScoring {
  /// The seed of the intervals.
  private let seed: UInt64

  package init(seed: UInt64) { self.seed = seed }

  /// - Parameters:
  ///   - answers: whose records are scored.
  ///   - probabilities: the class probabilities of each record's beats.
  ///   - peaks: the beats that were classified.
  package func scores(
    _ answers: [RecordingTraining.Answers], _ probabilities: [[Float]],
    _ peaks: LabelledRecording.Peaks
  ) throws -> RecordScores {
    try scores(
      answers, classes: probabilities.map { BeatTask.arrhythmia.decisions($0) }, peaks)
  }

  /// The same where the classes are known that beats are taken for.
  package func scores(
    _ answers: [RecordingTraining.Answers], classes: [[Int]], _ peaks: LabelledRecording.Peaks
  ) throws -> RecordScores {
    RecordScores(
      try zip(answers, classes).map { answer, classes in
        RecordScores.Record(
          name: answer.record.name, patient: answer.record.patient,
          matrix: try matrix(answer.record, classes, peaks))
      }, seed: seed)
  }

  /// The scores of the marked beats of other records.
  package func scores(
    of records: [LabelledRecording], by model: RecordingClassifier, context: BeatContext,
    threads: Int
  ) throws -> RecordScores {
    RecordScores(
      try records.map { record in
        RecordScores.Record(
          name: record.name, patient: record.patient,
          matrix: try matrix(
            record,
            model.classes(of: record.annotated.content, context: context, threads: threads),
            .annotated))
      }, seed: seed)
  }

  private func matrix(
    _ record: LabelledRecording, _ classes: [Int], _ peaks: LabelledRecording.Peaks
  ) throws -> BeatMatrix {
    switch peaks {
    case .annotated:
      let labels = record.annotated.labels
      let known = labels.indices.filter { labels[$0] != nil }
      return BeatMatrix(
        labels: known.map { labels[$0] ?? 0 }, predictions: known.map { classes[$0] })
    case .detected:
      let symbols = AAMIClass.allCases.map(\.letter)
      let test = AnnotationFile(
        annotations: zip(record.detected.peaks, classes).map {
          Annotation(sample: $0, symbol: symbols[$1])
        }, samplingRate: record.samplingRate)
      return RecordComparison(
        record: record.name, reference: record.reference, test: test,
        samplingRate: record.frameRate,
        sampleCount: Int(Double(record.sampleCount) * record.frameRate / record.samplingRate),
        settings: try ComparisonSettings(start: 0, map: .literature)
      ).matrix
    }
  }
}
