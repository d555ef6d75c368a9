import Foundation

/// One wave of a beat: a Gaussian in time.
struct Wave {
  /// The height in millivolt.
  var height: Double
  /// The time of the peak in seconds after the R peak.
  var time: Double
  /// The standard deviation in seconds.
  var width: Double

  /// The wave's voltage in millivolt, `time` seconds after the R peak.
  func voltage(at time: Double) -> Double {
    let distance = (time - self.time) / width
    return height * exp(-distance * distance / 2)
  }

  /// The wave `share` of the way to another.
  func mixed(with other: Wave, share: Double) -> Wave {
    func mix(_ a: Double, _ b: Double) -> Double { a + (b - a) * share }
    return Wave(
      height: mix(height, other.height), time: mix(time, other.time),
      width: mix(width, other.width))
  }
}
