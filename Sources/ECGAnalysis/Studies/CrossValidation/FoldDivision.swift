import ECGDatasets
import ECGFiles

/// What is held together where beats are dealt to the folds of a cross-validation.
public enum FoldDivision: String, CaseIterable, Encodable, Sendable {
  /// Nothing: beats of one patient are in training and test.
  case beat
  /// The beats of a record.
  case record
  /// The beats of a patient, who may have several records.
  case patient
}

/// Beats dealt to folds.
struct BeatFolds {
  /// One fold: the beats to train on and those to score, as indices.
  typealias Fold = (training: [Int], test: [Int])

  /// The beats; what is held together in the folds stands as their patient, so that what training sets apart is
  /// divided in the same way.
  let beats: BeatDataset
  let folds: [Fold]

  /// Deals beats.
  ///
  /// - Parameters:
  ///   - beats: labelled beats, with where they came from unless they are dealt one by one.
  ///   - division: what is held together.
  ///   - count: how many folds.
  ///   - path: where the beats came from, for messages.
  /// - Throws: `FileError` where records are not known, or there are fewer of them than folds.
  init(
    _ beats: BeatDataset, by division: FoldDivision, count: Int, seed: UInt64, from path: String
  ) throws {
    var beats = beats
    guard division != .beat else {
      // Whose beats they are is not told where they are dealt one by one, as in Kaggle's files.
      beats.origins = nil
      self.beats = beats
      folds = StratifiedSplit.folds(count, labels: beats.labels, seed: seed)
        .map { ($0.training, $0.validation) }
      return
    }
    guard let origins = beats.origins else {
      throw FileError(
        .badData, path: path,
        "expected beats whose \(division.rawValue)s are known, found beats without",
        remedy: beats.task == .infarction
          ? "Name the folder of the PTB records, or of files that ecg prepare ptbdb wrote"
          : "Name the folder of the records, or of files with the provenance that ecg prepare mitdb wrote beside"
      )
    }
    beats.origins = origins.map { origin in
      let patient = origin.patient ?? LabelledRecording.samePatient[origin.record]
      return BeatOrigin(
        record: origin.record, sample: origin.sample, symbol: origin.symbol,
        samplingRate: origin.samplingRate,
        patient: division == .record ? origin.record : patient ?? origin.record)
    }
    self.beats = beats
    guard let folds = RecordSplit.folds(count, of: beats, seed: seed) else {
      let found = Set((beats.origins ?? []).map(\.person)).count
      throw FileError(
        .badData, path: path,
        "expected \(count) \(division.rawValue)s or more for as many folds, found \(found)",
        remedy: "Choose fewer folds\(with: .folds)")
    }
    self.folds = folds.map { ($0.training, $0.validation) }
  }
}
