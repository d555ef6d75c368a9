/// A peak that may be a beat.
struct BeatCandidate: Codable, Sendable {
  /// The position of the envelope's maximum, in samples of the envelope.
  var position: Int
  /// The R peak, in samples of the signal.
  var peak = 0
  /// How far the envelope rises above its surroundings.
  var height: Float
  /// The part of the envelope that the height is: 1 where there is nothing around it.
  var prominence: Float
  /// The steepest slope nearby.
  var slope: Float
  /// How the signal looks around the R peak.
  var shape = BeatShape()
}

/// Finds the maxima of the envelope that may be beats.
struct EnvelopePeaks: Codable, Sendable {
  /// The time to either side of a maximum in which its foot is looked for, in seconds.
  private static let footTime = 0.25
  /// The time before a maximum in which its steepest slope lies, in seconds: the envelope's window.
  private static let slopeTime = 0.12

  /// By how many samples a maximum is told after it was there, at the least.
  let reach: Int
  /// The samples that were looked at.
  private(set) var position = 0
  /// The candidates in the samples last looked at, in order.
  private(set) var found: [BeatCandidate] = []

  private let refractory: Int
  private let slopeReach: Int
  private var envelope: [Float]
  private var slopes: [Float]
  /// The position of the first sample in the arrays, and how many are there.
  private var base: Int
  private var count: Int

  /// - Parameter rate: samples per second.
  init(rate: Double) {
    refractory = Int((RPeakDetector.refractoryTime * rate).rounded())
    reach = Int((EnvelopePeaks.footTime * rate).rounded())
    slopeReach = Int((EnvelopePeaks.slopeTime * rate).rounded())
    let capacity = 2 * reach + 2 + 2 * DetectionFrame.chunk * DetectionFrame.length
    envelope = [Float](repeating: 0, count: capacity)
    slopes = envelope
    // Silence comes before the first sample.
    base = -reach - 1
    count = reach + 1
  }

  /// Takes samples of the envelope and the slopes it is made of, and looks for candidates.
  mutating func append(
    _ envelope: UnsafePointer<Float>, slopes: UnsafePointer<Float>, count fresh: Int
  ) {
    if count + fresh > self.envelope.count { discardOld() }
    for index in 0..<fresh {
      self.envelope[count + index] = envelope[index]
      self.slopes[count + index] = slopes[index]
    }
    count += fresh
    let end = max(position, base + count - reach)
    if !found.isEmpty { found.removeAll(keepingCapacity: true) }
    let candidates = position - base..<end - base
    self.envelope.withUnsafeBufferPointer { envelope in
      for index in candidates where isMaximum(index, of: envelope) {
        found.append(candidate(at: index, of: envelope))
      }
    }
    position = end
  }

  private func isMaximum(_ index: Int, of envelope: UnsafeBufferPointer<Float>) -> Bool {
    let height = envelope[index]
    guard height > envelope[index - 1], height >= envelope[index + 1] else { return false }
    for distance in 1...refractory {
      guard height > envelope[index - distance], height >= envelope[index + distance] else {
        return false
      }
    }
    return true
  }

  private func candidate(
    at index: Int, of envelope: UnsafeBufferPointer<Float>
  ) -> BeatCandidate {
    var (left, right) = (envelope[index], envelope[index])
    for distance in 1...reach {
      left = min(left, envelope[index - distance])
      right = min(right, envelope[index + distance])
    }
    let height = envelope[index] - max(left, right)
    return BeatCandidate(
      position: base + index, height: height, prominence: height / envelope[index],
      slope: slopes[index - slopeReach...index].max() ?? 0)
  }

  /// Moves to the front what is still needed.
  private mutating func discardOld() {
    let kept = 2 * reach + 2
    let old = count - kept
    for index in 0..<kept {
      envelope[index] = envelope[old + index]
      slopes[index] = slopes[old + index]
    }
    base += old
    count = kept
  }
}
