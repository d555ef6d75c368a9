import ECGDatasets
import ECGClassifier
import ECGNeuralNetwork

/// Finds out which part of each of many beats decided, and shows how far it is.
enum Explaining {
  /// Beats between two looks at the progress.
  private static let beatsAtOnce = 64

  /// The attributions of beats to their most probable classes.
  static func attributions(
    of values: BeatValues, by model: HeartbeatClassifier, threads: Int
  ) throws -> [IntegratedGradients.Attribution] {
    let bar = ProgressBar("Explaining")
    defer { ProgressBar.clear() }
    var attributions: [IntegratedGradients.Attribution] = []
    attributions.reserveCapacity(values.beatCount)
    for start in stride(from: 0, to: values.beatCount, by: beatsAtOnce) {
      let beats = start..<min(start + beatsAtOnce, values.beatCount)
      attributions += try model.attributions(of: values.array(of: beats), threads: threads)
      bar.show(Double(beats.upperBound) / Double(values.beatCount))
    }
    return attributions
  }
}
