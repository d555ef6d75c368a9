public import ECGParallel
import ECGDatasets
import ECGNeuralNetwork

extension HeartbeatClassifier {
  /// The numbers in which the network sees beats before its last layer decides; of several
  /// networks the first.
  ///
  /// - Parameters:
  ///   - values: `N × L` samples as they stand in the files, not yet scaled.
  ///   - threads: how many threads share the work. The result does not depend on it.
  /// - Returns: `N × D` activations, and `D`.
  /// - Throws: `NetworkError` where `values` is not a whole number of beats.
  public func lastActivations(
    of values: [Float], threads: Int = ThreadCount.allCores
  ) throws -> (values: [Float], count: Int) {
    var scaled = values
    scaler.apply(to: &scaled)
    let predictor = Predictor(members[0].network, threads: threads)
    return (try predictor.lastActivations(of: scaled), predictor.lastActivationCount)
  }
}
