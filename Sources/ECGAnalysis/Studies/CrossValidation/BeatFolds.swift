import ECGDatasets
import ECGEvaluation
import ECGFiles

/// Beats dealt to folds.
struct BeatFolds {
  /// One fold: the beats to train on and those to score, as indices.
  typealias Fold = (training: [Int], test: [Int])

  /// The beats; what is held together in the folds stands as their patient, so that what training
  /// sets apart is divided in the same way.
  let beats: BeatDataset
  let folds: [Fold]

  /// Deals beats.
  ///
  /// - Parameters:
  ///   - beats: labelled beats, with where they came from unless they are dealt one by one.
  ///   - division: what is held together.
  ///   - count: how many folds.
  ///   - path: where the beats came from, for messages.
  /// - Throws: `FileError` where records are not known, there are fewer of them than folds, or a
  ///   network of a fold would have nothing to learn or to be scored on.
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
      try check(from: path)
      return
    }
    guard let origins = beats.origins else {
      throw FileError(
        .badData, path: path,
        "expected beats whose \(division.rawValue)s are known, found beats without",
        remedy: beats.task == .infarction
          ? "Name the folder of the PTB records, or of files that \(.preparingPTB) wrote, or divide by beat alone"
          : """
          Name the folder of the records, or of files with the provenance that \(.preparingMITBIH) wrote beside, or \
          divide by beat alone
          """
      )
    }
    beats.origins = origins.map { origin in
      let patient = origin.patient ?? InterPatientRecords.samePatient[origin.record]
      return BeatOrigin(
        record: origin.record, sample: origin.sample, symbol: origin.symbol,
        samplingRate: origin.samplingRate,
        patient: division == .record ? origin.record : patient ?? origin.record)
    }
    self.beats = beats
    guard let folds = RecordSplit.folds(count, of: beats, seed: seed) else {
      let found = Set((beats.origins ?? []).map(\.patientOrRecord)).count
      throw FileError(
        .badData, path: path,
        "expected \(count) \(division.rawValue)s or more for as many folds, found \(found)",
        remedy: "Choose fewer folds\(with: .folds)")
    }
    self.folds = folds.map { ($0.training, $0.validation) }
    try check(from: path)
  }

  /// Refuses folds that a training would end in an error of, perhaps hours after the first.
  private func check(from path: String) throws {
    func refuse(_ problem: String) -> FileError {
      FileError(.badData, path: path, problem, remedy: "Choose fewer folds\(with: .folds)")
    }
    guard folds.allSatisfy({ !$0.test.isEmpty }) else {
      // Each class is dealt out by itself: the largest reaches the most folds.
      throw refuse(
        "expected \(folds.count) beats or more of a class for as many folds, found at most "
          + "\(beats.classCounts.max() ?? 0)")
    }
    for (number, fold) in folds.enumerated() {
      let classes = Set(fold.training.map { beats.labels[$0] })
      guard classes.count > 1 else {
        let symbols = classes.map { beats.task.classes[$0].symbol }.joined()
        throw refuse(
          "expected beats of two classes at least to train on beside those of fold \(number + 1), found "
            + "\(symbols.isEmpty ? "none" : "\(symbols) alone")")
      }
    }
  }
}
