extension BeatDataset {
  /// The samples in a second of the beats, in Hz; nil where nobody knows: where they have another
  /// length than those of the task's files, or are of a task of their own.
  ///
  /// Beats of annotated records are cut at the rate of Kaggle's, whatever the rate of the record.
  public var samplingRate: Double? {
    task.samplingRate(ofBeatsWith: samplesPerBeat, isSynthetic: isSynthetic)
  }
}

extension BeatTask {
  /// The samples in a second of beats that are cut as those of the task's files are.
  ///
  /// - Parameters:
  ///   - samplesPerBeat: `L`; beats of another length than the files' are cut in another way.
  ///   - isSynthetic: whether the beats are made up, which are all made at one rate.
  package func samplingRate(ofBeatsWith samplesPerBeat: Int, isSynthetic: Bool) -> Double? {
    guard samplesPerBeat == BeatDataset.kaggleSamplesPerBeat else { return nil }
    switch self {
    case .arrhythmia: return MITBIHBeats.samplingRate
    case .infarction: return isSynthetic ? SyntheticBeats.samplingRate : PTBBeats.samplingRate
    default: return nil
    }
  }
}
