import ECGDatasets

extension HeartbeatClassifier {
  /// The samples in a second of the beats it was trained on, in Hz; nil where nobody knows, as in
  /// `BeatDataset.samplingRate`.
  public var samplingRate: Double? {
    task.samplingRate(ofBeatsWith: samplesPerBeat, isSynthetic: isSynthetic)
  }

  /// Whether it is known to have learnt from beats that are cut as Kaggle's: those of its files, or
  /// of records, which are cut alike. Beats of others may be cut in any way.
  var isTrainedOnUsualCut: Bool {
    !isSynthetic
      && (isTrainedOnOfficialPart || trainedBeats.map { !$0.records.isEmpty } ?? false)
  }

  /// Whether it was trained on the training part of the Kaggle files, as
  /// `MITBIHBeats.officialSplit` has it.
  package var isTrainedOnOfficialPart: Bool {
    dataFingerprint == MITBIHBeats.officialTrainingFingerprint
  }
}
