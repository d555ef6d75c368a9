import ECGBoostedTrees
import ECGParallel
package import ECGSignals
import ECGDatasets
import Synchronization

extension RecordingClassifier {
  /// The probabilities of the classes of beats, and of fibrillation.
  ///
  /// - Parameters: as those of ``probabilities(of:context:threads:)``, and
  ///   - progress: called with the share of the work that is done, on any thread and
  ///     several at a time.
  package func answers(
    to beats: RecordingBeats, context: BeatContext? = nil, threads: Int,
    progress: @Sendable (Double) -> Void = { _ in }
  ) throws -> BeatProbabilities {
    let context = context ?? recipe.context
    let head = try head(for: context)
    let sides: [BeatSide] = context == .record ? [.earlier, .later] : [.earlier]
    let isJoined = context == .families || context == .record
    let families = Mutex<BeatFamilies?>(nil)
    var joined = JoinedLogs(beats: beats.count, biases: recipe.classBiases)
    var evidence = AtrialEvidence(intervals: beats.intervals)
    // Joined as soon as they are there: those of a day of twelve leads together would
    // take much memory.
    let width = max(threads, 1)
    let blocks = (beats.count + LeadAnswers.block - 1) / LeadAnswers.block
    let all = Double(max(sides.count * beats.leads.count * beats.count, 1))
    let done = Atomic(0)
    for side in sides {
      let rhythm = RhythmFeatures(intervals: beats.intervals, side: side)
      for start in stride(from: 0, to: beats.leads.count, by: width) {
        let leads = (start..<min(start + width, beats.leads.count)).map {
          LeadAnswers(to: beats, lead: $0, side, rhythm)
        }
        // The families are a piece of work beside those of the leads, the longest and so the first.
        let isFirst = isJoined && start == 0 && side == sides[0]
        try WorkingTask.withCurrent { caller in
          let work = Array((isFirst ? -1 : 0)..<leads.count * blocks)
          _ = try ParallelWork.map(work, threads: threads) { piece in
            // The trees of a day take seconds.
            try caller.checkCancellation()
            guard piece >= 0 else {
              let found = BeatFamilies(of: beats)
              return families.withLock { $0 = found }
            }
            let count = try leads[piece % leads.count].takeBlock(by: self)
            progress(Double(done.wrappingAdd(count, ordering: .relaxed).newValue) / all)
          }
        }
        for lead in leads {
          let answers = lead.answers
          joined.add(answers.probabilities, isShown: answers.isShown, side: side)
          if let found = answers.evidence { evidence.merge(found) }
        }
      }
    }
    var logs = joined.logs(context, families: families.withLock { $0 })
    return head.probabilities(
      of: &logs, classes: task.classes.count, evidence, context, threads: threads)
  }
}

/// What the trees answer to the beats of a lead, block by block, on any thread.
///
/// What a beat looks like beside the usual one is known in order of time alone, so one thread at a
/// time finds it out; the trees, which take most of the time, are asked outside the lock.
private final class LeadAnswers: Sendable {
  struct State: Sendable {
    var features: BeatFeatures
    /// `N × K`.
    var probabilities: [Float]
    /// Whether the lead shows each beat: `N`.
    var isShown: [Bool]
    /// What tells fibrillation; nil for the side that is not asked for it.
    var evidence: AtrialEvidence?
  }

  /// The beats of a block.
  static let block = 1_024

  private let side: BeatSide
  private let state: Mutex<State>

  init(to beats: RecordingBeats, lead: Int, _ side: BeatSide, _ rhythm: RhythmFeatures) {
    self.side = side
    state = Mutex(
      State(
        features: BeatFeatures(of: beats.leads[lead], rhythm: rhythm, side: side),
        probabilities: [Float](
          repeating: 0, count: beats.count * BeatTask.arrhythmia.classes.count),
        isShown: [Bool](repeating: false, count: beats.count),
        evidence: side == .earlier ? AtrialEvidence(intervals: beats.intervals) : nil))
  }

  /// What is known when all blocks were taken.
  var answers: State { state.withLock { $0 } }

  /// Answers to the beats of the next block.
  ///
  /// - Returns: how many these are.
  /// - Throws: `BoostedTreesError`.
  func takeBlock(by classifier: RecordingClassifier) throws -> Int {
    let block = state.withLock { state in
      let block = state.features.next(Self.block)
      if let block {
        state.evidence?.take(block.range, block.values, isShown: block.isShown)
        state.isShown.replaceSubrange(block.range, with: block.isShown)
      }
      return block
    }
    guard var block else { return 0 }
    if !classifier.recipe.seesNext { block.values.hideNext() }
    let found = try RecordingClassifier.mean(
      of: classifier.forests[side] ?? [], block.values)
    let classes = classifier.task.classes.count
    let rows = block.range.lowerBound * classes..<block.range.upperBound * classes
    state.withLock { $0.probabilities.replaceSubrange(rows, with: found) }
    return block.range.count
  }
}
