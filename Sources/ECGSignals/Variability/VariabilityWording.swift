import ECGText

/// Heart rate variability in words.
public struct VariabilityWording: Sendable {
  private let variability: HeartRateVariability

  /// - Parameter variability: what is told.
  public init(_ variability: HeartRateVariability) { self.variability = variability }

  /// The measures by name, with their units.
  public var measures: [(name: String, value: String)] {
    func text(_ value: Double?, _ format: String) -> String { value.text(format) }
    var measures = [
      ("NN intervals", "\(variability.intervals)"),
      ("mean NN", text(variability.meanNN, "%.0f ms")),
      ("SDNN", text(variability.sdnn, "%.0f ms")),
      ("SDANN", text(variability.sdann, "%.0f ms")),
      ("SDNN index", text(variability.sdnnIndex, "%.0f ms")),
      ("RMSSD", text(variability.rmssd, "%.0f ms")),
      ("pNN50", variability.pnn50?.percent(decimals: 1) ?? "–"),
      ("triangular index", text(variability.triangularIndex, "%.1f")),
    ]
    if let spectrum = variability.spectrum {
      measures += [
        ("VLF", text(spectrum.veryLow, "%.0f ms²")), ("LF", text(spectrum.low, "%.0f ms²")),
        ("HF", text(spectrum.high, "%.0f ms²")), ("LF/HF", text(spectrum.lowToHigh, "%.2f")),
      ]
    }
    return measures
  }

  /// The measures that are known, in a line: the number of intervals too, as a few of
  /// them say little.
  public var text: String {
    measures.filter { $0.value != "–" }.map { "\($0.name) \($0.value)" }
      .joined(separator: ", ")
  }
}
