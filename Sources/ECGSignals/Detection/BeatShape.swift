/// How the signal looks around the R peak of a candidate, sampled in steps of 8 ms at any rate.
///
/// A QRS complex bends sharply, because the excitation runs through the ventricles in 0.1 s; T and
/// P waves bend slowly, however tall they are. The band of the detector's envelope lies so low that
/// a tall narrow T wave weighs as much in it as a small QRS complex; a second difference over 16 ms
/// tells them apart.
struct BeatShape: Codable, Sendable, Equatable {
  /// The step in seconds.
  static let step = 0.008
  /// The samples of the shape, of which number ``centre`` is the R peak.
  static let count = 32
  static let centre = 16
  /// The samples to either side of the peak that count: those of a QRS complex.
  private static let reach = 8
  /// The distance of the samples of a second difference: 16 ms.
  private static let distance = 2

  /// The largest second difference, rectified.
  let curvature: Float
  /// From the lowest sample to the highest.
  let height: Float

  /// The curvature by the height.
  var sharpness: Float { height > 0 ? curvature / height : 0 }

  init(curvature: Float = 0, height: Float = 0) {
    (self.curvature, self.height) = (curvature, height)
  }

  init(_ samples: SIMD32<Float>) {
    var (low, high, curvature) = (Float.infinity, -Float.infinity, Float(0))
    for index in Self.centre - Self.reach...Self.centre + Self.reach {
      let sample = samples[index]
      low = min(low, sample)
      high = max(high, sample)
      let bend = samples[index - Self.distance] - 2 * sample + samples[index + Self.distance]
      curvature = max(curvature, abs(bend))
    }
    self.init(curvature: curvature, height: high - low)
  }
}
