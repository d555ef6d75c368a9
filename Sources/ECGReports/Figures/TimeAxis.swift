/// Time along a beat: milliseconds where the sampling rate is known, samples elsewhere.
struct TimeAxis {
  let end: Double
  let unit: String
  private let scale: Double

  init(samples: Int, samplingRate: Double?) {
    let rate = samplingRate.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
    scale = rate.map { 1000 / $0 } ?? 1
    unit = rate == nil ? "samples" : "ms"
    end = Double(max(samples, 2) - 1) * scale
  }

  /// The time of sample `index`.
  func time(_ index: Int) -> Double { Double(index) * scale }
}
