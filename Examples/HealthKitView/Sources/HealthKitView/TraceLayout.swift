/// Where the samples of an electrocardiogram stand on its paper, which runs at 25 mm/s and has
/// 10 mm to the mV.
package struct TraceLayout: Sendable {
  /// Points to the millimetre, which depends on the screen.
  package let pointsPerMillimetre: Double
  package let samplingRate: Double

  package init(pointsPerMillimetre: Double, samplingRate: Double) {
    (self.pointsPerMillimetre, self.samplingRate) = (pointsPerMillimetre, samplingRate)
  }

  /// The height of the paper: 4 mV, and a line of letters above.
  package var height: Double { 46 * pointsPerMillimetre }
  /// The width of a second.
  package var second: Double { 25 * pointsPerMillimetre }

  /// The width of so many samples.
  package func width(of samples: Int) -> Double { x(of: samples) }

  /// How far from the left a sample stands.
  package func x(of sample: Int) -> Double { Double(sample) / samplingRate * second }

  /// How far from the top a voltage in mV stands: zero a little below the middle, as R waves go up.
  package func y(of voltage: Float) -> Double { (30 - 10 * Double(voltage)) * pointsPerMillimetre }

  /// Stretches of samples that can be drawn in one line: there is none where samples are missing.
  package func stretches(of voltages: [Float]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start: Int?
    for sample in voltages.indices {
      if voltages[sample].isFinite {
        start = start ?? sample
      } else if let first = start {
        found.append(first..<sample)
        start = nil
      }
    }
    if let first = start { found.append(first..<voltages.count) }
    return found
  }
}
