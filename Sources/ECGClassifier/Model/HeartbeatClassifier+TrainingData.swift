import ECGDatasets

extension HeartbeatClassifier {
  /// The samples in a second of the beats it was trained on, in Hz; nil where nobody knows, as in
  /// `BeatDataset.samplingRate`.
  public var samplingRate: Double? {
    task.samplingRate(ofBeatsWith: samplesPerBeat, isSynthetic: isSynthetic)
  }

  /// Whether it was trained on the training part of the Kaggle files, as `MITBIHBeats.officialSplit` has it.
  package var isTrainedOnOfficialPart: Bool {
    dataFingerprint == MITBIHBeats.officialTrainingFingerprint
  }
}
