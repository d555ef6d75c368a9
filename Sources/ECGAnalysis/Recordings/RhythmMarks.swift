public import ECGRecordings
import ECGSignals

/// The annotations that say which rhythm there is.
public enum RhythmMarks {
  private static let flutter = RhythmEpisode.Rhythm.ventricularFlutter.rawValue

  /// Stretches of ventricular flutter as annotations count; one that lasts until the end has no other.
  ///
  /// - Parameters:
  ///   - stretches: in seconds, ascending.
  ///   - rate: what the annotations count, in samples a second.
  ///   - end: the recording's end in seconds.
  public static func samples(
    of stretches: [Range<Double>], rate: Double, end: Double
  ) -> [Range<Int>] {
    stretches.compactMap {
      let start = Int((min($0.lowerBound, end) * rate).rounded())
      let stop = $0.upperBound < end ? Int(($0.upperBound * rate).rounded()) : .max
      return start < stop ? start..<stop : nil
    }
  }

  /// The marks, in order; none where no rhythm is told.
  ///
  /// - Parameters:
  ///   - rhythms: the rhythm at each beat by its name; nil where none is told: `N`.
  ///   - samples: where each beat is: `N`.
  ///   - channel: the signal of the lead.
  ///   - ventricularFlutter: where the ventricles flutter, ascending, the upper bound `Int.max` where they do
  ///     until the end; what is said of beats there does not matter.
  public static func annotations(
    _ rhythms: [String?], samples: [Int], channel: UInt8 = 0, ventricularFlutter: [Range<Int>] = []
  ) -> [Annotation] {
    guard !ventricularFlutter.isEmpty || rhythms.contains(where: { $0 != nil }) else { return [] }
    var marks: [Annotation] = []
    var told: String??
    func mark(_ rhythm: String?, at sample: Int) {
      if told != .some(rhythm) {
        marks.append(
          Annotation(sample: sample, symbol: "+", channel: channel, aux: "(\(rhythm ?? "N")"))
      }
      told = .some(rhythm)
    }
    var waiting = ventricularFlutter[...]
    /// Marks the stretches that begin before a sample, after which the rhythm is another.
    func flutter(before sample: Int, then rhythm: String?) {
      while let stretch = waiting.first, stretch.lowerBound < sample {
        waiting.removeFirst()
        marks.append(Annotation(sample: stretch.lowerBound, symbol: "[", channel: channel))
        // Each at a sample of its own, as some programs want it, and within, so that nothing grows.
        mark(Self.flutter, at: min(stretch.lowerBound + 1, stretch.upperBound - 1))
        guard stretch.upperBound < .max else { continue }
        marks.append(Annotation(sample: stretch.upperBound - 1, symbol: "]", channel: channel))
        mark(rhythm, at: stretch.upperBound)
      }
    }
    var around = ventricularFlutter[...]
    for (rhythm, sample) in zip(rhythms, samples) {
      around = around.drop { $0.upperBound <= sample }
      if let stretch = around.first, stretch.lowerBound <= sample { continue }
      flutter(before: sample, then: rhythm)
      mark(rhythm, at: max(0, sample - 1))
    }
    flutter(before: .max, then: nil)
    return marks
  }
}
