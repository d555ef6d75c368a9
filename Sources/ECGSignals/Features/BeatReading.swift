import ECGParallel
import Synchronization

/// Beats with the quality of the first lead, from leads that are read block by block.
///
/// A class, since threads share what it collects.
final class BeatReading: Sendable {
  private let times: [Double]
  private let samplingRate: Double
  private let threads: Int
  private let works: [LeadWork]
  /// Where the first lead stands still and where it has no samples.
  private let rails: Mutex<(finder: RailFinder, gaps: GapFinder)>

  /// Begins to read.
  ///
  /// - Parameters:
  ///   - times: the R peaks in seconds, ascending.
  ///   - samplingRates: the samples per second of each lead, at least one.
  ///   - threads: the threads that share the leads.
  /// - Throws: `ResamplingError` for a rate that cannot be brought to 120 Hz.
  init(at times: [Double], samplingRates: [Double], threads: Int) throws {
    (self.times, samplingRate, self.threads) = (times, samplingRates[0], threads)
    works = try samplingRates.enumerated().map { index, rate in
      try LeadWork(at: times, samplingRate: rate, isMeasured: index == 0)
    }
    rails = Mutex(
      (RailFinder(samplingRate: samplingRate), GapFinder(samplingRate: samplingRate)))
  }

  /// Takes the next samples of each lead.
  func process(_ samples: [[Float]]) {
    // The rails of the first lead are work of their own, so that two threads have alike to do.
    ParallelWork.forEach(works.count + 1, threads: threads) { index in
      if index < works.count {
        works[index].process(samples[index])
      } else {
        rails.withLock { rails in
          rails.finder.process(samples[0])
          rails.gaps.process(samples[0])
        }
      }
    }
  }

  /// The beats, once there are no more samples.
  func finish() -> RecordingBeats {
    ParallelWork.forEach(works.count, threads: threads) { works[$0].finish() }
    let (finder, gaps) = rails.withLock { rails in
      rails.finder.finish()
      rails.gaps.finish()
      return rails
    }
    var beats = RecordingBeats(
      times: times, leads: works.map(\.beats),
      dropouts: Dropouts(gaps: gaps.gaps, standstills: finder.standstills))
    beats.quality =
      QualityAssessment(
        beats: beats.leads[0], times: times, blocks: works[0].blocks, rails: finder,
        end: Double(gaps.position) / samplingRate
      ).quality
    return beats
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
