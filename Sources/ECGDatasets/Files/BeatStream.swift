/// Beats that come block by block, so that memory does not grow with their number.
public struct BeatStream {
  /// The task whose classes labels index.
  public let task: BeatTask
  /// Where the beats come from.
  public let source: BeatDataset.Source
  /// `N`, the number of beats in all blocks.
  public let count: Int
  /// `L`, the samples in a beat.
  public let samplesPerBeat: Int
  /// Whether every beat has a label.
  public let isLabelled: Bool
  private let visit: (_ body: (BeatDataset) throws -> Void) throws -> Void

  /// Beats that are copied at once from a data set.
  private static let beatsAtOnce = 4096

  /// Creates a stream.
  ///
  /// - Parameter visit: calls its argument with each block in turn: `count` beats in all, each of
  ///   `samplesPerBeat` samples, labelled as said.
  init(
    task: BeatTask, source: BeatDataset.Source, count: Int, samplesPerBeat: Int, isLabelled: Bool,
    visit: @escaping (_ body: (BeatDataset) throws -> Void) throws -> Void
  ) {
    self.task = task
    self.source = source
    self.count = count
    self.samplesPerBeat = samplesPerBeat
    self.isLabelled = isLabelled
    self.visit = visit
  }

  /// The beats of a data set.
  public init(_ dataset: BeatDataset) {
    self.init(
      task: dataset.task, source: dataset.source, count: dataset.count,
      samplesPerBeat: dataset.samplesPerBeat, isLabelled: dataset.isLabelled
    ) { body in
      for start in stride(from: 0, to: dataset.count, by: Self.beatsAtOnce) {
        let beats = start..<min(start + Self.beatsAtOnce, dataset.count)
        try body(
          BeatDataset(
            task: dataset.task, source: dataset.source, values: dataset.values.block(beats),
            labels: dataset.isLabelled ? Array(dataset.labels[beats]) : []))
      }
    }
  }

  /// Calls `body` with each block in turn.
  ///
  /// - Throws: what `body` throws, and `FileError` where the beats are read from a file that is not
  ///   what it should be.
  public func forEachBlock(_ body: (BeatDataset) throws -> Void) throws {
    try visit(body)
  }
}
