import ECGDatasets

extension BeatDataset {
  /// The samples in a second; nil where beats are of an unusual length, and nobody knows.
  var samplingRate: Double? {
    guard samplesPerBeat == BeatCSV.usualSamplesPerBeat else { return nil }
    return task == .infarction && !isSynthetic
      ? PTBBeats.samplingRate : SyntheticBeats.samplingRate
  }
}
