import ECGFiles

/// Delivers chosen signals of a recording block by block: memory is taken for a block, not for the
/// recording.
///
/// ```swift
/// var reader = try recording.reader(signals: [lead])
/// while let block = try reader.next() {
///   detector.process(block.samples[0])
/// }
/// ```
public struct SignalReader: Sendable {
  /// The signals, as ``RecordingFile/signals`` describes them.
  public let signals: [RecordedSignal]
  /// Frames per second in Hz: the highest rate at which each chosen signal has a whole number of
  /// samples per frame.
  public let frameRate: Double
  /// Samples of each chosen signal in a frame; 1 where all have the same rate.
  public let samplesPerFrame: [Int]
  /// The frames of the recording from its first sample to its last one, gaps included.
  public let frameCount: Int
  /// The frame that the next block begins with.
  public private(set) var position = 0

  private let store: any SampleStore
  private let wanted: [Int]
  /// Where the runs begin and end in frames.
  private let runs: [(frames: Range<Int>, periods: Range<Int>)]
  /// Frames in a period.
  private let framesPerPeriod: Int
  /// Periods that were read but not yet delivered in whole.
  private var held: (periods: Range<Int>, samples: [[Float]]) = (0..<0, [])

  /// The samples in a block, of all signals, where no number of frames is asked for.
  private static let blockSize = 1 << 17

  /// - Throws: ``FileError`` where a run begins later than frames can be counted.
  init(_ store: any SampleStore, signals wanted: [Int], path: String) throws {
    self.store = store
    self.wanted = wanted
    signals = wanted.map { store.signals[$0] }
    let widths = wanted.map { store.samplesPerPeriod[$0] }
    let framesPerPeriod = max(1, widths.reduce(0, Self.commonDivisor))
    self.framesPerPeriod = framesPerPeriod
    samplesPerFrame = widths.map { $0 / framesPerPeriod }
    let frameRate = Double(framesPerPeriod) / store.period
    self.frameRate = frameRate
    var runs: [(frames: Range<Int>, periods: Range<Int>)] = []
    for run in store.runs {
      // 2^50 frames are 35,000 years at 1 kHz.
      guard let slot = Int(exactly: (run.start * frameRate).rounded()), slot < 1 << 50 else {
        throw FileError(
          .badData, path: path,
          "expected a shorter recording, found samples \(run.start) s after "
            + "its beginning", remedy: "Correct the times in the file or export it again")
      }
      // Rounding may put a run a frame before the end of the one before.
      let start = max(slot, runs.last?.frames.upperBound ?? 0)
      runs.append((start..<(start + run.periods.count * framesPerPeriod), run.periods))
    }
    self.runs = runs
    frameCount = runs.last?.frames.upperBound ?? 0
  }

  /// Goes to a frame, so that the next block begins with it.
  public mutating func seek(to frame: Int) {
    position = min(max(frame, 0), frameCount)
  }

  /// The next frames, or nil at the end.
  ///
  /// - Parameter count: how many at most; nil for 16,384, or fewer where a frame
  ///   holds many samples.
  /// - Throws: `FileError`; `CancellationError` in a task that is cancelled.
  public mutating func next(_ count: Int? = nil) throws -> SignalBlock? {
    guard position < frameCount else { return nil }
    try Task.checkCancellation()
    let frameSize = max(samplesPerFrame.reduce(0, +), 1)
    let wanted = max(count ?? min(16_384, Self.blockSize / frameSize), 1)
    let range = position..<(position + min(wanted, frameCount - position))
    let samples = try read(range)
    position = range.upperBound
    return SignalBlock(start: range.lowerBound, frameCount: range.count, samples: samples)
  }

  /// The samples of a range of frames.
  private mutating func read(_ range: Range<Int>) throws -> [[Float]] {
    let first = runs.partitionPoint { $0.frames.upperBound > range.lowerBound }
    if first < runs.count, runs[first].frames.lowerBound <= range.lowerBound,
      range.upperBound <= runs[first].frames.upperBound
    {
      return try read(range, in: first)
    }
    var whole = samplesPerFrame.map { [Float](repeating: .nan, count: range.count * $0) }
    for run in first..<runs.count {
      guard runs[run].frames.lowerBound < range.upperBound else { break }
      let part = range.clamped(to: runs[run].frames)
      let samples = try read(part, in: run)
      for (index, samples) in samples.enumerated() {
        let start = (part.lowerBound - range.lowerBound) * samplesPerFrame[index]
        whole[index].replaceSubrange(start..<(start + samples.count), with: samples)
      }
    }
    return whole
  }

  /// The samples of frames that lie in one run.
  private mutating func read(_ range: Range<Int>, in run: Int) throws -> [[Float]] {
    let (frames, periods) = runs[run]
    let first = range.lowerBound - frames.lowerBound
    let last = range.upperBound - frames.lowerBound
    let firstPeriod = periods.lowerBound + first / framesPerPeriod
    let endPeriod = periods.lowerBound + (last + framesPerPeriod - 1) / framesPerPeriod
    let needed = firstPeriod..<endPeriod
    if framesPerPeriod == 1 { return try store.samples(of: wanted, periods: needed) }
    // Blocks may end within a period, which is then kept for the next one.
    var samples: [[Float]]
    if held.periods.contains(needed.lowerBound), held.periods.upperBound <= needed.upperBound {
      let kept = needed.lowerBound..<held.periods.upperBound
      samples = held.samples.enumerated().map { index, samples in
        let width = framesPerPeriod * samplesPerFrame[index]
        return Array(samples[((kept.lowerBound - held.periods.lowerBound) * width)...])
      }
      let more = try store.samples(of: wanted, periods: kept.upperBound..<needed.upperBound)
      for (index, more) in more.enumerated() { samples[index] += more }
    } else {
      samples = try store.samples(of: wanted, periods: needed)
    }
    let lastPeriod = max(needed.upperBound - 1, needed.lowerBound)
    held = (
      lastPeriod..<needed.upperBound,
      samples.enumerated().map { index, samples in
        Array(samples.suffix(framesPerPeriod * samplesPerFrame[index]))
      }
    )
    let offset = first - (needed.lowerBound - periods.lowerBound) * framesPerPeriod
    return samples.enumerated().map { index, samples in
      let width = samplesPerFrame[index]
      return Array(samples[(offset * width)..<((offset + range.count) * width)])
    }
  }

  private static func commonDivisor(_ first: Int, _ second: Int) -> Int {
    var (a, b) = (first, second)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}

/// Consecutive frames of some signals.
public struct SignalBlock: Equatable, Sendable {
  /// The first frame, counted from the recording's beginning.
  public var start: Int
  /// The number of frames.
  public var frameCount: Int
  /// The samples of each signal in its unit, NaN where nothing was recorded.
  public var samples: [[Float]]

  /// Creates a block.
  public init(start: Int, frameCount: Int, samples: [[Float]]) {
    self.start = start
    self.frameCount = frameCount
    self.samples = samples
  }
}
