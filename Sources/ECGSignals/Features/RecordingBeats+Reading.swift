import ECGFiles
public import ECGParallel
public import ECGRecordings
import Synchronization

extension RecordingBeats {
  /// Reads the beats of several leads of a recording in one pass.
  ///
  /// - Parameters:
  ///   - times: the R peaks in seconds, ascending.
  ///   - recording: where they are.
  ///   - signals: the leads, at least one.
  ///   - threads: the threads that share the leads; the result does not depend on it.
  ///   - observe: called with each block as it is read.
  /// - Throws: `FileError`.
  public init(
    at times: [Double], in recording: RecordingFile, signals: [Int],
    threads: Int = ThreadCount.allCores,
    observe: (_ block: SignalBlock, _ share: Double) -> Void = { _, _ in }
  ) throws {
    var reader = try recording.reader(signals: signals)
    let works: [LeadWork]
    do {
      works = try signals.enumerated().map { index, signal in
        try LeadWork(
          at: times, samplingRate: recording.signals[signal].samplingRate, isMeasured: index == 0)
      }
    } catch let error as ResamplingError {
      throw FileError(
        .badData, path: recording.path, error.description,
        remedy: "Resample the recording or choose another")
    }
    let rate = recording.signals[signals[0]].samplingRate
    let rails = Mutex(RailFinder(samplingRate: rate))
    var count = 0
    while let block = try reader.next() {
      // The rails of the first lead are work of their own, so that two threads have alike to do.
      ParallelWork.forEach(works.count + 1, threads: threads) { index in
        if index < works.count {
          works[index].process(block.samples[index])
        } else {
          rails.withLock { $0.process(block.samples[0]) }
        }
      }
      count += block.samples[0].count
      observe(block, Double(reader.position) / Double(max(reader.frameCount, 1)))
    }
    ParallelWork.forEach(works.count, threads: threads) { works[$0].finish() }
    rails.withLock { $0.finish() }
    self.init(times: times, leads: works.map(\.beats))
    quality =
      QualityAssessment(
        beats: leads[0], times: times, blocks: works[0].blocks, rails: rails.withLock { $0 },
        end: Double(count) / rate
      ).quality
  }
}

/// A lead from which beats are cut, on one thread at a time.
private final class LeadWork: Sendable {
  private struct State: Sendable {
    var extractor: BeatExtractor
    var beats: LeadBeats
  }

  private let state: Mutex<State>

  /// - Parameter isMeasured: whether the quality of its signal is measured as well.
  init(at times: [Double], samplingRate: Double, isMeasured: Bool) throws {
    state = Mutex(
      State(
        extractor: isMeasured
          ? try .measuring(times: times, samplingRate: samplingRate)
          : try BeatExtractor(times: times, samplingRate: samplingRate),
        beats: LeadBeats(capacity: times.count)))
  }

  func process(_ samples: [Float]) {
    state.withLock { $0.extractor.process(samples, into: &$0.beats) }
  }

  func finish() { state.withLock { $0.extractor.finish(into: &$0.beats) } }

  /// The beats that were cut.
  var beats: LeadBeats { state.withLock { $0.beats } }

  /// What was measured of the signal; nothing where nobody asked.
  var blocks: [QualityBlock] { state.withLock { $0.extractor.meter?.blocks ?? [] } }
}
