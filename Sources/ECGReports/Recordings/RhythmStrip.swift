import ECGRecordings
public import ECGSignals
import ECGDatasets
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

  /// Where nothing can be said about beats, in seconds from the recording's beginning.
  public let unusable: [Range<Double>]

  /// Creates a strip.
  public init(
    event: RhythmEvent, start: Double, samplingRate: Double, samples: [Float], unit: String,
    beats: [(time: Double, symbol: String)], unusable: [Range<Double>] = []
  ) {
    self.unusable = unusable
    self.event = event
    self.start = start
    self.samplingRate = samplingRate
    self.samples = samples
    self.unit = unit
    self.beats = beats
  }

  /// What is shown, in words: `run of 5 beats of class V at 0:12:03`.
  func title(_ clock: RecordingClock) -> String {
    let time = clock.text(at: start + Double(samples.count) / samplingRate / 2)
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
  func alternativeText(_ clock: RecordingClock) -> String {
    "\(title(clock)). Classes of the beats shown: \(beats.map(\.symbol).joined(separator: " "))."
  }
}
