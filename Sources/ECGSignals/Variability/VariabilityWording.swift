import ECGText
import Foundation

/// Heart rate variability in words.
public struct VariabilityWording: Sendable {
  private let variability: HeartRateVariability

  /// - Parameter variability: what is told.
  public init(_ variability: HeartRateVariability) { self.variability = variability }

  /// The measures by name, with their units.
  public var measures: [(name: String, value: String)] {
    func text(_ value: Double?, _ digits: Int, _ unit: String) -> String {
      value.map { String(format: "%.\(digits)f\(unit)", $0) } ?? "–"
    }
    var measures = [
      ("NN intervals", "\(variability.intervals)"),
      ("mean NN", text(variability.meanNN, 0, " ms")),
      ("SDNN", text(variability.sdnn, 0, " ms")),
      ("SDANN", text(variability.sdann, 0, " ms")),
      ("SDNN index", text(variability.sdnnIndex, 0, " ms")),
      ("RMSSD", text(variability.rmssd, 0, " ms")),
      ("pNN50", variability.pnn50?.percent(decimals: 1) ?? "–"),
      ("triangular index", text(variability.triangularIndex, 1, "")),
    ]
    if let spectrum = variability.spectrum {
      measures += [
        ("VLF", text(spectrum.veryLow, 0, " ms²")), ("LF", text(spectrum.low, 0, " ms²")),
        ("HF", text(spectrum.high, 0, " ms²")), ("LF/HF", text(spectrum.lowToHigh, 2, "")),
      ]
    }
    return measures
  }

  /// The measures that are known, in a line: the number of intervals too, as a few of them say little.
  public var text: String {
    measures.filter { $0.value != "–" }.map { "\($0.name) \($0.value)" }
      .joined(separator: ", ")
  }
}
