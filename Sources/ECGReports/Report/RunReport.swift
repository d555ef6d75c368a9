public import ECGDatasets
public import ECGEvaluation
public import ECGNeuralNetwork

/// Everything a report tells about one run: its data, its training and its scores.
///
/// Parts that a run did not have are left out: a report on data alone has no history and no
/// evaluation.
public struct RunReport: Sendable {
  /// A named fact, such as `batch size` and `256`.
  public struct Fact: Equatable, Sendable {
    /// What it is.
    public var name: String
    /// Its value in words or numerals.
    public var value: String

    /// Creates a fact.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// One part of the data, such as the training beats.
  public struct Part: Equatable, Sendable {
    /// The part's name, such as `train`.
    public var name: String
    /// The beats of each class: `K`.
    public var classCounts: [Int]
    /// What inspection found: where it was read from, missing values, duplicates and the like.
    public var facts: [Fact]

    /// Creates a part.
    public init(name: String, classCounts: [Int], facts: [Fact]) {
      self.name = name
      self.classCounts = classCounts
      self.facts = facts
    }
  }

  /// One of the first beats of the data.
  public struct FirstBeat: Equatable, Sendable {
    /// The short name of its class; nil where it has no label.
    public var classSymbol: String?
    /// Its samples, `L`; those that are not finite are nil.
    public var samples: [Float?]

    /// Creates a first beat.
    public init(classSymbol: String?, samples: [Float?]) {
      self.classSymbol = classSymbol
      self.samples = samples
    }
  }

  /// The title.
  public var title: String
  /// The task whose classes the beats are told apart into.
  public var task: BeatTask
  /// Whether the beats are made up: banner, title and every figure then say so.
  public var isSynthetic: Bool
  /// Whether training and test beats are those of the official Kaggle files or of MIT-BIH split
  /// like them, by beat: the report then says what such a split cannot show.
  public var isOfficialSplit = false
  /// The parts of the data in the order they are shown.
  public var parts: [Part]
  /// What is true of the parts together, such as where they were found and beats that are in both.
  public var dataFacts: [Fact] = []
  /// The first beats of the training part, as they were read.
  public var firstBeats: [FirstBeat] = []
  /// The beats' sampling rate in Hz; nil where unknown.
  public var samplingRate: Double?
  /// The mean beat of each class: `K`, or empty.
  public private(set) var meanBeats: [MeanBeat] = []
  /// The labelled beats whose mean is shown, and from which examples are chosen.
  public var examples: BeatDataset? {
    didSet {
      meanBeats = examples.map { $0.isLabelled ? MeanBeat.each(of: $0) : [] } ?? []
    }
  }

  /// The layers of the network, blocks with those within them; of several networks
  /// those of the first.
  public var layers: [LayerOutline] = []
  /// The training, epoch by epoch.
  public var history: TrainingHistory?
  /// The scores.
  public var evaluation: Evaluation?
  /// The intervals of the scores.
  public var intervals: BootstrapIntervals?
  /// The name of the part that was scored, such as `test`.
  public var evaluatedPart = "test"
  /// How the beats of each record were classified, where it is known which they come from.
  public var records: [RecordAccuracy] = []
  /// Beats as the network sees them.
  public var beatMap: BeatMap?
  /// What cross-validation over patients gave.
  public var patientFolds: PatientFoldScores?
  /// Beats that were classified correctly, with what decided them.
  public var explained: [ShownBeat] = []
  /// The least certain beats, the most doubtful first.
  public var uncertain: [ShownBeat] = []
  /// The beats that were taken for another class than their label, the most confident first.
  public var wrong: [ShownBeat] = []
  /// How the model was made: the recipe and its settings.
  public var recipe: [Fact] = []
  /// What it ran on: machine, threads, time taken, date.
  public var environment: [Fact] = []
  /// The command as it was given.
  public var commandLine = ""
  /// The seed of the run, also of the choice of examples.
  public var seed: UInt64
  /// The program's version.
  public var version: String
  /// What the reader must know before the numbers, such as records left out.
  public var warnings: [String] = []

  /// Creates a report on data; what else the run had is set afterwards.
  public init(
    title: String, task: BeatTask, parts: [Part], isSynthetic: Bool, seed: UInt64, version: String
  ) {
    self.title = title
    self.task = task
    self.parts = parts
    self.isSynthetic = isSynthetic
    self.seed = seed
    self.version = version
  }
}
