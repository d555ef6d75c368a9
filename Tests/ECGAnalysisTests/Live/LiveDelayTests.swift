import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGRecordings
import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// How late live answers come, and what they are worth, in samples of real records:
/// no clock is asked.
@Suite struct LiveDelayTests {
  /// The delays of the answers to a record, in seconds, and how early answers fare.
  private struct Delays {
    /// First answers after the own R peak.
    var first: [Double] = []
    /// Final answers, and the first to know of the next beat, after the R peak of the next beat.
    var (final, full): ([Double], [Double]) = ([], [])
    /// Final answers after the own R peak.
    var own: [Double] = []
    /// First and preliminary answers beside the final ones.
    var (firsts, preliminaries) = (Early(), Early())

    mutating func add(_ other: Delays) {
      (first, final) = (first + other.first, final + other.final)
      (full, own) = (full + other.full, own + other.own)
      firsts.add(other.firsts)
      preliminaries.add(other.preliminaries)
    }
  }

  /// Early answers beside the final ones.
  private struct Early {
    /// Early answers to beats that are none, final ones without an early one, and
    /// beats that have both.
    var (withdrawn, without, both) = (0, 0, 0)
    /// Early answers of another class than the final one.
    var changed = 0
    /// By class: final answers, early answers, and both alike.
    var counts = [[Int]](repeating: [0, 0, 0], count: 5)

    init() {}

    /// - Parameter times: is given the time of the early answer to each final one.
    init(of early: [Told], _ final: [Told], times: inout [Double?]) {
      var rest = early[...]
      for (beat, _) in final {
        while let next = rest.first, next.beat.time < beat.time - 0.15 {
          withdrawn += 1
          rest.removeFirst()
        }
        guard let next = rest.first, next.beat.time < beat.time + 0.15 else {
          without += 1
          times.append(nil)
          continue
        }
        rest.removeFirst()
        times.append(next.at)
        both += 1
        let (a, b) = (beat.beatClass.label, next.beat.beatClass.label)
        counts[a][0] += 1
        counts[b][1] += 1
        if a == b { counts[a][2] += 1 } else { changed += 1 }
      }
    }

    mutating func add(_ other: Early) {
      withdrawn += other.withdrawn
      without += other.without
      both += other.both
      changed += other.changed
      for label in counts.indices {
        for index in 0..<3 { counts[label][index] += other.counts[label][index] }
      }
    }

    var text: String {
      let f1 = counts.prefix(3).map {
        String(format: "%.4f", 2 * Double($0[2]) / Double(max($0[0] + $0[1], 1)))
      }
      return """
        \(both) beats have both, \(withdrawn) early ones withdrawn, \(without) beats without; \
        \(changed) of another class; F1 by final N, S, V \(f1.joined(separator: " "))
        """
    }
  }

  /// An answer, and how many seconds of signal had come by then.
  private typealias Told = (beat: LiveBeat, at: Double)

  private func measure(_ samples: [Float], rate: Double) throws -> Delays {
    var live = try LiveClassifier(samplingRate: rate)
    var told: [LiveBeat.Stage: [Told]] = [.first: [], .preliminary: [], .final: []]
    let piece = 4
    for start in stride(from: 0, to: samples.count, by: piece) {
      let end = min(start + piece, samples.count)
      for beat in try live.process(Array(samples[start..<end])) {
        told[beat.stage]?.append((beat, Double(end) / rate))
      }
    }
    let (first, final) = (told[.first] ?? [], told[.final] ?? [])
    var delays = Delays()
    delays.first = first.map { $0.at - $0.beat.time }
    var (firstTimes, times): ([Double?], [Double?]) = ([], [])
    delays.firsts = Early(of: first, final, times: &firstTimes)
    delays.preliminaries = Early(of: told[.preliminary] ?? [], final, times: &times)
    for (index, next) in final.indices.dropLast().map({ ($0, final[$0 + 1].beat.time) }) {
      let (beat, at) = final[index]
      delays.final.append(at - next)
      delays.full.append(min(at, times[index] ?? .infinity) - next)
      delays.own.append(at - beat.time)
    }
    return delays
  }

  private static let isMeasured = ProcessInfo.processInfo.environment["ECG_MEASURE"] != nil
  private static let few = ["100", "119", "203", "208", "222", "232"]

  /// Six records, or with `ECG_MEASURE=1` all 48.
  @Test(.enabled(if: RealData.mitdb != nil, "ECG_DATA is not set"))
  func answersComeInTime() throws {
    let folder = try #require(RealData.mitdb)
    let names =
      Self.isMeasured
      ? try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { $0.hasSuffix(".hea") }.map { String($0.dropLast(4)) }.sorted() : Self.few
    var all = Delays()
    for name in names {
      let file = try RecordingFile.open(folder.appending(path: name).path)
      let samples = try file.samples(ofSignal: 0)
      all.add(try measure(Self.isMeasured ? samples : Array(samples.prefix(360 * 300)), rate: 360))
    }
    func share(_ values: [Double], within limit: Double) -> Double {
      Double(values.count { $0 <= limit }) / Double(values.count)
    }
    func quantiles(_ values: [Double]) -> String {
      let sorted = values.isEmpty ? [.nan] : values.sorted()
      return [0.5, 0.95, 0.99].map {
        String(format: "%.3f", sorted[Int($0 * Double(sorted.count - 1))])
      }.joined(separator: " ")
    }
    let late = all.first.filter { $0 > 0.4 }
    print(
      """
      \(names.count) records, seconds at 50, 95, 99 %: first answers \(quantiles(all.first)) after the own R peak; full \
      ones, preliminary or final, \(quantiles(all.full)) after the next R peak; final \(quantiles(all.final)) after \
      the next R peak, \(quantiles(all.own)) after the own. First within 0.4 s \(share(all.first, within: 0.4)), full within \
      0.7 s \(share(all.full, within: 0.7)), final within 0.7 s \(share(all.final, within: 0.7)).
      First answers that come later: \(late.count), \(quantiles(late)) after the own R peak.
      First beside final: \(all.firsts.text).
      Preliminary beside final: \(all.preliminaries.text).
      """)
    #expect(share(all.first, within: 0.4) > 0.97)
    #expect(share(all.full, within: 0.7) > 0.97)
    #expect(share(all.final, within: 1) > 0.9)
    // Of slow beats the final answer comes first, so that there is no preliminary one.
    #expect(Double(all.firsts.withdrawn + all.firsts.without) < 0.05 * Double(all.firsts.both))
    #expect(Double(all.firsts.changed) < 0.05 * Double(all.firsts.both))
    #expect(all.preliminaries.both > all.firsts.both / 2)
    #expect(Double(all.preliminaries.withdrawn) < 0.01 * Double(all.preliminaries.both))
    #expect(Double(all.preliminaries.changed) < 0.005 * Double(all.preliminaries.both))
  }
}
