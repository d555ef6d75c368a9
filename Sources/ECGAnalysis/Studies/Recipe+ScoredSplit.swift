import ECGClassifier
import ECGDatasets
import ECGText

extension Recipe {
  /// The split of a study that scores networks on the beats set apart, of which
  /// there has to be one.
  ///
  /// - Parameter purpose: why they are needed, such as "recipes are compared".
  /// - Throws: ``StudyError`` where none are set apart.
  func scoredSplit(of beats: BeatDataset, where purpose: String) throws -> BeatSplit {
    guard validationShare > 0 else {
      throw StudyError(
        "validation.share: expected a number above 0, since \(purpose) on the beats set apart, found 0"
      )
    }
    let split = split(of: beats)
    guard !split.validation.isEmpty else {
      throw StudyError(
        "validation.share: expected beats to be set apart, since \(purpose) on them, found "
          + "none: \(validationShare) of \(beats.count.counted("beat")) is too little")
    }
    return split
  }
}
