import ECGDatasets
public import ECGSignals
import Foundation
public import ECGNeuralNetwork

/// Which part of a beat of a recording decided, and how far its rhythm did.
extension RecordingClassifier {
  /// The samples that are put in place at once: 33 ms.
  private static let step = 4

  /// What the samples of a beat add to the log-odds of a class.
  ///
  /// The usual beat of the patient is turned into the beat, step by step, and each step is credited
  /// with what it changes: once from the first sample on and once from the last one back, and the
  /// mean of the two is told. So the shares add up to all that the shape says. The rhythm stays as
  /// it is, so that what it says is part of the baseline; see ``rhythmShare(of:in:target:)``. Asked
  /// are the forests for which the beats before tell what is usual.
  ///
  /// - Parameters:
  ///   - beats: the beats of a recording; their first lead is explained.
  ///   - beat: which of them.
  ///   - target: the class to explain.
  /// - Returns: the attribution with a share for each of the `LeadBeats.samplesPerBeat` samples.
  /// - Throws: `BoostedTreesError` where trees do not fit.
  public func attribution(
    of beat: Int, in beats: RecordingBeats, target: Int
  ) throws -> IntegratedGradients.Attribution {
    let probe = BeatProbe(beat, ofLead: 0, in: beats)
    let length = LeadBeats.samplesPerBeat
    let starts = Array(stride(from: 0, to: length, by: Self.step))
    /// The usual beat on its way to the beat, and the log-odds at each step.
    func odds(_ order: [Int]) throws -> [Double] {
      var shape = probe.template
      var features = probe.features(of: shape)
      for start in order {
        let range = start..<min(start + Self.step, length)
        shape.replaceSubrange(range, with: probe.samples[range])
        features += probe.features(of: shape)
      }
      return try logOdds(of: target, features)
    }
    let (forwards, backwards) = (try odds(starts), try odds(starts.reversed()))
    var shares = [Float](repeating: 0, count: length)
    for (position, start) in starts.enumerated() {
      let back = starts.count - 1 - position
      let change =
        (forwards[position + 1] - forwards[position] + backwards[back + 1] - backwards[back]) / 2
      let range = start..<min(start + Self.step, length)
      for index in range { shares[index] = Float(change) / Float(range.count) }
    }
    return .init(
      target: target, logOdds: forwards[starts.count], baselineLogOdds: forwards[0],
      shares: HeartbeatClassifier.spread(shares))
  }

  /// What the rhythm adds to the log-odds of a class, in nats: what changes where the patient's
  /// usual beat comes when the beat came and not when it was due.
  ///
  /// With it the baseline of ``attribution(of:in:target:)`` is that of a usual beat at a usual
  /// time. How restless the rhythm was before the beat is the same in both.
  ///
  /// - Parameters:
  ///   - beats: the beats of a recording; their first lead is explained.
  ///   - beat: which of them.
  ///   - target: the class to explain.
  /// - Throws: `BoostedTreesError` where trees do not fit.
  public func rhythmShare(of beat: Int, in beats: RecordingBeats, target: Int) throws -> Double {
    let probe = BeatProbe(beat, ofLead: 0, in: beats)
    let odds = try logOdds(
      of: target,
      probe.featuresAtUsualRhythm(of: probe.template) + probe.features(of: probe.template))
    return odds[1] - odds[0]
  }

  /// The log-odds of a class for each row of features, by the forests for which the beats before
  /// tell what is usual.
  private func logOdds(of target: Int, _ features: [Float]) throws -> [Double] {
    let classes = task.classes.count
    let probabilities = try Self.mean(of: forests[.earlier] ?? [], features)
    return stride(from: target, to: probabilities.count, by: classes).map { index in
      let share = min(max(Double(probabilities[index]), 1e-7), 1 - 1e-7)
      return log(share / (1 - share))
    }
  }
}
