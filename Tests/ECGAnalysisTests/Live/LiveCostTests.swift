import ECGAnalysis
import ECGClassifier
import ECGParallel
import ECGTestSupport
import Foundation
import Synchronization
import Testing

/// What many live streams cost. `ECG_MEASURE=1`, since it wants a machine of its own.
@Suite struct LiveCostTests {
  private static let isMeasured = ProcessInfo.processInfo.environment["ECG_MEASURE"] != nil

  /// A thousand straps on two threads, each with packets of a fifth of a second.
  @Test(.enabled(if: isMeasured, "ECG_MEASURE is not set"))
  func aThousandStreams() throws {
    let (streams, threads, seconds, packet) = (1_000, 2, 60, 26)
    let signal = LiveSignal.samples(seconds: seconds)
    let classifier = try RecordingClassifier.pretrained()
    let before = Self.residentBytes
    let clock = ContinuousClock()
    let memory = Mutex(0)
    let start = clock.now
    let times = try ParallelWork.map(Array(0..<threads), threads: threads) { thread in
      var live = try (0..<streams / threads).map { _ in
        try LiveClassifier(samplingRate: 130, by: classifier)
      }
      var times: [Duration] = []
      // As they come: a packet of each stream in turn.
      for first in Swift.stride(from: 0, to: signal.count, by: packet) {
        for index in live.indices {
          // Straps do not beat in step.
          let start = (first + 17 * index) % (signal.count - packet)
          let samples = Array(signal[start..<start + packet])
          let begin = clock.now
          _ = try live[index].process(samples)
          times.append(clock.now - begin)
        }
      }
      memory.withLock { $0 = max($0, Self.residentBytes - before) }
      return withExtendedLifetime(live) { times }
    }
    let taken = clock.now - start
    let sorted = times.joined().sorted()
    func quantile(_ share: Double) -> Duration { sorted[Int(share * Double(sorted.count - 1))] }
    print(
      """
      \(streams) streams of \(seconds) s on \(threads) threads: \(taken), \
      \(Duration.seconds(seconds) / taken) times real time; a call \(quantile(0.5)), 99 % \(quantile(0.99)), \
      longest \(quantile(1)); \(memory.withLock { $0 } / streams / 1_000) kB a stream
      """)
    #expect(memory.withLock { $0 } <= streams * 200_000)
  }

  /// The memory in use, where the system tells it.
  private static var residentBytes: Int {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
      let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return 0 }
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }
}
