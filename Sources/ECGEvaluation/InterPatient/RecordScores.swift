import ECGRandom

/// The scores of a classifier on several records, each counted on its own.
///
/// Beats of one patient are alike, so that intervals come from drawing whole records with
/// replacement: they say how much a score owes to the choice of patients.
public struct RecordScores: Encodable, Equatable, Sendable {
  /// The counts of one record.
  public struct Record: Encodable, Equatable, Sendable {
    /// The record's name.
    public let name: String
    /// Its counts.
    public let matrix: BeatMatrix

    /// Creates the counts of a record.
    public init(name: String, matrix: BeatMatrix) {
      self.name = name
      self.matrix = matrix
    }
  }

  /// 95 % intervals.
  public struct Intervals: Encodable, Equatable, Sendable {
    /// Of the accuracy.
    public let accuracy: Interval
    /// Of the macro-F1.
    public let macroF1: Interval
    /// Of Cohen's kappa.
    public let cohensKappa: Interval
    /// Of the jκ index.
    public let jKappaIndex: Interval
    /// Of the F1 of supraventricular ectopic beats.
    public let supraventricularF1: Interval
    /// Of the F1 of ventricular ectopic beats.
    public let ventricularF1: Interval
  }

  /// The records.
  public let records: [Record]
  /// All counts together.
  public let total: BeatMatrix
  /// The intervals; nil where there are fewer than two records.
  public let intervals: Intervals?

  private static let resamples = 1000
  private static let level = 0.95

  /// Sums up records.
  ///
  /// - Parameters:
  ///   - records: the records with their scores.
  ///   - seed: the seed of the draws.
  public init(_ records: [Record], seed: UInt64) {
    self.records = records
    total = records.reduce(BeatMatrix()) { $0 + $1.matrix }
    guard records.count > 1 else {
      intervals = nil
      return
    }
    var generator = SeededGenerator(seed: seed, purpose: "bootstrap over records")
    let draws = (0..<Self.resamples).map { _ in
      records.indices.reduce(BeatMatrix()) { sum, _ in
        sum + records[Int.random(in: records.indices, using: &generator)].matrix
      }
    }
    func interval(_ score: (BeatMatrix) -> Double?) -> Interval {
      // A draw without any beat of a class has no score for it.
      Interval(middle: Self.level, of: draws.map { score($0) ?? 0 })
    }
    intervals = Intervals(
      accuracy: interval(\.accuracy), macroF1: interval(\.macroF1),
      cohensKappa: interval(\.cohensKappa), jKappaIndex: interval(\.jKappaIndex),
      supraventricularF1: interval { $0.tally(of: .supraventricular).f1 },
      ventricularF1: interval { $0.tally(of: .ventricular).f1 })
  }

  /// The scores without some of the records.
  public func leavingOut(_ names: Set<String>, seed: UInt64) -> RecordScores {
    RecordScores(records.filter { !names.contains($0.name) }, seed: seed)
  }

  private enum CodingKeys: CodingKey { case records, total, macroF1, intervals }

  /// Encodes the counts and the scores that follow from them.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(records, forKey: .records)
    try container.encode(total, forKey: .total)
    try container.encode(total.macroF1, forKey: .macroF1)
    try container.encode(intervals, forKey: .intervals)
  }
}

extension BeatMatrix {
  /// Counts beats that both sides have.
  ///
  /// - Parameters:
  ///   - labels: their classes, as indices into those of `BeatTask.arrhythmia`.
  ///   - predictions: what they are taken for, likewise.
  public init(labels: [Int], predictions: [Int]) {
    self.init(
      zip(labels, predictions).lazy.map { (BeatLabel.classes[$0], BeatLabel.classes[$1]) })
  }

  /// The mean F1 of the classes that the reference has beats of; nil where it has none.
  public var macroF1: Double? {
    let tallies = BeatLabel.classes.map { tally(of: $0) }.filter { $0.beats > 0 }
    guard !tallies.isEmpty else { return nil }
    return tallies.reduce(0) { $0 + ($1.f1 ?? 0) } / Double(tallies.count)
  }
}
