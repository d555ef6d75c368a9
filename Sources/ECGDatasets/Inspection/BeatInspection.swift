/// What is in one set of beats.
public struct BeatInspection: Codable, Equatable, Sendable {
  /// One class of beats.
  public struct ClassSummary: Codable, Equatable, Sendable {
    /// The class's short name.
    public let symbol: String
    /// The class's name in words.
    public let name: String
    /// The beats of the class.
    public let count: Int
    /// The class's share of the beats, 0 … 1.
    public let share: Double
    /// The mean of the class's beats at each of the `L` samples, over finite values; none for a
    /// class without beats.
    public let mean: [Double]
    /// The population standard deviation at each of the `L` samples, likewise.
    public let standardDeviation: [Double]
  }

  /// `N`, the number of beats.
  public let beats: Int
  /// `L`, the samples in a beat.
  public let samplesPerBeat: Int
  /// The type the samples are held in.
  public let type: String
  /// The first beats, at most five; values that are not finite are nil.
  public let firstBeats: [[Float?]]
  /// The labels of the first beats; none where beats are not labelled.
  public let firstLabels: [Int]
  /// The samples that are missing or not a number.
  public let missingValues: Int
  /// The samples that are infinite.
  public let infiniteValues: Int
  /// The finite samples below 0 or above 1, the range of Kaggle's beats.
  public let valuesOutsideUnitRange: Int
  /// The least finite sample; nil where there is none.
  public let minimum: Float?
  /// The greatest finite sample; nil where there is none.
  public let maximum: Float?
  /// The beats all of whose samples are the same.
  public let constantBeats: Int
  /// The beats that repeat an earlier one of the set, bit for bit, labels aside.
  public let duplicateBeats: Int
  /// The beats among those whose label differs from that of the earlier one.
  public let duplicatesOfAnotherClass: Int
  /// The classes in label order; none where beats are not labelled.
  public let classes: [ClassSummary]
  /// The beats in the largest class for each in the smallest that has any; nil without labels.
  public let imbalanceRatio: Double?

  static let firstBeatsShown = 5

  /// Inspects a data set.
  public init(_ dataset: BeatDataset) {
    self.init(dataset, index: BeatIndex(dataset))
  }

  init(_ dataset: BeatDataset, index: BeatIndex) {
    beats = dataset.count
    samplesPerBeat = dataset.samplesPerBeat
    type = "Float32"
    let first = 0..<min(dataset.count, BeatInspection.firstBeatsShown)
    firstBeats = first.map { dataset[beat: $0].map { $0.isFinite ? $0 : nil } }
    firstLabels = dataset.isLabelled ? first.map { dataset.labels[$0] } : []
    let census = ValueCensus(dataset.values)
    missingValues = census.missing
    infiniteValues = census.infinite
    valuesOutsideUnitRange = census.outsideUnitRange
    minimum = census.minimum <= census.maximum ? census.minimum : nil
    maximum = census.minimum <= census.maximum ? census.maximum : nil
    constantBeats = census.constantBeats
    duplicateBeats = index.repeats.count
    duplicatesOfAnotherClass =
      dataset.isLabelled
      ? index.repeats.count { dataset.labels[$0.beat] != dataset.labels[$0.earlier] } : 0
    classes = dataset.isLabelled && dataset.count > 0 ? ClassSummary.all(of: dataset) : []
    let counts = classes.map(\.count).filter { $0 > 0 }
    imbalanceRatio = counts.max().flatMap { most in
      counts.min().map { Double(most) / Double($0) }
    }
  }
}

extension BeatInspection.ClassSummary {
  /// The summaries of all classes of a labelled data set that is not empty.
  static func all(of dataset: BeatDataset) -> [Self] {
    let moments = ClassMoments(of: dataset)
    return dataset.task.classes.enumerated().map { index, name in
      let count = moments.beats[index]
      return Self(
        symbol: name.symbol, name: name.name, count: count,
        share: Double(count) / Double(dataset.count),
        mean: count > 0 ? moments.mean[index] : [],
        standardDeviation: count > 0 ? moments.standardDeviation[index] : [])
    }
  }
}
