import ECGSignals
import Foundation
import ECGRandom

/// Makes up a recording of one person with some ectopic beats, for trying things with
/// no data at hand.
///
/// Its waves are those of ``SyntheticBeats``; what a classifier makes of it says
/// nothing about hearts.
public struct SyntheticRecording: Sendable {
  /// Samples per second.
  public static let samplingRate = 360.0
  /// The names of the leads.
  public static let leads = ["II", "V1"]

  /// The R peaks, in samples.
  public let peaks: [Int]
  /// The class of each beat, as an index into those of ``BeatTask/arrhythmia``.
  public let labels: [Int]
  /// The samples of each lead in mV.
  public let samples: [[Float]]

  /// The kinds of beats in the order of the classes.
  private static let kinds: [SyntheticRhythm.Kind] = [
    .normal, .supraventricular, .ventricular, .fusion,
  ]
  /// Seconds before the first beat and after the last one.
  private static let margin = 0.6
  /// The usual interval between beats in seconds.
  private static let interval = 0.84

  /// Draws a recording.
  ///
  /// - Parameters:
  ///   - seed: what all of it follows from.
  ///   - beats: the number of its beats, one at least.
  public init(seed: UInt64, beats: Int) {
    var generator = SeededGenerator(seed: seed)
    let labels = Self.labels(max(beats, 1), using: &generator)
    let times = Self.times(labels, using: &generator)
    let person = SyntheticShape(.normal, using: &generator)
    // Ectopic beats come from one focus of each kind, so that they are alike.
    let shapes = Self.kinds.map { person.changed(to: $0, using: &generator) }
    var waves: [Wave] = []
    for (label, time) in zip(labels, times) {
      waves += shapes[label].varied(using: &generator)
        .waves(from: time, stretch: Self.interval.squareRoot(), withP: true)
    }
    let rate = Self.samplingRate
    let count = Int(((times.last ?? 0) + Self.margin) * rate)
    var lead = [Double](repeating: 0, count: count)
    for wave in waves {
      // Beyond five standard deviations nothing is left of a wave.
      let first = max(0, Int((wave.time - 5 * wave.width) * rate))
      let last = min(count, Int((wave.time + 5 * wave.width) * rate) + 1)
      for sample in first..<max(first, last) {
        lead[sample] += wave.voltage(at: Double(sample) / rate)
      }
    }
    // The second lead sees the heart from the other side, smaller and a little later.
    let delay = Int(0.008 * rate)
    let second = lead.indices.map { $0 < delay ? 0 : -0.6 * lead[$0 - delay] }
    self.labels = labels
    peaks = times.map { Int(($0 * rate).rounded()) }
    samples = [lead, second].map { lead in
      lead.enumerated().map { sample, value in
        // Breath moves the line, and muscles never rest.
        let breath = 0.05 * sin(2 * Double.pi * 0.25 * Double(sample) / rate)
        return Float(value + breath + 0.008 * generator.normal())
      }
    }
  }

  /// Mostly normal beats; ectopic ones singly, with a couplet and a run of bigeminy now and then.
  private static func labels(_ count: Int, using generator: inout SeededGenerator) -> [Int] {
    var labels: [Int] = []
    while labels.count < count {
      let chance = generator.uniform()
      switch chance {
      case ..<0.02: labels += [2, 2, 0, 0, 0]
      case ..<0.05: labels += [2, 0, 2, 0, 2, 0, 2, 0, 0]
      case ..<0.12: labels += [2, 0, 0, 0]
      case ..<0.18: labels += [1, 0, 0, 0]
      case ..<0.20: labels += [3, 0, 0, 0]
      default: labels.append(0)
      }
    }
    // It begins with what is usual in this person.
    return Array(([0, 0, 0, 0, 0, 0, 0, 0] + labels).prefix(count))
  }

  /// Ectopic beats come early; a ventricular one leaves the rhythm as it was, with a
  /// pause after it.
  private static func times(_ labels: [Int], using generator: inout SeededGenerator) -> [Double] {
    var time = margin
    var times: [Double] = []
    for (beat, label) in labels.map(AAMIClass.init(rawValue:)).enumerated() {
      let before = beat > 0 ? AAMIClass(rawValue: labels[beat - 1]) : .normal
      let factor =
        switch (label, before) {
        case (.supraventricular, _): 0.66
        case (.ventricular, _): 0.62
        case (.fusion, _): 0.9
        case (.normal, .ventricular): 1.38
        case (.normal, .supraventricular): 1.1
        default: 1.0
        }
      if beat > 0 { time += interval * factor * (1 + 0.025 * generator.normal()) }
      times.append(time)
    }
    return times
  }
}
