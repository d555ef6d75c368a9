import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGRecordings
import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// How late live answers come, and what they are worth, in samples of real records: no clock is asked.
@Suite struct LiveDelayTests {
  /// The delays of the answers to a record, in seconds, and how first answers fare.
  private struct Delays {
    /// After the own R peak.
    var first: [Double] = []
    /// After the R peak of the next beat, and after the own one.
    var (final, own): ([Double], [Double]) = ([], [])
    /// First answers to beats that are none, final ones without a first, and beats that have both.
    var (withdrawn, unannounced, both) = (0, 0, 0)
    /// First answers of another class than the final one.
    var changed = 0
    /// By class: final answers, first answers, and both alike.
    var counts = [[Int]](repeating: [0, 0, 0], count: 5)

    mutating func add(_ other: Delays) {
      (first, final, own) = (first + other.first, final + other.final, own + other.own)
      withdrawn += other.withdrawn
      unannounced += other.unannounced
      both += other.both
      changed += other.changed
      for label in counts.indices {
        for index in 0..<3 { counts[label][index] += other.counts[label][index] }
      }
    }
  }

  private func measure(_ samples: [Float], rate: Double) throws -> Delays {
    var live = try LiveClassifier(samplingRate: rate)
    var delays = Delays()
    var (seen, told): ([LiveBeat], [(beat: LiveBeat, at: Double)]) = ([], [])
    let piece = 4
    for start in stride(from: 0, to: samples.count, by: piece) {
      let end = min(start + piece, samples.count)
      for beat in try live.process(Array(samples[start..<end])) {
        let now = Double(end) / rate
        if beat.stage == .first {
          seen.append(beat)
          delays.first.append(now - beat.time)
        } else {
          told.append((beat, now))
        }
      }
    }
    for (beat, next) in zip(told, told.dropFirst()) {
      delays.final.append(beat.at - next.beat.time)
      delays.own.append(beat.at - beat.beat.time)
    }
    var rest = seen[...]
    for (beat, _) in told {
      while let first = rest.first, first.time < beat.time - 0.15 {
        delays.withdrawn += 1
        rest.removeFirst()
      }
      guard let first = rest.first, first.time < beat.time + 0.15 else {
        delays.unannounced += 1
        continue
      }
      rest.removeFirst()
      delays.both += 1
      let (a, b) = (beat.beatClass.label, first.beatClass.label)
      delays.counts[a][0] += 1
      delays.counts[b][1] += 1
      if a == b { delays.counts[a][2] += 1 } else { delays.changed += 1 }
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
      let sorted = values.sorted()
      return [0.5, 0.95, 0.99].map {
        String(format: "%.3f", sorted[Int($0 * Double(sorted.count - 1))])
      }.joined(separator: " ")
    }
    let f1 = all.counts.prefix(3).map {
      String(format: "%.4f", 2 * Double($0[2]) / Double($0[0] + $0[1]))
    }
    print(
      """
      \(names.count) records, seconds at 50, 95, 99 %: first answers \(quantiles(all.first)) after the own R peak; final \
      \(quantiles(all.final)) after the next R peak, \(quantiles(all.own)) after the own. Within 0.4 s \
      \(share(all.first, within: 0.4)); within 0.7 s \(share(all.final, within: 0.7)). \
      \(all.both) beats told twice, \(all.withdrawn) first answers withdrawn, \(all.unannounced) beats without; \
      \(all.changed) of another class; F1 of first by final N, S, V \(f1)
      """)
    #expect(share(all.first, within: 0.4) > 0.97)
    #expect(share(all.final, within: 1) > 0.9)
    #expect(Double(all.withdrawn + all.unannounced) < 0.05 * Double(all.both))
    #expect(Double(all.changed) < 0.05 * Double(all.both))
  }
}
