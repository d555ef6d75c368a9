package import ECGDatasets

/// The beats of a whole run, from data to scores: a part to train with and a part to test with,
/// whatever was found.
package struct BeatParts {
  package let train: BeatDataset
  package let test: BeatDataset
  /// What the person must know of the parts.
  package let remarks: [String]

  /// Whether the split is that of the Kaggle files, by the sizes of the parts: the order of
  /// the files, and so their fingerprint, is another than that of the parts that are cut
  /// from the records.
  package var isOfficialSplit: Bool {
    train.count == MITBIHBeats.officialTrainingCount && test.count == MITBIHBeats.officialTestCount
  }

  /// Reads what was found.
  ///
  /// - Throws: `FileError`.
  package init(_ source: BeatSource, seed: UInt64) throws {
    let parts = try source.labelled()
    if let train = parts.train, let test = parts.test {
      self.init(train: train, test: test, remarks: source.splitRemark(train).map { [$0] } ?? [])
    } else {
      self.init(
        splitting: try parts.train ?? source.training(), seed: seed,
        remark: "There is no test part: a fifth of the beats, drawn with the seed, is set apart.")
    }
  }

  /// Makes up beats, about as many as train in a minute.
  package init(syntheticWithSeed seed: UInt64, task: BeatTask) {
    let counts = task == .infarction ? [1000, 2000] : [1500, 500, 800, 200, 500]
    self.init(
      splitting: SyntheticBeats(seed: seed, task: task).dataset(counts: counts),
      seed: seed, remark: "")
  }

  /// Splits beats by class; the seed decides which of them are in which part.
  init(splitting beats: BeatDataset, seed: UInt64, remark: String = "") {
    let split = StratifiedSplit(
      labels: beats.labels, validationShare: TestPart.share, seed: seed)
    self.init(
      train: beats.selecting(split.training), test: beats.selecting(split.validation),
      remarks: remark.isEmpty ? [] : [remark])
  }

  private init(train: BeatDataset, test: BeatDataset, remarks: [String]) {
    self.train = train
    self.test = test
    self.remarks = remarks
  }
}
