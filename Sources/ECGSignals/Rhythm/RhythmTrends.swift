/// What a recording's beats come to over time and by length: the numbers behind the
/// figures of a report.
public struct RhythmTrends: Codable, Equatable, Sendable {
  /// The seconds of a step of the trends.
  public let step: Double
  /// The mean rate in each step in beats a minute; nil where no interval is known. An interval
  /// belongs to the step in which it begins.
  public let rate: [Double?]
  /// The lowest rate over eight intervals in a row that begin in the step; nil where there is none.
  public let lowest: [Double?]
  /// The highest.
  public let highest: [Double?]
  /// The usable beats of class S in each step.
  public let supraventricular: [Int]
  /// Those of class V.
  public let ventricular: [Int]
  /// How often there are intervals of which length.
  public let histogram: IntervalHistogram
  /// Which interval follows which.
  public let poincare: PoincarePlot

  private enum CodingKeys: String, CodingKey {
    case step, rate, lowest, highest, histogram, poincare
    case supraventricular = "S"
    case ventricular = "V"
  }

  /// The steps to choose from: the shortest of them of which there are no more than ``mostSteps``.
  private static let steps = [10.0, 60, 600, 3600]
  private static let mostSteps = 1500.0

  /// Sums up a recording.
  ///
  /// - Parameters:
  ///   - events: its beats.
  ///   - episodes: the episodes of its rhythms: intervals in fibrillation are no NN intervals.
  ///   - end: its length in seconds.
  public init(_ events: RhythmEvents, _ episodes: RhythmEpisodes, end: Double) {
    // A minute, as is usual, unless the recording has but a few of them.
    let choices = end > 600 ? Self.steps.dropFirst() : Self.steps[...]
    let step = choices.first { end / $0 <= Self.mostSteps } ?? max(end, 1) / Self.mostSteps
    let count = max(1, Int((end / step).rounded(.up)))
    func position(_ seconds: Double) -> Int { min(max(0, Int(seconds / step)), count - 1) }
    var sums = [(seconds: Double, count: Int)](repeating: (0, 0), count: count)
    for (beat, interval) in events.intervals.enumerated() {
      guard let interval else { continue }
      let index = position(events.times[beat])
      sums[index] = (sums[index].seconds + interval, sums[index].count + 1)
    }
    var (lowest, highest) = (
      [Double?](repeating: nil, count: count), [Double?](repeating: nil, count: count)
    )
    for rate in events.rates {
      let index = position(events.times[rate.beats.lowerBound])
      lowest[index] = min(lowest[index] ?? rate.value, rate.value)
      highest[index] = max(highest[index] ?? rate.value, rate.value)
    }
    self.step = step
    rate = sums.map { $0.seconds > 0 ? Self.rounded(60 * Double($0.count) / $0.seconds) : nil }
    self.lowest = lowest.map { $0.map(Self.rounded) }
    self.highest = highest.map { $0.map(Self.rounded) }
    func beats(of label: Int) -> [Int] {
      var counts = [Int](repeating: 0, count: count)
      for (beat, time) in events.times.enumerated()
      where events.isUsable[beat] && events.labels[beat] == label {
        counts[position(time)] += 1
      }
      return counts
    }
    supraventricular = beats(of: AAMIClass.supraventricular.label)
    ventricular = beats(of: AAMIClass.ventricular.label)
    let isNormal = NormalIntervals.isNormal(events, isOther: episodes.isFibrillation)
    histogram = IntervalHistogram(events.intervals, isNormal: isNormal)
    poincare = PoincarePlot(events.intervals, isNormal: isNormal)
  }

  private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
