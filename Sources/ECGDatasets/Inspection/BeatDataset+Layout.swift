extension BeatDataset {
  /// What there is to say of how the columns of a file without a word on them were taken, where
  /// that may be wrong: a sentence; nil for nothing.
  package var layoutRemark: String? {
    guard case .csv = source, count > 1 else { return nil }
    let columns = samplesPerBeat + (isLabelled ? 1 : 0)
    if let place = labelLikeColumn {
      return """
        The \(place == 0 ? "first" : "last") of the columns taken for samples holds whole numbers alone, as labels do. \
        A file without a header has \(BeatDataset.kaggleSamplesPerBeat) samples and then the label, or a header that says \
        which column is the label.
        """
    }
    guard isLabelled, classCounts.count(where: { $0 > 0 }) == 1, let label = labels.first else {
      return nil
    }
    return """
      All \(count) beats have the label \(task.classes[label].symbol): of \(columns) columns one was taken for labels \
      and \(samplesPerBeat) for samples. If the file has no labels, its last column is a sample.
      """
  }

  /// The first or the last sample, where that is a whole number of every beat, up to 2 or more, and
  /// no other sample goes so far: the column is one of labels.
  private var labelLikeColumn: Int? {
    [0, samplesPerBeat - 1].first { place in
      var (most, mostElsewhere) = (Float(0), Float(0))
      for beat in 0..<count {
        let isWhole = values.withBeat(beat) { samples in
          for (index, sample) in samples.enumerated() where index != place {
            mostElsewhere = max(mostElsewhere, sample)
          }
          most = max(most, samples[place])
          return samples[place] >= 0 && samples[place] == samples[place].rounded()
        }
        guard isWhole else { return false }
      }
      return most >= 2 && most < Float(task.classes.count) && mostElsewhere <= 1
    }
  }
}
