import ECGClassifier
public import ECGFiles
public import ECGRecordings
public import ECGSignals

/// All that there is to say of a recording, in one call: its beats with their classes, families,
/// events, rhythms, and what they come to.
///
/// ```swift
/// let analysis = try await RecordingAnalysis(of: "data/mitdb/208")
/// for beat in analysis.beats where beat.beatClass == .ventricular { print(beat.time) }
/// for (name, value) in analysis.summary.facts { print(name, value) }
/// ```
///
/// It is ``ClassifiedRecording`` and ``RecordingSummary`` behind a call that does not block: the
/// work is done on threads of its own, apart from those on which Swift's tasks run, or by the task
/// executor that the caller has chosen. Where the task is cancelled, the work ends within a block,
/// or with the families or the summary that are being made, and throws `CancellationError`.
public struct RecordingAnalysis: Sendable {
  /// The recording with its beats, classes, probabilities, families, gaps and quality.
  public let classified: ClassifiedRecording
  /// What the beats come to: rates, burden, heart rate variability, extremes, trends, ST segments;
  /// as JSON and as facts for people.
  public package(set) var summary: RecordingSummary

  /// Analyses a recording of any format, in a file or in memory.
  ///
  /// - Parameters:
  ///   - path: the recording, as `RecordingFile.open` takes it; in memory the name of its
  ///     file or record.
  ///   - folder: where it is: the disk, or bytes in memory,
  ///     `InputFolder(files: ["100.hea": …, "100.dat": …])`.
  ///   - options: how to go about it.
  ///   - progress: called with the share that is done, from 0 to 1, which only grows: on any
  ///     thread, one at a time.
  /// - Throws: `FileError` where the recording or its annotations cannot be read, there is no such
  ///   lead, or the sampling rate does not do; `BoostedTreesError` where the classifier cannot be
  ///   asked for the context; `CancellationError`.
  public init(
    of path: String, in folder: InputFolder = .disk, options: AnalysisOptions = AnalysisOptions(),
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws {
    self = try await AnalysisQueue.run {
      try Self(
        RecordingFile.open(path, in: folder, options: options.recording), options,
        telling: AnalysisProgress(progress))
    }
  }

  /// Analyses samples that are in memory already, as those of a watch are.
  ///
  /// - Parameters:
  ///   - leads: the samples of each of the `C` leads, as many of one as of the other; not finite
  ///     where one is missing.
  ///   - samplingRate: samples per second in Hz.
  ///   - unit: the unit of the samples, such as `uV`; nil where nobody knows it. They are then
  ///     taken for mV, and it is remarked where they cannot be.
  ///   - options: how to go about it; what they say of files does not matter.
  ///   - progress: called with the share that is done, from 0 to 1, which only grows: on any
  ///     thread, one at a time.
  /// - Throws: as ``init(of:in:options:progress:)`` does.
  public init(
    of leads: [[Float]], samplingRate: Double, unit: String? = nil,
    options: AnalysisOptions = AnalysisOptions(),
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws {
    self = try await AnalysisQueue.run {
      try Self(
        RecordingFile(samples: leads, samplingRate: samplingRate, unit: unit), options,
        telling: AnalysisProgress(progress))
    }
  }

  /// Analyses a recording that is open.
  ///
  /// - Parameters:
  ///   - recording: the recording.
  ///   - options: how to go about it; what they say of opening does not matter.
  ///   - progress: called with the share that is done, from 0 to 1, which only grows: on any
  ///     thread, one at a time.
  /// - Throws: as ``init(of:in:options:progress:)`` does.
  public init(
    of recording: RecordingFile, options: AnalysisOptions = AnalysisOptions(),
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws {
    self = try await AnalysisQueue.run {
      try Self(recording, options, telling: AnalysisProgress(progress))
    }
  }

  /// The same on the thread of the caller.
  ///
  /// - Parameters:
  ///   - recording: the recording.
  ///   - options: how to go about it; what they say of opening does not matter.
  ///   - progress: is told how far it is.
  /// - Throws: as ``init(of:in:options:progress:)`` does.
  package init(
    _ recording: RecordingFile, _ options: AnalysisOptions,
    telling progress: AnalysisProgress = AnalysisProgress()
  ) throws {
    try Task.checkCancellation()
    classified = try ClassifiedRecording(
      recording, lead: options.lead,
      beats: options.beats ?? recording.namedAnnotator.map { .annotated($0) } ?? .detected,
      by: options.classifier ?? .pretrained(), context: options.context,
      abstainBelow: options.abstainBelow, threads: options.threads, telling: progress)
    progress.tell(.summing, 0.95)
    try Task.checkCancellation()
    var summary = RecordingSummary(classified, rateLimits: options.rateLimits)
    progress.tell(.summing, 1)
    try Task.checkCancellation()
    if options.measuresST {
      summary.st = try STTrend(of: classified, threads: options.threads)
    }
    self.summary = summary
    progress.finish()
  }

  /// The beats in their sequence, and the events in it: couplets, runs, bigeminy,
  /// trigeminy, pauses.
  public var events: RhythmEvents { classified.events }

  /// The rhythm at each beat, and the episodes of rhythms.
  public var episodes: RhythmEpisodes { classified.episodes }

  /// What to tell of the recording: what of it is left out or is not as its file says, in sentences
  /// without a full stop.
  public var remarks: [String] { classified.allRemarks }
}
