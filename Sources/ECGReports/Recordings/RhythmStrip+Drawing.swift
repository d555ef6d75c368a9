import ECGRecordings
import ECGSignals
import Foundation

/// The strip drawn as the viewer draws its trace: millimetre paper, above it the marks and letters
/// of the beats, below it the time. Colours come from the page's style.
extension RhythmStrip {
  /// CSS pixels in a millimetre.
  private static let millimetre = 96 / 25.4
  /// The paper's speed in millimetres a second.
  private static let speed = 25.0
  /// The gain in millimetres a millivolt, halved where a curve would need more than
  /// ``highestCurve``.
  private static let standardGain = 10.0
  /// Millimetres.
  private static let highestCurve = 60.0
  /// Room above the paper for marks and letters, and below it for the time, in pixels.
  private static let (head, foot) = (38.0, 16.0)
  /// The columns that are drawn, each from its lowest to its highest sample, at the most.
  private static let columns = 1500
  /// Seconds that a tint reaches to both sides of its beat, where no other beat is nearer.
  private static let (before, after) = (0.3, 0.4)

  /// The strip as a page shows it.
  func onPage(_ clock: RecordingClock) -> ReportPage.Strip {
    let title = title(clock)
    let gain = gain.map { String(format: ", %g mm/mV", $0) } ?? ""
    return ReportPage.Strip(
      title: title, caption: String(format: "%@. %g mm/s%@.", title, Self.speed, gain),
      drawing: drawing(clock))
  }

  private var seconds: Double { max(Double(samples.count), 1) / samplingRate }

  private var range: ClosedRange<Double> {
    let present = samples.lazy.filter(\.isFinite).map(Double.init)
    guard let low = present.min(), let high = present.max() else { return 0...0 }
    return low...high
  }

  /// Millimetres a millivolt; nil where the unit is another.
  var gain: Double? {
    guard unit == "mV" else { return nil }
    let span = range.upperBound - range.lowerBound
    var gain = Self.standardGain
    while span * gain > Self.highestCurve { gain /= 2 }
    return gain
  }

  /// The height of the strip in millimetres, marks and times included.
  var height: Double { (Self.head + paper + Self.foot) / Self.millimetre }

  /// Millimetres a unit: what has another unit than mV fills the least height.
  private var perUnit: Double {
    gain ?? 26 / max(range.upperBound - range.lowerBound, 1e-9)
  }

  /// The height of the paper in pixels.
  private var paper: Double {
    let span = range.upperBound - range.lowerBound
    return max(30, ((span * perUnit + 4) / 10).rounded(.up) * 10) * Self.millimetre
  }

  /// The strip as an SVG element.
  private func drawing(_ clock: RecordingClock) -> String {
    let (range, perUnit, paper) = (range, perUnit, paper)
    let middle = Self.head + paper / 2
    let center = (range.lowerBound + range.upperBound) / 2
    func y(_ value: Float) -> Double {
      middle - (Double(value) - center) * perUnit * Self.millimetre
    }
    let width = x(start + seconds)
    let height = Self.head + paper + Self.foot
    let size = "\(coordinate(width)) \(coordinate(height))"
    return """
      <svg role="img" aria-label="\(Markup.escaped(alternativeText(clock)))" viewBox="0 0 \(size)" \
      width="\(coordinate(width))" height="\(coordinate(height))">
      \(grid(every: 1, style: "", paper: paper, width: width))
      \(grid(every: 5, style: "strong", paper: paper, width: width))
      \(shades(height: Self.head + paper, width: width))
      \(tints(height: Self.head + paper))
      <path class="curve" d="\(curve(y: y))"/>
      \(marks(width: width))
      \(bracket(width: width))
      \(times(top: Self.head + paper, width: width))
      </svg>
      """
  }

  /// The position of a time in seconds from the recording's beginning.
  private func x(_ time: Double) -> Double { (time - start) * Self.speed * Self.millimetre }

  /// Lines every so many millimetres: upright ones at whole multiples since the recording's
  /// beginning, level ones from the middle outwards.
  private func grid(every step: Double, style: String, paper: Double, width: Double) -> String {
    var path = ""
    let seconds = step / Self.speed
    var line = (start / seconds).rounded(.up)
    while x(line * seconds) < width {
      path +=
        "M\(coordinate(x(line * seconds))) \(coordinate(Self.head))v\(coordinate(paper))"
      line += 1
    }
    let count = Int((paper / 2 / Self.millimetre / step + 1e-6).rounded(.down))
    for line in -count...count {
      let y = Self.head + paper / 2 + Double(line) * step * Self.millimetre
      path += "M0 \(coordinate(y))h\(coordinate(width))"
    }
    return "<path class=\"\(style)\" d=\"\(path)\"/>"
  }

