package import ECGBeats
package import NeuralNetwork

/// Which part of a beat of a recording decided, as far as its shape did.
extension RecordingClassifier {
  /// The points on the way from the baseline at which gradients are taken.
  private static let steps = 64

  /// What the samples of a beat add to the log-odds of a class.
  ///
  /// Integrated gradients, as for the beats of `HeartbeatClassifier`: from the beat without its waves to
  /// the beat itself. The rhythm and the neighbouring beats stay as they are on the way, so that what
  /// they say is part of the baseline.
  ///
  /// - Parameters:
  ///   - beats: the beats of a recording.
  ///   - beat: which of them.
  ///   - target: the class to explain.
  ///   - threads: how many threads share the work. The result does not depend on it.
  /// - Returns: the attribution with a share for each of the ``RecordingBeats/samplesPerBeat`` samples.
  /// - Throws: `NetworkError` where the target is no class or the samples are not finite.
  package func attribution(
    of beat: Int, in beats: RecordingBeats, target: Int, threads: Int = 1
  ) throws -> IntegratedGradients.Attribution {
    let length = RecordingBeats.samplesPerBeat
    let channels = RecordingBeats.channels(recipe.horizon)
    let size = recipe.exampleSize
    let example = [Float](unsafeUninitializedCapacity: size) { values, count in
      values.initialize(repeating: 0)
      beats.load(beat, horizon: recipe.horizon, into: values)
      count = size
    }
    let smoothed = HeartbeatClassifier.smoothed((0..<length).map { example[$0 * channels] })
    // The channels that the beat's own samples are in: its shape, its difference from the shape of the
    // beats before it and, where it is seen, from that of the record.
    let own =
      RecordingBeats.shapeChannels(recipe.horizon) > 4
      ? [0, 1, 4] : RecordingBeats.shapeChannels(recipe.horizon) > 1 ? [0, 1] : [0]
    var baseline = example
    for index in 0..<length {
      let wave = example[index * channels] - smoothed[index]
      for channel in own { baseline[index * channels + channel] -= wave }
    }
    let found = try IntegratedGradients(networks, steps: Self.steps, threads: threads)
      .attributions(of: example, from: baseline, targets: [target])[0]
    let shares = (0..<length).map { index in
      own.reduce(Float(0)) { $0 + found.shares[index * channels + $1] }
    }
    return .init(
      target: found.target, logOdds: found.logOdds, baselineLogOdds: found.baselineLogOdds,
      shares: HeartbeatClassifier.spread(shares))
  }
}
