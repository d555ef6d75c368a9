public import ECGClassifier
public import ECGParallel
public import ECGRecordings
public import ECGSignals

/// How a ``RecordingAnalysis`` goes about a recording; the usual way where nothing is said.
public struct AnalysisOptions: Sendable {
  /// What the recording's file does not say, such as the sampling rate of a table.
  public var recording: RecordingOptions
  /// The leads by name or number, separated by commas: beats are found in the first, and classified
  /// by all; nil for all there are, the best one first.
  public var lead: String?
  /// Where the beats come from; nil for the annotations by which the recording is named, such as
  /// `100.atr`, or else for those that are found.
  public var beats: ClassifiedRecording.Beats?
  /// What classifies the beats; nil for the classifier that comes with the package.
  public var classifier: RecordingClassifier?
  /// How far around a beat the classifier looks; nil for as far as it was made for.
  public var context: BeatContext?
  /// The probability below which beats are left unclassified; nil for none, as it has to be where
  /// the classes are those of annotations.
  public var abstainBelow: Double?
  /// What counts as bradycardia and tachycardia.
  public var rateLimits: RateEpisode.Limits
  /// Whether the ST segment is measured, in a pass of its own.
  public var measuresST: Bool
  /// The threads that share the work; the result does not depend on it.
  public var threads: Int

  /// Creates options.
  public init(
    recording: RecordingOptions = RecordingOptions(), lead: String? = nil,
    beats: ClassifiedRecording.Beats? = nil, classifier: RecordingClassifier? = nil,
    context: BeatContext? = nil, abstainBelow: Double? = nil,
    rateLimits: RateEpisode.Limits = RateEpisode.Limits(), measuresST: Bool = true,
    threads: Int = ThreadCount.allCores
  ) {
    (self.recording, self.lead, self.beats) = (recording, lead, beats)
    (self.classifier, self.context, self.abstainBelow) = (classifier, context, abstainBelow)
    (self.rateLimits, self.measuresST, self.threads) = (rateLimits, measuresST, threads)
  }
}
