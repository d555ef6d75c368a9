public import ECGBeats
import Foundation

/// A stretch of a lead with its beats, drawn on the paper of electrocardiographs: 25 mm a second, 10 mm
/// a millivolt, where the unit is known.
public struct RhythmStrip: Sendable {
  /// What is shown.
  public let event: RhythmEvent
  /// When the first sample was taken, in seconds from the recording's beginning.
  public let start: Double
  /// Samples per second.
  public let samplingRate: Double
  /// The samples, NaN where one is missing.
  public let samples: [Float]
  /// The unit of the samples.
  public let unit: String
  /// The beats with their times, in seconds from the recording's beginning, and classes.
  public let beats: [(time: Double, symbol: String)]

  /// Creates a strip.
  public init(
    event: RhythmEvent, start: Double, samplingRate: Double, samples: [Float], unit: String,
    beats: [(time: Double, symbol: String)]
  ) {
    self.event = event
    self.start = start
    self.samplingRate = samplingRate
    self.samples = samples
    self.unit = unit
    self.beats = beats
  }

  /// The strip's name among the pictures of a page.
  func name(_ index: Int) -> String { "strip-\(index + 1)" }

  /// What is shown, in words: `run of 5 beats of class V at 0:12:03`.
  var title: String {
    let time = RhythmWording.time(start + Double(samples.count) / samplingRate / 2)
    let symbol = event.label.map { BeatTask.arrhythmia.classes[$0].symbol } ?? ""
    return switch event.kind {
    case .pause: "Pause near \(time)"
    case .couplet: "Couplet of class \(symbol) near \(time)"
    case .run: "Run of \(event.beats.count) beats of class \(symbol) near \(time)"
    case .bigeminy: "Bigeminy of class \(symbol) near \(time), over \(event.beats.count) beats"
    case .trigeminy: "Trigeminy of class \(symbol) near \(time), over \(event.beats.count) beats"
    }
  }

  /// What the strip holds, for those who cannot see it.
  var alternativeText: String {
    "\(title). Classes of the beats shown: \(beats.map(\.symbol).joined(separator: " "))."
  }
}

extension RhythmStrip {
  private static let (width, height) = (FigureStyle.fullWidth, 170)
  /// The room above the curve for the classes.
  private static let head = 26.0
  /// The columns that are drawn, each from its lowest to its highest sample, at the most.
  private static let columns = 1500

  /// The strip as an SVG picture.
  var svg: Data {
    let (width, height) = (Double(Self.width), Double(Self.height))
    let seconds = max(Double(samples.count) / samplingRate, 1e-3)
    let present = samples.filter(\.isFinite).map(Double.init)
    let lowest = present.min() ?? 0
    // At least half a unit high, so that noise does not fill the picture.
    let span = max((present.max() ?? 0) - lowest, unit == "mV" ? 0.5 : 1e-9)
    func x(_ time: Double) -> Double { time / seconds * width }
    func y(_ value: Double) -> Double {
      height - 8 - (value - lowest) / span * (height - 16 - Self.head)
    }
    var body = grid(x: x, unitHeight: (height - 16 - Self.head) / span)
    body += curve(x: x, y: y)
    for beat in beats {
      let place = x(beat.time - start)
      let index = BeatTask.arrhythmia.classes.firstIndex { $0.symbol == beat.symbol } ?? 0
      let color = index == 0 ? FigureStyle.muted : FigureStyle.look(ofClass: index).color
      body += """
        <text x="\(Self.decimal(place))" y="18" text-anchor="middle" fill="\(color.hex)" \
        font-weight="\(index == 0 ? "normal" : "bold")">\(Markup.escaped(beat.symbol))</text>

        """
    }
    let text = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.width)" height="\(Self.height)" \
      viewBox="0 0 \(Self.width) \(Self.height)" font-family="\(FigureStyle.fontFamily)" \
      font-size="\(FigureStyle.fontSize)">
      <title>\(Markup.escaped(title))</title>
      <desc>\(Markup.escaped(alternativeText))</desc>
      <rect width="100%" height="100%" fill="#ffffff"/>
      \(body)</svg>

      """
    return Data(text.utf8)
  }

  /// Lines at every 0.2 s, and at every 0.5 mV where the unit is known.
  private func grid(x: (Double) -> Double, unitHeight: Double) -> String {
    let seconds = Double(samples.count) / samplingRate
    var path = ""
    for step in 0...max(0, Int(seconds / 0.2)) {
      path += "M\(Self.decimal(x(Double(step) * 0.2))) \(Int(Self.head))V\(Self.height)"
    }
    // More lines than this would be a grey field.
    if unit == "mV", unitHeight * 0.5 > 4 {
      var line = Double(Self.height) - 8
      while line > Self.head {
        path += "M0 \(Self.decimal(line))H\(Self.width)"
        line -= unitHeight * 0.5
      }
    }
    return "<path d=\"\(path)\" stroke=\"#F3C9C9\" stroke-width=\"0.7\" fill=\"none\"/>\n"
  }

  private func curve(x: (Double) -> Double, y: (Double) -> Double) -> String {
    var path = ""
    let step = max(1, samples.count / Self.columns)
    var isDrawing = false
    for start in stride(from: 0, to: samples.count, by: step) {
      let part = samples[start..<min(start + step, samples.count)].filter(\.isFinite)
      guard let low = part.min(), let high = part.max() else {
        isDrawing = false
        continue
      }
      let place = Self.decimal(x(Double(start) / samplingRate))
      path += "\(isDrawing ? "L" : "M")\(place) \(Self.decimal(y(Double(low))))"
      if high > low { path += "L\(place) \(Self.decimal(y(Double(high))))" }
      isDrawing = true
    }
    return
      "<path d=\"\(path)\" stroke=\"\(FigureStyle.ink.hex)\" stroke-width=\"1.1\" fill=\"none\" stroke-linejoin=\"round\"/>\n"
  }

  private static func decimal(_ value: Double) -> String { String(format: "%.1f", value) }

  /// The strip as a figure of a page.
  func figure(_ index: Int) -> Figure {
    Figure(
      name: name(index), title: title,
      caption: "\(title). A grid line every 0.2 s\(unit == "mV" ? " and 0.5 mV" : "").",
      alternativeText: alternativeText, width: Self.width, height: Self.height)
  }
}
