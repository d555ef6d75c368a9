import ECGRecordings
public import ECGSignals
import ECGDatasets
import Foundation

/// A stretch of a lead with its beats, drawn on the paper of electrocardiographs: 25 mm a second,
/// 10 mm a millivolt, where the unit is known.
public struct RhythmStrip: Sendable {
  /// What a strip is shown for.
  public enum Subject: Equatable, Sendable {
    /// An event.
    case event(RhythmEvent)
    /// An ectopic beat that is in no event, by the label of its class.
    case single(label: Int)
    /// An episode of a rhythm, from its beginning.
    case rhythm(RhythmEpisode.Rhythm)
    /// The highest rate, in beats a minute.
    case fastest(rate: Double)
    /// The lowest rate.
    case slowest(rate: Double)
    /// The longest interval, in seconds.
    case longestInterval(seconds: Double)
  }

  /// What is shown.
  public let subject: Subject
  /// When the beats that are meant come, in seconds from the recording's beginning; nil marks none.
  public let meant: ClosedRange<Double>?
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
    _ subject: Subject, meant: ClosedRange<Double>? = nil, start: Double, samplingRate: Double,
    samples: [Float], unit: String, beats: [(time: Double, symbol: String)],
    unusable: [Range<Double>] = []
  ) {
    self.unusable = unusable
    (self.subject, self.meant) = (subject, meant)
    self.start = start
    self.samplingRate = samplingRate
    self.samples = samples
    self.unit = unit
    self.beats = beats
  }

  /// What is shown, in words: `run of 5 beats of class V at 0:12:03`.
  func title(_ clock: RecordingClock) -> String {
    let middle = start + Double(samples.count) / samplingRate / 2
    let time = clock.text(at: meant?.lowerBound ?? middle)
    let place = meant == nil ? "near \(time)" : "at \(time)"
    func symbol(_ label: Int?) -> String {
      label.map { BeatTask.arrhythmia.classes[$0].symbol } ?? ""
    }
    switch subject {
    case .single(let label): return "Single beat of class \(symbol(label)) \(place)"
    case .rhythm(let rhythm): return "The longest episode of \(rhythm.name), from \(time)"
    case .fastest(let rate):
      return String(format: "The highest rate, %.0f a minute over 8 beats, %@", rate, place)
    case .slowest(let rate):
      return String(format: "The lowest rate, %.0f a minute over 8 beats, %@", rate, place)
    case .longestInterval(let seconds):
      return String(format: "The longest interval, %.2f s, %@", seconds, place)
    case .event(let event):
      let kind = symbol(event.label)
      return switch event.kind {
      case .pause: "Pause \(place)"
      case .couplet: "Couplet of class \(kind) \(place)"
      case .run: "Run of \(event.beats.count) beats of class \(kind) \(place)"
      case .bigeminy: "Bigeminy of class \(kind) \(place), over \(event.beats.count) beats"
      case .trigeminy: "Trigeminy of class \(kind) \(place), over \(event.beats.count) beats"
      }
    }
  }

  /// What the strip holds, for those who cannot see it.
  func alternativeText(_ clock: RecordingClock) -> String {
    "\(title(clock)). Classes of the beats shown: \(beats.map(\.symbol).joined(separator: " "))."
  }
}
