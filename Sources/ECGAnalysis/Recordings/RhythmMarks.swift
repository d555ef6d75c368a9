public import ECGRecordings
import ECGSignals

/// The annotations that say which rhythm there is.
public enum RhythmMarks {
  private static let flutter = RhythmEpisode.Rhythm.ventricularFlutter.rawValue

  /// Stretches of ventricular flutter as annotations count; one that lasts until the
  /// end has no other.
  ///
  /// - Parameters:
  ///   - stretches: in seconds, ascending.
  ///   - rate: what the annotations count, in samples a second.
  ///   - end: the recording's end in seconds.
  public static func samples(
    of stretches: [Range<Double>], rate: Double, end: Double
  ) -> [Range<Int>] {
    stretches.compactMap {
      let start = Int(firstSampleFrom: min($0.lowerBound, end), rate: rate)
      let stop = $0.upperBound < end ? Int(firstSampleFrom: $0.upperBound, rate: rate) : .max
      return start < stop ? start..<stop : nil
    }
  }

  /// A rhythm on a stretch in which no beat was found.
  public struct Beatless: Sendable {
    /// The stretch; the upper bound is `Int.max` where it lasts until the end.
    public let samples: Range<Int>
    /// The rhythm by its name; nil for none of those that are told.
    public let rhythm: String?

    /// - Parameters:
    ///   - samples: the stretch; the upper bound is `Int.max` where it lasts until the end.
    ///   - rhythm: the rhythm by its name; nil for none of those that are told.
    public init(samples: Range<Int>, rhythm: String?) {
      (self.samples, self.rhythm) = (samples, rhythm)
    }
  }

  /// The marks, in order; none where no rhythm is told.
  ///
  /// - Parameters:
  ///   - rhythms: the rhythm at each beat by its name; nil where none is told: `N`.
  ///   - samples: where each beat is: `N`.
  ///   - channel: the signal of the lead.
  ///   - ventricularFlutter: where the ventricles flutter, ascending, the upper bound `Int.max`
  ///     where they do until the end; what is said of beats there does not matter.
  ///   - beatless: rhythms where there are no beats to tell them by, ascending and apart from
  ///     the flutter.
  public static func annotations(
    _ rhythms: [String?], samples: [Int], channel: UInt8 = 0, ventricularFlutter: [Range<Int>] = [],
    beatless: [Beatless] = []
  ) -> [Annotation] {
    let isTold = rhythms.contains { $0 != nil } || beatless.contains { $0.rhythm != nil }
    guard isTold || !ventricularFlutter.isEmpty else { return [] }
    var marks: [Annotation] = []
    var told: String??
    func mark(_ rhythm: String?, at sample: Int) {
      if told != .some(rhythm) {
        marks.append(
          Annotation(sample: sample, symbol: "+", channel: channel, aux: "(\(rhythm ?? "N")"))
      }
      told = .some(rhythm)
    }
    let flutter = ventricularFlutter.map { ($0, Beatless?.none) }
    var waiting = (flutter + beatless.map { ($0.samples, $0) })
      .sorted { $0.0.lowerBound < $1.0.lowerBound }[...]
    /// Marks the stretches that begin before a sample, from which on the rhythm is another.
    func stretches(before sample: Int, then rhythm: String?) {
      while let (stretch, beatless) = waiting.first, stretch.lowerBound < sample {
        waiting.removeFirst()
        guard let beatless else {
          marks.append(Annotation(sample: stretch.lowerBound, symbol: "[", channel: channel))
          // Each at a sample of its own, as some programs want it, and within, so
          // that nothing grows.
          mark(Self.flutter, at: min(stretch.lowerBound + 1, stretch.upperBound - 1))
          guard stretch.upperBound < .max else { continue }
          marks.append(Annotation(sample: stretch.upperBound - 1, symbol: "]", channel: channel))
          mark(rhythm, at: stretch.upperBound)
          continue
        }
        let before = told ?? nil
        mark(beatless.rhythm, at: stretch.lowerBound)
        guard stretch.upperBound < .max, waiting.first?.0.lowerBound != stretch.upperBound else {
          continue
        }
        // What comes later begins later, at its first beat, unless it goes on around the stretch.
        let goesOn = before == rhythm || sample - 1 <= stretch.upperBound
        mark(goesOn ? rhythm : nil, at: stretch.upperBound)
      }
    }
    var around = ventricularFlutter[...]
    for (rhythm, sample) in zip(rhythms, samples) {
      around = around.drop { $0.upperBound <= sample }
      if let stretch = around.first, stretch.lowerBound <= sample { continue }
      stretches(before: sample, then: rhythm)
      mark(rhythm, at: max(0, sample - 1))
    }
    stretches(before: .max, then: nil)
    return marks
  }
}