  /// A shade behind what is unusable, with the word where there is room.
  private func shades(height: Double, width: Double) -> String {
    unusable.compactMap { stretch in
      let (left, right) = (max(0, x(stretch.lowerBound)), min(width, x(stretch.upperBound)))
      guard right > left else { return nil }
      let word =
        right - left < 60
        ? ""
        : """
        <text class="time" x="\(coordinate(left + 4))" y="\(coordinate(height - 4))">unusable</text>
        """
      return """
        <rect class="unusable" x="\(coordinate(left))" y="0" fill="currentColor" fill-opacity="0.1" \
        width="\(coordinate(right - left))" height="\(coordinate(height))"/>\(word)
        """
    }.joined(separator: "\n")
  }

  /// A tint behind every beat that is not normal.
  private func tints(height: Double) -> String {
    beats.indices.compactMap { index in
      let beat = beats[index]
      guard beat.symbol != "N", let mark = ClassMark(beat.symbol) else { return nil }
      let gapBefore = index > 0 ? (beat.time - beats[index - 1].time) / 2 : Self.before
      let gapAfter = index + 1 < beats.count ? (beats[index + 1].time - beat.time) / 2 : Self.after
      let left = x(beat.time - min(gapBefore, Self.before))
      let right = x(beat.time + min(gapAfter, Self.after))
      return """
        <rect class="tint \(mark.style)" x="\(coordinate(left))" y="0" \
        width="\(coordinate(max(0, right - left)))" height="\(coordinate(height))"/>
        """
    }.joined(separator: "\n")
  }

  private func curve(y: (Float) -> Double) -> String {
    var path = ""
    let step = max(1, samples.count / Self.columns)
    var isDrawing = false
    for first in stride(from: 0, to: samples.count, by: step) {
      let part = samples[first..<min(first + step, samples.count)].filter(\.isFinite)
      guard let low = part.min(), let high = part.max() else {
        isDrawing = false
        continue
      }
      let position = coordinate(x(start + Double(first) / samplingRate))
      path += "\(isDrawing ? "L" : "M")\(position) \(coordinate(y(low)))"
      if high > low { path += "L\(position) \(coordinate(y(high)))" }
      isDrawing = true
    }
    return path
  }

  /// The shape and the letter of every beat, whole even at the ends.
  private func marks(width: Double) -> String {
    beats.map { beat in
      let position = min(max(x(beat.time), 7), width - 7)
      let shape = ClassMark(beat.symbol).map { mark in
        """
        <g class="sign \(mark.style)" transform="translate(\(coordinate(position - 6.5)) 4.5) \
        scale(.8125)">\(mark.shape)</g>
        """
      }
      let weight = beat.symbol == "N" ? "" : " class=\"ectopic\""
      return (shape ?? "")
        + "<text\(weight) x=\"\(coordinate(position))\" y=\"31\">\(Markup.escaped(beat.symbol))</text>"
    }.joined(separator: "\n")
  }

  /// A bracket above the beats that are meant, open where they go on beyond the strip.
  private func bracket(width: Double) -> String {
    guard let meant else { return "" }
    let (left, right) = (x(meant.lowerBound) - 9, x(meant.upperBound) + 9)
    guard right > 0, left < width else { return "" }
    let begin = left >= 0 ? "M\(coordinate(left)) 6V1.5" : "M0 1.5"
    let end = right <= width ? "H\(coordinate(right))V6" : "H\(coordinate(width))"
    return "<path class=\"meant\" d=\"\(begin)\(end)\"/>"
  }

  /// A tick at every whole second, and its time where there is room.
  private func times(top: Double, width: Double) -> String {
    var marks: [String] = []
    var second = start.rounded(.up)
    while x(second) < width {
      let position = x(second)
      marks.append(
        "<path class=\"tick\" d=\"M\(coordinate(position)) \(coordinate(top))v5\"/>")
      if position + 52 < width {
        marks.append(
          """
          <text class="time" x="\(coordinate(position + 4))" y="\(coordinate(top + 12))">\
          \(RecordingClock.elapsed(second))</text>
          """)
      }
      second += 1
    }
    return marks.joined(separator: "\n")
  }
}
