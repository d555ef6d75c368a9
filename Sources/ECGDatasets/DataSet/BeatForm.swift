/// What the samples of beats show of how they were cut, in one pass: where their steepest part
/// lies, how long they are before their padding, and how wide their QRS complexes.
///
/// Beats that are cut as Kaggle's begin at an R peak, up or down, so that nothing up to the next is
/// as steep as their first samples; they go on for 1.2 intervals between R peaks and end in zeros.
/// The limits were found on the MIT-BIH and PTB beats, so that no class, no record and no class of
/// a record passes them, as these differ from one another more than a file does from another one.
struct BeatForm {
  /// The beats that were looked at: those that vary and are finite.
  private(set) var beats = 0
  /// Those whose padding stands above their middle.
  private var paddedHigh = 0
  /// Those that are steepest where they begin.
  private var steepFirst = 0
  /// Those without padding.
  private var full = 0
  private var lengths: [Int] = []
  private var widths: [Float] = []
  /// How many beats deviate most from their middle, within the first samples, at each of these.
  private var peaks = [Int](repeating: 0, count: Self.onset)
  /// The sum of all steps from each sample to the next.
  private var steps: [Float]

  /// The most beats that are looked at, evenly spread: more tell nothing new.
  private static let most = 20_000

  /// Looks at beats.
  init(_ values: BeatValues) {
    steps = Array(repeating: 0, count: values.samplesPerBeat)
    guard values.samplesPerBeat > Self.shortest else { return }
    for beat in stride(from: 0, to: values.beatCount, by: values.beatCount / Self.most + 1) {
      values.withBeat(beat) { take($0) }
    }
  }

  /// The samples of a QRS complex that begins at its R peak.
  private static let head = 8
  /// Samples at the start whose deviations from the first tell how wide the complex is.
  private static let complex = 20
  /// From where on samples are surely no longer of it.
  private static let middle = 12
  /// Within so many samples a peak that is not at the first one is looked for.
  private static let onset = 14
  /// Behind the complex there is as much of the ST segment and T wave as below and above the
  /// middle of the beat.
  private static let rest = 12..<40
  /// The share of a beat up to which no other one follows, well before the second R
  /// peak at 1 / 1.2.
  private static let middleEnd: Float = 0.6
  /// What is less than this part of a beat's steepest step is no QRS complex.
  private static let leastStep: Float = 0.1
  /// Beats too short to hold all that.
  private static let shortest = 40
  /// Fewer equal samples at the end are no padding.
  private static let leastPadding = 5

  private mutating func take(_ beat: UnsafeBufferPointer<Float>) {
    guard let low = beat.min(), let high = beat.max(), low < high,
      beat.allSatisfy(\.isFinite)
    else { return }
    beats += 1
    let last = beat[beat.count - 1]
    let length = 1 + (beat.lastIndex { $0 != last } ?? 0)
    if beat.count - length >= Self.leastPadding, last - low > (high - low) / 2 { paddedHigh += 1 }
    if length >= beat.count - 1 { full += 1 }
    lengths.append(length)
    widths.append(Self.width(beat))
    peaks[Self.peak(beat)] += 1
    var (first, later, steepest): (Float, Float, Float) = (0, 0, 0)
    let end = Float(length) * Self.middleEnd
    for sample in 0..<length - 1 {
      let step = abs(beat[sample + 1] - beat[sample])
      steps[sample] += step
      steepest = max(steepest, step)
      if sample < Self.head {
        first = max(first, step)
      } else if sample >= Self.middle, Float(sample) < end {
        later = max(later, step)
      }
    }
    if first >= later, first >= steepest * Self.leastStep { steepFirst += 1 }
  }

  /// Which of the first samples differs most from the middle of those behind the complex.
  private static func peak(_ beat: UnsafeBufferPointer<Float>) -> Int {
    let middle = beat[rest].sorted()[rest.count / 2]
    return (0..<onset).max { abs(beat[$0] - middle) < abs(beat[$1] - middle) } ?? 0
  }

