import Foundation

extension RecordedSignal {
  /// The spans that an electrocardiogram in mV has, from a QRS complex that can just be seen to waves and
  /// baseline together that no recorder for the skin has.
  private static let plausibleSpans: ClosedRange<Float> = 0.05...20

  /// From the lowest to the highest sample of the file's beginning, where nobody says the unit and that is
  /// none of an electrocardiogram in mV: steps of a converter, or another unit. Nil where it may be one.
  var implausibleSpan: Float? {
    guard let glimpse, !glimpse.isUnitStated, !glimpse.isFlat, !glimpse.isTwoLevels,
      let range = glimpse.range
    else { return nil }
    let span = range.upperBound - range.lowerBound
    return Self.plausibleSpans.contains(span) ? nil : span
  }
}

extension RecordingFile {
  /// What to tell of a signal without a unit whose samples cannot be mV, in a sentence without a full stop;
  /// nil where there is nothing to tell.
  package func unitRemark(on signal: Int) -> String? {
    guard let span = signals[signal].implausibleSpan else { return nil }
    let numbers = String(format: "%g", span)
    return
      "\(signals[signal].title(at: signal)) has no unit, and its samples span \(numbers), which no "
      + "electrocardiogram in mV does: its amplitudes say nothing. Give the unit, such as uV, unless they "
      + "are steps of a converter"
  }
}
