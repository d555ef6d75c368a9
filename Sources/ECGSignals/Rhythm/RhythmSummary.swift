import ECGRecordings
import Foundation

/// What a recording's beats come to: counts, rates and events, as a whole and by the hour.
public struct RhythmSummary: Codable, Equatable, Sendable {
  /// Counts of one class's events.
  public struct Ectopy: Codable, Equatable, Sendable {
    /// The class's symbol.
    public var `class`: String
    /// Its beats.
    public var beats = 0
    /// Their share of all beats, in percent; nil where there are no beats.
    public var burden: Double?
    /// Pairs of beats in a row.
    public var couplets = 0
    /// Three beats in a row or more.
    public var runs = 0
    /// The beats of the longest run; 0 where there is none.
    public var longestRun = 0
    /// When the longest run begins, in seconds.
    public var longestRunStart: Double?
    /// Stretches in which every second beat is one.
    public var bigeminy = 0
    /// Stretches in which every third beat is one.
    public var trigeminy = 0

    init(class symbol: String) { self.class = symbol }
  }

  /// Heart rates in beats a minute.
  public struct Rate: Codable, Equatable, Sendable {
    /// Over all intervals.
    public var mean: Double
    /// The lowest mean of eight intervals in a row; nil where no eight are known.
    public var lowest: Double?
    /// The highest mean of eight intervals in a row; nil where no eight are known.
    public var highest: Double?

    /// The lowest and the highest over eight beats, in words; nil where they are not known.
    package var extremes: String? {
      guard let lowest, let highest else { return nil }
      return String(format: "%.0f to %.0f over 8 beats", lowest, highest)
    }
  }

  /// The hour's or the recording's beginning in seconds.
  public var start: Double
  /// Its end.
  public var end: Double
  /// Seconds in it without samples.
  public var missing: Double
  /// Seconds in it in which nothing can be said about beats, see ``SignalQuality``, or the
  /// ventricles flutter.
  public var unusable: Double
  /// Seconds in it in which the ventricles flutter or fibrillate; nil where they do not.
  public var ventricularFlutter: Double?
  /// The beats found where nothing can be said, which count nowhere else.
  public var unusableBeats: Int
  /// All other beats.
  public var beats: Int
  /// The beats by their class's symbol.
  public var classes: [String: Int]
  /// The rates; nil where no two beats follow one another.
  public var rate: Rate?
  /// The share of beats that are S or V, in percent; nil where there are no beats.
  public var ectopicBurden: Double?
  /// S and V.
  public var ectopy: [Ectopy]
  /// Intervals of ``RhythmEvents/pauseLength`` or more.
  public var pauses: Int
  /// The longest of them, in seconds.
  public var longestPause: Double?

  /// The share of the time with samples in which nothing can be said, in percent; nil where
  /// there are no samples.
  public var unusableShare: Double? {
    Self.unusableShare(unusable, of: end - start - missing)
  }

  /// The seconds in which something can be said about beats.
  package var usableSeconds: Double { max(0, end - start - missing - unusable) }

  /// The share of some seconds with samples of which so many are unusable, in percent: at most 100,
  /// whatever a file marks; nil of no seconds.
  package static func unusableShare(_ unusable: Double, of seen: Double) -> Double? {
    seen > 0 ? min(100, 100 * unusable / seen) : nil
  }

  /// The seconds of some stretches, such as gaps, that lie in a stretch of time.
  ///
  /// - Parameters:
  ///   - stretches: in seconds, ascending; none overlaps another.
  ///   - range: which time, in seconds.
  public static func seconds(of stretches: [Range<Double>], in range: Range<Double>) -> Double {
    // A recording of a year has thousands of hours, and as many stretches in each of them.
    let first = stretches.partitionPoint { $0.upperBound > range.lowerBound }
    let last = stretches.partitionPoint { $0.lowerBound >= range.upperBound }
    guard first < last else { return 0 }
    return stretches[first..<last].reduce(0) { sum, stretch in
      let part = stretch.clamped(to: range)
      return sum + part.upperBound - part.lowerBound
    }
  }

  /// Sums up the beats between two times; an event belongs to where its first beat is.
  ///
  /// - Parameters:
  ///   - events: beats and events of the recording.
  ///   - range: which time, in seconds.
  ///   - missing: the seconds in it without samples.
  public init(_ events: RhythmEvents, in range: Range<Double>, missing: Double = 0) {
    let first = events.times.partitionPoint { $0 >= range.lowerBound }
    let last = events.times.partitionPoint { $0 >= range.upperBound }
    let symbols = AAMIClass.allCases.map { String($0.letter) }
    var counts = symbols.map { _ in 0 }
    var beats = 0
    for beat in first..<last where events.isUsable[beat] {
      counts[events.labels[beat]] += 1
      beats += 1
    }
    (start, end, self.missing) = (range.lowerBound, range.upperBound, missing)
    unusable = Self.seconds(of: events.blind, in: range)
    let flutter = Self.seconds(of: events.ventricularFlutter, in: range)
    ventricularFlutter = flutter > 0 ? flutter : nil
    unusableBeats = last - first - beats
    self.beats = beats
    classes = Dictionary(zip(symbols, counts)) { first, _ in first }
    let ectopy = AAMIClass.ectopic.map(\.label).map { label in
      var ectopy = Ectopy(class: symbols[label])
      ectopy.beats = counts[label]
      ectopy.burden = Self.percent(counts[label], of: beats)
      return ectopy
    }
    self.ectopy = ectopy
    ectopicBurden = Self.percent(ectopy.reduce(0) { $0 + $1.beats }, of: beats)
    // The interval after the last beat belongs to the hour of that beat.
    rate = Self.rate(
      events, of: min(first, events.intervals.count)..<min(last, events.intervals.count))
    pauses = 0
    let firstEvent = events.events.partitionPoint { $0.beats.lowerBound >= first }
    let lastEvent = events.events.partitionPoint { $0.beats.lowerBound >= last }
    for event in events.events[firstEvent..<lastEvent] { count(event, events) }
  }

  private mutating func count(_ event: RhythmEvent, _ events: RhythmEvents) {
    guard let position = AAMIClass.ectopic.firstIndex(where: { $0.label == event.label }) else {
      pauses += 1
      longestPause = max(longestPause ?? 0, events.intervals[event.beats.lowerBound] ?? 0)
      return
    }
    switch event.kind {
    case .couplet: ectopy[position].couplets += 1
    case .bigeminy: ectopy[position].bigeminy += 1
    case .trigeminy: ectopy[position].trigeminy += 1
    case .pause: break
    case .run:
      ectopy[position].runs += 1
      if event.beats.count > ectopy[position].longestRun {
        ectopy[position].longestRun = event.beats.count
        ectopy[position].longestRunStart = events.times[event.beats.lowerBound]
      }
    }
  }

  /// The share of a part in percent; nil of nothing.
  package static func percent(_ part: Int, of whole: Int) -> Double? {
    whole == 0 ? nil : 100 * Double(part) / Double(whole)
  }

  private static func rate(_ events: RhythmEvents, of intervals: Range<Int>) -> Rate? {
    guard let mean = events.intervals[intervals].compactMap({ $0 }).mean else { return nil }
    let rates = events.rates(of: intervals).map(\.value)
    return Rate(mean: 60 / mean, lowest: rates.min(), highest: rates.max())
  }
}
