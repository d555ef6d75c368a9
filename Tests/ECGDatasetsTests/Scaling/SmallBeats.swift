import ECGDatasets

/// Six beats of four samples whose statistics were computed with NumPy and scikit-learn:
///
///     X = numpy.array([[(i*i*7 + j*13) % 17 / 16 for j in range(4)] for i in range(6)], "float32")
///     X[:, 3] = numpy.float32(0.3)
///     X = X.astype("float64")
enum SmallBeats {
  static let dataset = BeatDataset(
    task: .arrhythmia, source: .csv(["small.csv"]), samplesPerBeat: 4,
    values: (0..<24).map { value(row: $0 / 4, column: $0 % 4) },
    labels: [0, 1, 0, 1, 0, 2])

  private static func value(row: Int, column: Int) -> Float {
    column == 3 ? 0.3 : Float((row * row * 7 + column * 13) % 17) / 16
  }
}
