import ECGSignals
import Foundation
import Testing

/// Rates, extremes, histograms and plots of sequences whose answer is plain to see.
@Suite struct RhythmTrendsTests {
  /// Beats so many seconds apart, all of them normal where nothing else is said.
  private func events(
    _ intervals: [Double], labels: [Int]? = nil, unusable: [Range<Double>] = []
  ) -> RhythmEvents {
    let times = intervals.reduce(into: [0.0]) { $0.append(($0.last ?? 0) + $1) }
    return RhythmEvents(
      times: times, labels: labels ?? times.map { _ in 0 }, unusable: unusable)
  }

  private func row(_ interval: Double, _ count: Int) -> [Double] {
    Array(repeating: interval, count: count)
  }

  @Test func extremesAreWhereTheyAre() throws {
    let extremes = RhythmExtremes(events(row(1, 10) + row(0.5, 20) + [1.75] + row(1.5, 12)))
    let fastest = try #require(extremes.fastest)
    #expect(fastest == .init(start: 10, end: 14, rate: 120))
    let slowest = try #require(extremes.slowest)
    #expect(slowest.start == 20 && abs(slowest.seconds - 12.25) < 1e-9)
    let longest = try #require(extremes.longestInterval)
    #expect(longest.start == 20 && longest.end == 21.75)
    #expect(abs(longest.rate - 60 / 1.75) < 1e-9)
  }

  /// An electrode without contact is no pause, and no slow heart.
  @Test func whatIsUnusableIsNoExtreme() {
    let extremes = RhythmExtremes(
      events(row(0.75, 10) + [6] + row(0.75, 10), unusable: [8..<13]))
    #expect(extremes.longestInterval?.seconds == 0.75)
    #expect(extremes.slowest?.rate == 80)
    let few = RhythmExtremes(events(row(1, 5)))
    #expect(few.fastest == nil && few.slowest == nil && few.longestInterval?.seconds == 1)
    let none = RhythmExtremes(RhythmEvents(times: [], labels: []))
    #expect(none.longestInterval == nil)
  }

  @Test func slowAndFastStretchesAreEpisodes() {
    // 40 s at 40 a minute, 45 s at 80, 40 s at 120, 20 s at 150, which belong together.
    let sequence = events(row(1.5, 27) + row(0.75, 60) + row(0.5, 80) + row(0.4, 50))
    let found = RateEpisode.episodes(in: sequence)
    #expect(found.map(\.kind) == [.bradycardia, .tachycardia])
    #expect(found[0].start == 0 && found[0].beats >= 28 && abs(found[0].rate - 40) < 3)
    #expect(found[1].end == sequence.times.last && abs(found[1].rate - 130) < 3)
    // Other limits, and the length that counts.
    #expect(
      RateEpisode.episodes(in: sequence, limits: .init(slow: 30, fast: 140, seconds: 10))
        .map(\.kind) == [.tachycardia])
    #expect(RateEpisode.episodes(in: sequence, limits: .init(seconds: 70)).isEmpty)
    #expect(RateEpisode.episodes(in: events(row(0.6, 200))).isEmpty)
    #expect(RateEpisode.episodes(in: events(row(1.2, 200))).isEmpty)
  }

  /// Where eight intervals in a row are not slow and their neighbours on both sides are.
  @Test func episodesOfAKindShareNoInterval() {
    var intervals = row(1.21, 120)
    (intervals[50], intervals[57]) = (1.15, 1.15)
    let found = RateEpisode.episodes(in: events(intervals))
    #expect(found.count == 2 && found[0].end <= found[1].start)
  }

  /// Slow beats on both sides of what is unusable are two episodes, or none.
  @Test func whatIsUnusableEndsAnEpisode() {
    let sequence = events(row(1.5, 80), unusable: [50.2..<50.9])
    let found = RateEpisode.episodes(in: sequence)
    #expect(found.count == 2)
    #expect(found.allSatisfy { abs($0.rate - 40) < 1e-9 })
  }

  @Test func trendsAreByTheMinute() {
    let sequence = events(row(1, 600) + row(0.5, 240))
    let trends = RhythmTrends(sequence, RhythmEpisodes(sequence), end: 730)
    #expect(trends.step == 60 && trends.rate.count == 13)
    #expect(trends.rate[0] == 60 && trends.rate[11] == 120)
    #expect(trends.rate[12] == nil && trends.lowest[12] == nil)
    #expect(trends.lowest[3] == 60 && trends.highest[10] == 120)
    #expect(trends.ventricular.allSatisfy { $0 == 0 })
    let short = RhythmTrends(sequence, RhythmEpisodes(sequence), end: 600)
    #expect(short.step == 10)
    let week = RhythmTrends(sequence, RhythmEpisodes(sequence), end: 7 * 86_400)
    #expect(week.step == 600 && week.rate.count == 1008)
  }

  @Test func intervalsAreCountedByLength() throws {
    let sequence = events(
      [0.8, 0.8, 0.5, 1.1, 0.81, 4], labels: [0, 0, 0, 2, 0, 0, 0])
    let trends = RhythmTrends(sequence, RhythmEpisodes(sequence), end: 10)
    let bins = trends.histogram
    #expect(bins.width == 0.02 && bins.start == 0.5 && bins.longer == 1)
    #expect(bins.counts.count == 31 && bins.counts.reduce(0, +) == 5)
    #expect(bins.counts[0] == 1 && bins.counts[15] == 3 && bins.counts[30] == 1)
    #expect(bins.normal[0] == 0 && bins.normal[15] == 3 && bins.normal[30] == 0)
    #expect(trends.ventricular == [1])
    let plot = trends.poincare
    #expect(plot.normal.map { [$0.x, $0.y, $0.count] } == [[40, 40, 1]])
    #expect(
      plot.other.map { [$0.x, $0.y, $0.count] } == [[25, 55, 1], [40, 25, 1], [55, 40, 1]])
  }

  /// The deviations follow from those of the intervals and of their differences (Brennan et al.,
  /// 2001), which Python's statistics.stdev gives.
  @Test func deviationsAcrossAndAlong() throws {
    let sequence = events([0.8, 0.9, 0.7, 0.85, 0.8])
    let plot = RhythmTrends(sequence, RhythmEpisodes(sequence), end: 10).poincare
    // stdev of (100, -200, 150, -50) / √2, and of (1700, 1600, 1550, 1650) / √2.
    #expect(abs(try #require(plot.sd1) - 111.8034) < 1e-3)
    #expect(abs(try #require(plot.sd2) - 45.6435) < 1e-3)
    let empty = RhythmEvents(times: [], labels: [])
    let none = RhythmTrends(empty, RhythmEpisodes(empty), end: 1)
    #expect(none.poincare.sd1 == nil && none.rate == [nil] && none.histogram.counts.isEmpty)
  }

  /// Cells are written as three numbers and read again.
  @Test func cellsAreShortInJSON() throws {
    let sequence = events([0.8, 0.8])
    let plot = RhythmTrends(sequence, RhythmEpisodes(sequence), end: 10)
    let data = try JSONEncoder().encode(plot)
    #expect(String(decoding: data, as: UTF8.self).contains("[[40,40,1]]"))
    #expect(try JSONDecoder().decode(RhythmTrends.self, from: data) == plot)
  }
}
