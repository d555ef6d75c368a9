import ECGFiles

/// The heartbeats of the PTB Diagnostic ECG Database: healthy controls against
/// myocardial infarction.
public enum PTBBeats {
  /// The samples in a second that the files' description gives.
  public static let samplingRate = 125.0

  /// Puts the beats of `ptbdb_normal.csv` and `ptbdb_abnormal.csv` together, in that order, with
  /// where they came from where that is known of all.
  ///
  /// - Throws: `FileError` where their beats differ in length, or where the labels of a file are
  ///   not 0 throughout for normal beats and 1 for abnormal ones.
  public static func joined(normal: BeatDataset, abnormal: BeatDataset) throws -> BeatDataset {
    for (label, part) in [normal, abnormal].enumerated() {
      let path = "\(part.source)"
      guard part.isLabelled else {
        throw FileError(
          .badData, path: path, "expected a label with every beat, found none",
          remedy: "Take the file as Kaggle publishes it: 187 samples and a label in each row")
      }
      if let position = part.labels.firstIndex(where: { $0 != label }) {
        throw FileError(
          .badData, path: path,
          "expected the label \(label) throughout, found \(part.labels[position]) with beat \(position + 1)",
          remedy: "Check that the two files have not been mixed up")
      }
    }
    let (first, second) = (normal.samplesPerBeat, abnormal.samplesPerBeat)
    guard first == second else {
      throw FileError(
        .badData, path: "\(abnormal.source)",
        "expected beats of \(first) samples as in the other file, found beats of \(second)",
        remedy: "Take both files from one source")
    }
    // What is made up in part is made up.
    let synthetic = [normal, abnormal].first(where: \.isSynthetic)?.source
    return BeatDataset(
      task: .infarction,
      source: synthetic ?? .csv([normal.source, abnormal.source].flatMap(\.paths)),
      samplesPerBeat: first,
      values: [normal, abnormal].flatMap { $0.values.array(of: 0..<$0.count) },
      labels: normal.labels + abnormal.labels,
      origins: normal.origins.flatMap { normal in abnormal.origins.map { normal + $0 } })
  }

  /// Splits beats whose patients are not known: at random by beat, with both classes
  /// in their shares.
  ///
  /// Beats of one patient are in both parts, so a score on the test part says little about new
  /// patients.
  public static func randomSplit(_ beats: BeatDataset) -> (train: BeatDataset, test: BeatDataset) {
    let split = StratifiedSplit(
      labels: beats.labels, validationShare: TestPart.share, seed: TestPart.seed)
    return (beats.selecting(split.training), beats.selecting(split.validation))
  }
}

extension BeatDataset.Source {
  /// The files that the beats were read from.
  fileprivate var paths: [String] {
    switch self {
    case .csv(let paths): paths
    case .records(let folder): [folder]
    case .safetensors(let path, _): [path]
    case .synthetic: []
    }
  }
}