  /// After how many samples, in fractions, a beat has gone half of the way from its first sample to
  /// that which differs most from it, within the complex.
  private static func width(_ beat: UnsafeBufferPointer<Float>) -> Float {
    let deviations = beat.prefix(complex).map { abs($0 - beat[0]) }
    let half = (deviations.max() ?? 0) / 2
    guard half > 0, let index = deviations.firstIndex(where: { $0 >= half }) else { return 0 }
    let (before, after) = (deviations[index - 1], deviations[index])
    return Float(index - 1) + (half - before) / (after - before)
  }
}

// MARK: - What is odd

extension BeatForm {
  /// Fewer beats say nothing of where they begin: a record of paced beats has 0.82 that
  /// are steepest there.
  private static let fewest = 20
  /// Of beats that begin 10 samples and more beside the R peak at most 0.47 are steepest there, of
  /// a class of a record that begin at it 0.82 at least, and 0.6 of any 20 of its beats.
  private static let leastSteepFirst = 0.5
  /// Beats that are few, or of one class of one patient, may have been marked beside the peak.
  private static let fewestShifted = 300
  /// Of beats that begin 3 to 10 samples before the R peak 0.09 at most deviate most at their first
  /// two samples, and 0.75 at least within one of the same later one; of those that begin at it
  /// more do the one, or fewer the other, whatever their record and class.
  private static let shifted = (start: 0.1, near: 0.75, samples: 2...10)
  /// Beats at half the rate have 49 and at three quarters 113, those of a class of a
  /// record 84 at least.
  private static let leastArea: Float = 62
  /// Tachycardia has short beats.
  private static let shortLength = 75
  /// Fewer beats say nothing of a higher rate: a few with pauses behind them are as
  /// wide and as long.
  private static let fewestWide = 50
  /// At twice the rate 0.72 of the beats and more fill all samples, of a class of a
  /// record at most 0.46.
  private static let mostFull = 0.65
  /// Slow hearts fill all samples as well, with narrow complexes: 2 samples and less, at twice the
  /// rate 3.3 and more.
  private static let leastWide: Float = 3

  /// At one and a half times the rate the beats of many patients fill all samples in 0.22 of
  /// all cases and more, and take 2.6 samples; of a record at the right one they do so in
  /// 0.08, or take 1.8.
  private static let mixed = (beats: 300, full: 0.15, wide: Float(2.4))
  /// Those of one slow heart with wide complexes do both as well, and are all about as wide: there
  /// the narrowest tenth has more than this part of the usual width, with many patients two thirds.
  private static let mostAlike: Float = 0.8

  /// What differs from beats that are cut as Kaggle's, the most telling first; nil where
  /// nothing surely does.
  var oddity: BeatCutOddity? {
    guard beats > 0 else { return nil }
    if 2 * paddedHigh > beats { return .upsideDown }
    guard beats >= Self.fewest else { return nil }
    if Double(steepFirst) < Self.leastSteepFirst * Double(beats) {
      let steepest = steps.indices.dropFirst(Self.head).max { steps[$0] < steps[$1] }
      return .otherStart(peak: (steepest ?? 0) + 1)
    }
    if let peak = shiftedPeak { return .otherStart(peak: peak) }
    let length = lengths.sorted()[beats / 2]
    let sortedWidths = widths.sorted()
    let width = sortedWidths[beats / 2]
    if length < Self.shortLength, Float(length) * width < Self.leastArea {
      return .lowerRate(length: length)
    }
    let fullShare = Double(full) / Double(beats)
    if beats >= Self.fewestWide, fullShare > Self.mostFull, width > Self.leastWide {
      return .higherRate(fullShare: fullShare)
    }
    if beats >= Self.mixed.beats, fullShare > Self.mixed.full, width > Self.mixed.wide,
      sortedWidths[beats / 10] < Self.mostAlike * width
    {
      return .higherRate(fullShare: fullShare)
    }
    return nil
  }

  /// The sample of the R peak where beats begin a little before it; nil where they do not surely.
  private var shiftedPeak: Int? {
    guard beats >= Self.fewestShifted, let most = peaks.indices.max(by: { peaks[$0] < peaks[$1] }),
      Self.shifted.samples ~= most
    else { return nil }
    let near = peaks[(most - 1)...(most + 1)].reduce(0, +)
    return Double(peaks[0] + peaks[1]) < Self.shifted.start * Double(beats)
      && Double(near) >= Self.shifted.near * Double(beats) ? most : nil
  }
}
