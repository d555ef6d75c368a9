import Foundation

extension RecordedSignal {
  /// The spans that an electrocardiogram in mV has, from a QRS complex that can just be seen to
  /// waves and baseline together that no recorder for the skin has.
  fileprivate static let plausibleSpans: ClosedRange<Float> = 0.05...20

  /// From the lowest to the highest sample of the file's beginning, where nobody says the unit
  /// and that is none of an electrocardiogram in mV: steps of a converter, or another unit. Nil
  /// where it may be one.
  var implausibleSpan: Float? {
    guard let glimpse, !glimpse.isUnitStated, !glimpse.isFlat, !glimpse.isTwoLevels,
      let range = glimpse.range
    else { return nil }
    let span = range.upperBound - range.lowerBound
    return Self.plausibleSpans.contains(span) ? nil : span
  }
}

extension RecordingFile {
  /// What to tell of a signal whose samples cannot be mV though they have no other unit, or cannot
  /// have the unit that they are said to have, in sentences without a full stop at the end; nil
  /// where there is nothing to tell.
  package func unitRemark(on signal: Int) -> String? {
    let title = signals[signal].title(at: signal)
    if let span = signals[signal].implausibleSpan {
      return
        "\(title) has no unit, and its samples span \(Self.text(span)), which no "
        + "electrocardiogram in mV does: its amplitudes say nothing. Give the unit, such as uV, unless they "
        + "are steps of a converter"
    }
    let unit = signals[signal].storedUnit
    if [.edf, .bdf].contains(format), !signals[signal].isVoltage {
      let fitting = typicalSpan(of: signal).flatMap { fittingUnit(for: $0, insteadOf: "mV") }
      let found = unit.isEmpty ? "no unit" : "the unit \(unit), which is no voltage"
      return "\(title) has \(found): its amplitudes say nothing" + (fitting.map { ". \($0)" } ?? "")
    }
    guard signals[signal].glimpse?.isUnitStated ?? true, signals[signal].isVoltage,
      let span = typicalSpan(of: signal), !RecordedSignal.plausibleSpans.contains(span)
    else { return nil }
    let reason =
      span > RecordedSignal.plausibleSpans.upperBound
      ? "more than any electrocardiogram: its unit is wrong"
      : "less than any electrocardiogram: its unit is wrong, or no electrode was connected"
    let fitting = fittingUnit(for: span, insteadOf: unit).map { ". \($0)" } ?? ""
    return "\(title) spans \(Self.text(span)) mV by its unit, \(unit), \(reason)\(fitting)"
  }

  private static func text(_ number: Float) -> String { String(format: "%g", number) }

  /// The spans that most leads have, in mV: a unit by which one is there is likely.
  private static let usualSpans: ClosedRange<Float> = 0.3...8

  /// A sentence about the unit that a signal has in all likelihood; nil where there is none.
  private func fittingUnit(for span: Float, insteadOf unit: String) -> String? {
    guard let stated = VoltageUnit.millivolts(in: unit) else { return nil }
    for name in VoltageUnit.names {
      let other = Float((VoltageUnit.millivolts(in: name) ?? 1) / stated) * span
      if Self.usualSpans.contains(other) { return "In \(name) it would be \(Self.text(other)) mV" }
    }
    return nil
  }

  /// Seconds of a stretch that are looked at: some ten beats.
  private static let stretch = 10.0
  /// What of a stretch lies outside its span on either side: spikes, and steps of electrodes.
  private static let outside = 0.005

  /// What the samples of a signal span in mV in the middle one of three stretches, so that neither
  /// spikes nor what was recorded before the electrodes were in their places counts; nil where no
  /// two samples differ.
  private func typicalSpan(of signal: Int) -> Float? {
    guard var reader = try? reader(signals: [signal]), let width = reader.samplesPerFrame.first
    else { return nil }
    let count = min(Int((Self.stretch * reader.frameRate).rounded(.up)), reader.frameCount)
    let spans = [1, 3, 5].compactMap { sixth -> Float? in
      reader.seek(to: max(0, reader.frameCount * sixth / 6 - count / 2))
      let samples = (try? reader.next(count))?.samples[0].filter(\.isFinite).sorted() ?? []
      guard samples.count >= count * width / 4, !samples.isEmpty else { return nil }
      let left = Int(Double(samples.count) * Self.outside)
      let span = samples[samples.count - 1 - left] - samples[left]
      return span > 0 ? span : nil
    }
    return spans.isEmpty ? nil : spans.sorted()[spans.count / 2]
  }
}
