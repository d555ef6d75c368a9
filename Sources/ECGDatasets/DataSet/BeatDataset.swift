/// Labelled beats of equal length: the unit that is explored, split, trained and scored on.
public struct BeatDataset: Sendable {
  /// Where a data set came from.
  public enum Source: Equatable, Sendable {
    /// CSV files, by path.
    case csv([String])
    /// Raw records, by folder.
    case records(folder: String)
    /// Made up by ``SyntheticBeats``; never to be reported as anything else.
    case synthetic(seed: UInt64)
    /// A file of ``BeatSafetensors``, by path, and where its beats came from, in words.
    case safetensors(String, madeFrom: String)
  }

  /// `L` of the beats in Kaggle's files, and of all that are cut or generated here to be like them:
  /// what files are taken to have where nothing else is said.
  public static let kaggleSamplesPerBeat = 187

  /// The task whose classes `labels` index.
  public let task: BeatTask
  /// Where the beats came from.
  public let source: Source
  /// The samples, beat after beat: `N × L`.
  public var values: BeatValues
  /// The class of each beat as an index into `task.classes`: `N`, or none for unlabelled beats.
  public var labels: [Int]
  /// Where each beat came from, where that is known: `N` or nil.
  public var origins: [BeatOrigin]?

  /// Creates a data set.
  ///
  /// - Precondition: the counts agree: `values` holds `N × L` numbers, `labels` N or
  ///   0, `origins` N.
  public init(
    task: BeatTask, source: Source, samplesPerBeat: Int, values: [Float], labels: [Int],
    origins: [BeatOrigin]? = nil
  ) {
    self.init(
      task: task, source: source, values: BeatValues(values, samplesPerBeat: samplesPerBeat),
      labels: labels, origins: origins)
  }

  /// Creates a data set of values wherever they are.
  ///
  /// - Precondition: the counts agree: `labels` holds N or 0, `origins` N.
  public init(
    task: BeatTask, source: Source, values: BeatValues, labels: [Int],
    origins: [BeatOrigin]? = nil
  ) {
    precondition(labels.isEmpty || labels.count == values.beatCount)
    precondition(origins == nil || origins?.count == values.beatCount)
    self.task = task
    self.source = source
    self.values = values
    self.labels = labels
    self.origins = origins
  }

  /// `N`, the number of beats.
  public var count: Int { values.beatCount }

  /// `L`, the samples in a beat.
  public var samplesPerBeat: Int { values.samplesPerBeat }

  /// Whether every beat has a label.
  public var isLabelled: Bool { labels.count == count }

  /// Whether the beats are made up.
  public var isSynthetic: Bool {
    if case .synthetic = source { true } else { false }
  }

  /// A copy of the `L` samples of beat `index`.
  public subscript(beat index: Int) -> [Float] { values.withBeat(index) { Array($0) } }

  /// The number of beats in each of the `K` classes.
  public var classCounts: [Int] {
    labels.reduce(into: Array(repeating: 0, count: task.classes.count)) { $0[$1] += 1 }
  }

  /// The beats at `indices`, in that order. Their values are not copied.
  ///
  /// - Precondition: the indices are those of beats.
  public func selecting(_ indices: [Int]) -> BeatDataset {
    BeatDataset(
      task: task, source: source, values: values.selecting(indices),
      labels: labels.isEmpty ? [] : indices.map { labels[$0] },
      origins: origins.map { origins in indices.map { origins[$0] } })
  }
}
