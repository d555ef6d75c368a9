import Foundation

/// How much the heart's rhythm varies, by frequency: the power of its NN intervals in the bands of
/// the Task Force (Circulation 93, 1996), in ms².
///
/// Welch's method: the intervals over time, as a quadratic spline through their ends at 4 Hz,
/// in windows of five minutes (Hann, half overlapping), whose powers are averaged. Windows lie
/// where NN intervals lie together, with breaks of no more than 10 s, over which the curve goes
/// on; a window counts where NN intervals are at least 80 % of it. Between ectopic beats that
/// come all the time the curve would be mostly made up, and its power many times the variance
/// of the intervals.
public struct VariabilitySpectrum: Codable, Equatable, Sendable {
  /// 0.0033 to 0.04 Hz.
  public let veryLow: Double
  /// 0.04 to 0.15 Hz.
  public let low: Double
  /// 0.15 to 0.4 Hz.
  public let high: Double
  /// The low by the high; nil where there is no high.
  public let lowToHigh: Double?
  /// The windows that were averaged.
  public let windows: Int

  private static let bands = [0.0033..<0.04, 0.04..<0.15, 0.15..<0.4]
  private static let rate = 4.0
  /// The samples of a window.
  private static let window = 1_200
  /// The samples that a window is filled up to with zeros, so that bands have sharper ends.
  private static let padded = 2 * window
  /// The seconds between two NN intervals that part them.
  private static let longestBreak = 10.0
  /// The share of a window that is NN intervals, at the least.
  private static let leastCovered = 0.8

  /// - Returns: nil where in no five minutes enough intervals lie together.
  init?(_ nn: NormalIntervals) {
    let top = Int(Double(Self.padded) * Self.bands[2].upperBound / Self.rate) + 1
    var power = [Double](repeating: 0, count: top)
    var windows = 0
    for stretch in nn.stretches(longestBreak: Self.longestBreak) where stretch.count > 2 {
      let ends = Array(nn.ends[stretch])
      let values = Array(nn.values[stretch])
      let count = Int((ends[ends.count - 1] - ends[0]) * Self.rate)
      guard count >= Self.window else { continue }
      var curve = QuadraticSpline(ends, values).values(
        at: (0...count).map { ends[0] + Double($0) / Self.rate })
      let mean = curve.reduce(0, +) / Double(curve.count)
      for index in curve.indices { curve[index] -= mean }
      var first = 0
      for start in stride(from: 0, through: curve.count - Self.window, by: Self.window / 2) {
        let from = ends[0] + Double(start) / Self.rate
        let seconds = Double(Self.window) / Self.rate
        while ends[first] < from { first += 1 }
        var (covered, next) = (0.0, first)
        while next < ends.count, ends[next] < from + seconds {
          covered += values[next] / 1_000
          next += 1
        }
        guard covered >= Self.leastCovered * seconds else { continue }
        Self.add(curve[start..<start + Self.window], to: &power)
        windows += 1
      }
    }
    guard windows > 0 else { return nil }
    let weights = Self.hann.reduce(0) { $0 + $1 * $1 }
    // Of a real signal, whose power lies half at negative frequencies.
    let scale = 2 / (Self.rate * weights * Double(windows))
    let step = Self.rate / Double(Self.padded)
    let sums = Self.bands.map { band -> Double in
      let inside = power.indices.filter { band.contains(Double($0) * step) }
      return zip(inside, inside.dropFirst()).reduce(0) {
        $0 + (power[$1.0] + power[$1.1]) / 2 * step * scale
      }
    }
    (veryLow, low, high) = (sums[0], sums[1], sums[2])
    lowToHigh = high > 0 ? low / high : nil
    self.windows = windows
  }

  private static let hann = (0..<window).map {
    0.5 - 0.5 * cos(2 * Double.pi * Double($0) / Double(window))
  }

  private static let cosines = (0..<padded).map { cos(2 * Double.pi * Double($0) / Double(padded)) }

  /// Adds the power of a window. Of its 1,201 frequencies a fifth is wanted: sums as they stand
  /// take less than a second for a day, and need no library.
  private static func add(_ samples: ArraySlice<Double>, to power: inout [Double]) {
    let (samples, cosines) = (zip(samples, hann).map { $0 * $1 }, cosines)
    for frequency in power.indices {
      var (real, imaginary) = (0.0, 0.0)
      var phase = 0
      for sample in samples {
        real += sample * cosines[phase]
        // A quarter of a turn before the cosine lies the sine.
        imaginary +=
          sample * cosines[phase < padded / 4 ? phase + 3 * padded / 4 : phase - padded / 4]
        phase += frequency
        if phase >= padded { phase -= padded }
      }
      power[frequency] += real * real + imaginary * imaginary
    }
  }
}
