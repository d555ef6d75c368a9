public import ECGParallel
import ECGDatasets
public import ECGNeuralNetwork

/// Which part of a beat decided.
///
/// Integrated gradients (see `IntegratedGradients`) from the smoothed beat to the beat itself:
/// the smoothed beat has the level and the length of the beat, but not its waves, so the shares
/// say which waves speak for the class and which against it. What the length alone says is part
/// of the baseline.
extension HeartbeatClassifier {
  /// Half the width of the window that makes the baseline, in samples: waves shorter than that go.
  private static let smoothing = 10
  /// Half the width of the window that a share is spread over, in samples: single
  /// samples say little.
  private static let spread = 3

  /// What the samples of beats add to the log-odds of a class, which are those of its calibrated
  /// probability.
  ///
  /// The shares of a beat add up to the difference between its log-odds and those of the
  /// smoothed beat, to within a hundredth (see `IntegratedGradients`). They are spread over
  /// seven samples each.
  ///
  /// - Parameters:
  ///   - values: `N × L` samples as they stand in the files, not yet scaled.
  ///   - targets: the class to explain for each beat, `N`; nil for the one it is taken for.
  ///   - threads: how many threads share the work. The result does not depend on it.
  /// - Returns: `N` attributions with `L` shares each.
  /// - Throws: `NetworkError` where `values` is not a whole number of beats, or a
  ///   target is no class.
  public func attributions(
    of values: [Float], targets: [Int]? = nil, threads: Int = ThreadCount.allCores
  ) throws -> [IntegratedGradients.Attribution] {
    try checkWholeBeats(values)
    let beats = stride(from: 0, to: values.count, by: samplesPerBeat).map {
      Array(values[$0..<$0 + samplesPerBeat])
    }
    var (scaled, baselines) = (values, beats.flatMap(Self.smoothed))
    scaler.apply(to: &scaled)
    scaler.apply(to: &baselines)
    let targets =
      try targets
      ?? task.decisions(probabilities(of: values, threads: threads), threshold: threshold)
    return try IntegratedGradients(
      members.map(\.network), temperature: calibration.temperature, threads: threads
    ).attributions(of: scaled, from: baselines, targets: targets).map {
      .init(
        target: $0.target, logOdds: $0.logOdds, baselineLogOdds: $0.baselineLogOdds,
        shares: Self.spread($0.shares))
    }
  }

  /// The beat without its waves: each sample the mean of those around it, within the beat.
  static func smoothed(_ beat: [Float]) -> [Float] {
    // The zeros that fill a beat to its full length are no signal.
    let end = (beat.lastIndex { $0 != 0 } ?? -1) + 1
    return beat.indices.map { position in
      guard position < end else { return 0 }
      let window = max(0, position - smoothing)...min(end - 1, position + smoothing)
      return beat[window].reduce(0, +) / Float(window.count)
    }
  }

  /// The shares, each dealt out evenly over the samples around it. Their sum stays.
  static func spread(_ shares: [Float]) -> [Float] {
    var result = [Float](repeating: 0, count: shares.count)
    for position in shares.indices {
      let window = max(0, position - spread)...min(shares.count - 1, position + spread)
      for sample in window { result[sample] += shares[position] / Float(window.count) }
    }
    return result
  }
}
