/// A beat of a lead with all that is known before it, to be asked what would follow if it
/// looked otherwise.
package struct BeatProbe: Sendable {
  /// The beat's samples: `L`.
  package let samples: [Float]
  /// The usual beat before it: `L`.
  package let template: [Float]

  private let rhythm: [Float]
  private let isLate: Bool
  private let usual: BeatTemplate

  /// Goes through a lead up to a beat.
  ///
  /// - Precondition: there are such a lead and such a beat.
  package init(_ beat: Int, ofLead lead: Int, in beats: RecordingBeats) {
    let rhythm = RhythmFeatures(intervals: beats.intervals, side: .earlier)
    var usual = BeatTemplate()
    var features = [Float](repeating: 0, count: BeatTemplate.count)
    for index in 0..<beat {
      beats.leads[lead][index].withUnsafeBufferPointer { samples in
        features.withUnsafeMutableBufferPointer {
          _ = usual.take(samples, isLate: rhythm.isLate[index], into: $0)
        }
      }
    }
    samples = beats.leads[lead][beat]
    template = usual.shape.isEmpty ? samples : usual.shape
    let count = RhythmFeatures.count
    self.rhythm = Array(rhythm.values[beat * count..<(beat + 1) * count])
    isLate = rhythm.isLate[beat]
    self.usual = usual
  }

  /// The beat's features if it had these samples: `D`.
  ///
  /// - Precondition: there are `L` samples.
  package func features(of samples: [Float]) -> [Float] {
    features(of: samples, rhythm: rhythm, isLate: isLate)
  }

  /// The beat's features if it had these samples and came as usual, the intervals around it as long
  /// as those before: `D`. How restless the rhythm was before it stays.
  ///
  /// - Precondition: there are `L` samples.
  package func featuresAtUsualRhythm(of samples: [Float]) -> [Float] {
    var usual = rhythm
    for feature in RhythmFeatures.ratios { usual[feature] = 0 }
    return features(of: samples, rhythm: usual, isLate: true)
  }

  private func features(of samples: [Float], rhythm: [Float], isLate: Bool) -> [Float] {
    var (usual, shape) = (usual, [Float](repeating: 0, count: BeatTemplate.count))
    samples.withUnsafeBufferPointer { samples in
      shape.withUnsafeMutableBufferPointer { _ = usual.take(samples, isLate: isLate, into: $0) }
    }
    return rhythm + shape
  }
}
