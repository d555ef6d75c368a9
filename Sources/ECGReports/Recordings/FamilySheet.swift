import ECGDatasets
import ECGSignals
import ECGText
import Foundation

/// The mean beats of families on millimetre paper, one panel a family, its leads side by side:
/// 25 mm a second, and all at the same gain.
struct FamilySheet {
  private let families: [ReviewFamilies.Family]
  /// Whether samples are in mV.
  private let isMillivolts: Bool
  /// The highest span of a beat with its standard deviation, in the samples' unit.
  private let span: Double
  /// Millimetres a unit.
  private let gain: Double

  /// Families that are drawn, at the most.
  static let most = 12

  /// CSS pixels in a millimetre.
  private static let millimetre = 96 / 25.4
  /// Millimetres a second, and millimetres a millivolt, halved where a beat would be
  /// higher than allowed.
  private static let (speed, standardGain, highest) = (25.0, 10.0, 25.0)
  /// The width of the sheet, the room between leads and between panels, and that for words
  /// above and below.
  private static let (width, between, gap, head, foot) = (640.0, 4.0, 18.0, 20.0, 18.0)

  /// - Precondition: there is a family.
  init(_ families: some Sequence<ReviewFamilies.Family>, isMillivolts: Bool) {
    self.families = Array(families.prefix(Self.most))
    self.isMillivolts = isMillivolts
    span = Self.span(of: self.families)
    gain = Self.gain(span: span, isMillivolts: isMillivolts)
  }

  /// The sheet as a page shows it.
  var onPage: ReportPage.Strip {
    let gain = isMillivolts ? String(format: ", %g mm/mV", self.gain) : ""
    return ReportPage.Strip(
      title: "Mean beats of families",
      caption: String(
        format: "Mean and standard deviation of the beats of %@families, all leads. %g mm/s%@.",
        families.count > 1 ? "the first \(families.count) " : "", Self.speed, gain),
      drawing: drawing)
  }

  private static func span(of families: [ReviewFamilies.Family]) -> Double {
    families.flatMap { zip($0.template, $0.spread) }.map { mean, spread in
      let (low, high) = extremes(mean, spread)
      return high - low
    }.max() ?? 0
  }

  private static func extremes(_ mean: [Float], _ spread: [Float]) -> (low: Double, high: Double) {
    (
      Double(zip(mean, spread).map { $0 - $1 }.min() ?? 0),
      Double(zip(mean, spread).map { $0 + $1 }.max() ?? 0)
    )
  }

  private static func gain(span: Double, isMillivolts: Bool) -> Double {
    guard isMillivolts else { return span > 0 ? highest / span : 1 }
    var gain = standardGain
    while span * gain > highest { gain /= 2 }
    return gain
  }

  private var drawing: String {
    let beat = Double(LeadBeats.samplesPerBeat) / SignalConditioner.nominalSamplingRate * Self.speed
    let lead = beat * Self.millimetre
    let leads = Double(families[0].template.count)
    let panel = leads * lead + (leads - 1) * Self.between
    let height = max(10, (span * gain / 5).rounded(.up) * 5) * Self.millimetre
    let columns = max(1, Int((Self.width + Self.gap) / (panel + Self.gap)))
    let rows = (families.count + columns - 1) / columns
    let full = Self.head + height + Self.foot
    let size = [
      Double(min(columns, families.count)) * (panel + Self.gap) - Self.gap + 8,
      Double(rows) * full + 8,
    ].map(coordinate)
    let panels = families.enumerated().map { number, family in
      let x = 4 + Double(number % columns) * (panel + Self.gap)
      let y = 4 + Double(number / columns) * full
      return """
        <g transform="translate(\(coordinate(x)) \(coordinate(y)))">
        \(words(family, number: number, height: height))
        \(family.template.indices.map { index in
          Self.paper(
            at: Double(index) * (lead + Self.between), width: lead, height: height)
            + curve(
              family, lead: index, at: Double(index) * (lead + Self.between), height: height)
        }.joined(separator: "\n"))
        </g>
        """
    }
    return """
      <svg role="img" aria-label="\(Markup.escaped(alternativeText))" viewBox="0 0 \(size[0]) \(size[1])" \
      width="\(size[0])" height="\(size[1])">
      \(panels.joined(separator: "\n"))
      </svg>
      """
  }

  /// What the sheet holds, for those who cannot see it.
  private var alternativeText: String {
    families.enumerated().map { number, family in
      "Family \(number + 1): \(family.beats.count) beats of class \(Self.symbol(family))"
    }.joined(separator: ". ") + "."
  }

  private static func symbol(_ family: ReviewFamilies.Family) -> String {
    BeatTask.arrhythmia.classes[family.label].symbol
  }

  private func words(_ family: ReviewFamilies.Family, number: Int, height: Double) -> String {
    let symbol = Self.symbol(family)
    let sign =
      ClassMark(symbol).map { mark in
        """
        <g class="sign \(mark.style)" transform="translate(0 2) scale(.8125)">\(mark.shape)</g>
        """
      } ?? ""
    let bottom = coordinate(Self.head + height + 13)
    return """
      \(sign)<text class="ectopic" text-anchor="start" style="text-anchor: start" x="18" y="13">\
      \(symbol) \(family.beats.count.grouped)</text>
      <text class="time" x="0" y="\(bottom)">family \(number + 1)\(family.isEarly ? ", early" : "")</text>
      """
  }

  private static func paper(at left: Double, width: Double, height: Double) -> String {
    func lines(every step: Double) -> String {
      var path = ""
      for line in stride(from: 0, through: width + 0.01, by: step * millimetre) {
        path += "M\(coordinate(left + line)) \(coordinate(head))v\(coordinate(height))"
      }
      for line in stride(from: 0, through: height + 0.01, by: step * millimetre) {
        path += "M\(coordinate(left)) \(coordinate(head + line))h\(coordinate(width))"
      }
      return path
    }
    return """
      <path d="\(lines(every: 1))"/><path class="strong" d="\(lines(every: 5))"/>
      """
  }

  /// The mean with its standard deviation, in the middle of the paper.
  private func curve(
    _ family: ReviewFamilies.Family, lead: Int, at left: Double, height: Double
  ) -> String {
    let (mean, spread) = (family.template[lead], family.spread[lead])
    let (low, high) = Self.extremes(mean, spread)
    func point(_ sample: Int, _ value: Float) -> String {
      let x = Double(sample) / SignalConditioner.nominalSamplingRate * Self.speed * Self.millimetre
      let y = (Double(value) - (low + high) / 2) * gain * Self.millimetre
      return "\(coordinate(left + x)) \(coordinate(Self.head + height / 2 - y))"
    }
    let upper = mean.indices.map { point($0, mean[$0] + spread[$0]) }
    let lower = mean.indices.reversed().map { point($0, mean[$0] - spread[$0]) }
    let style = ClassMark(Self.symbol(family)).map { " \($0.style)" } ?? ""
    return """
      <path class="tint\(style)" style="stroke: none; opacity: .35" \
      d="M\((upper + lower).joined(separator: "L"))Z"/>\
      <path class="curve" d="M\(mean.indices.map { point($0, mean[$0]) }.joined(separator: "L"))"/>
      """
  }
}
