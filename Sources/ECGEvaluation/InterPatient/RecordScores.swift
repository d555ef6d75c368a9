import ECGRandom
import ECGSignals

/// The scores of a classifier on several records, each counted on its own.
///
/// Beats of one patient are alike, so that intervals come from drawing patients with all their
/// records, with replacement: they say how much a score owes to the choice of patients. Where these
/// are not known, each record counts as one of its own.
public struct RecordScores: Encodable, Equatable, Sendable {
  /// The counts of one record.
  public struct Record: Encodable, Equatable, Sendable {
    /// The record's name.
    public let name: String
    /// Whose it is; nil where nobody knows.
    public let patient: String?
    /// Its counts.
    public let matrix: BeatMatrix

    /// Creates the counts of a record.
    public init(name: String, patient: String? = nil, matrix: BeatMatrix) {
      (self.name, self.patient, self.matrix) = (name, patient, matrix)
    }
  }

  /// 95 % intervals, each nil where the score is not defined.
  public struct Intervals: Equatable, Sendable {
    /// Of the accuracy.
    public let accuracy: Interval?
    /// Of the macro-F1.
    public let macroF1: Interval?
    /// Of Cohen's kappa.
    public let cohensKappa: Interval?
    /// Of the jκ index.
    public let jKappaIndex: Interval?
    /// Of the F1 of supraventricular ectopic beats.
    public let supraventricularF1: Interval?
    /// Of the F1 of ventricular ectopic beats.
    public let ventricularF1: Interval?

    /// The scores that have one, in the order they are shown.
    package static let scores:
      [(score: BeatScore, interval: any KeyPath<Intervals, Interval?> & Sendable)] =
        [
          (.accuracy, \.accuracy), (.macroF1, \.macroF1), (.cohensKappa, \.cohensKappa),
          (.jKappaIndex, \.jKappaIndex), (.f1(of: .supraventricular), \.supraventricularF1),
          (.f1(of: .ventricular), \.ventricularF1),
        ]
  }

  /// The records.
  public let records: [Record]
  /// All counts together.
  public let total: BeatMatrix
  /// The patients, as far as they are known, or records.
  public let patients: Int
  /// The intervals; nil where there are fewer than two patients.
  public let intervals: Intervals?

  /// The F1 of the ectopic beats, which a reader looks for.
  package static let ectopicF1: [BeatScore] = [.f1(of: .supraventricular), .f1(of: .ventricular)]

  /// Sums up records.
  ///
  /// - Parameters:
  ///   - records: the records with their scores.
  ///   - seed: the seed of the draws.
  public init(_ records: [Record], seed: UInt64) {
    self.records = records
    total = records.reduce(BeatMatrix()) { $0 + $1.matrix }
    var (matrices, places) = ([BeatMatrix](), [String: Int]())
    for record in records {
      // A record of which nobody knows whose it is is that of no other patient.
      if let patient = record.patient, let place = places[patient] {
        matrices[place] = matrices[place] + record.matrix
      } else {
        if let patient = record.patient { places[patient] = matrices.count }
        matrices.append(record.matrix)
      }
    }
    patients = matrices.count
    guard matrices.count > 1 else {
      intervals = nil
      return
    }
    var generator = SeededGenerator(seed: seed, purpose: "bootstrap over records")
    let draws = (0..<Interval.defaultResamples).map { _ in
      matrices.indices.reduce(BeatMatrix()) { sum, _ in
        sum + matrices[Int.random(in: matrices.indices, using: &generator)]
      }
    }
    let total = total
    func interval(_ score: BeatScore) -> Interval? {
      Interval(of: score.value(of: total), draws: draws.map(score.value))
    }
    let macroF1 = Interval(
      of: total.macroF1, draws: draws.map { $0.macroF1(ofClassesIn: total) })
    intervals = Intervals(
      accuracy: interval(.accuracy), macroF1: macroF1,
      cohensKappa: interval(.cohensKappa), jKappaIndex: interval(.jKappaIndex),
      supraventricularF1: interval(.f1(of: .supraventricular)),
      ventricularF1: interval(.f1(of: .ventricular)))
  }

  private enum CodingKeys: CodingKey {
    case records, patients, total, macroF1, macroClasses, intervals
  }

  /// Encodes the counts and the scores that follow from them.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(records, forKey: .records)
    try container.encode(patients, forKey: .patients)
    try container.encode(total, forKey: .total)
    try container.encode(total.macroF1, forKey: .macroF1)
    try container.encode(total.occurring.map { String($0.letter) }, forKey: .macroClasses)
    try container.encode(intervals, forKey: .intervals)
  }
}

extension RecordScores.Intervals: Encodable {
  private enum CodingKeys: CodingKey {
    case accuracy, macroF1, cohensKappa, jKappaIndex, supraventricularF1, ventricularF1
  }

  /// Encodes the intervals, with null for those of scores that are not defined.
  public func encode(to encoder: any Encoder) throws {
    // Written out because the synthesised method leaves nil out instead of encoding null.
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(accuracy, forKey: .accuracy)
    try container.encode(macroF1, forKey: .macroF1)
    try container.encode(cohensKappa, forKey: .cohensKappa)
    try container.encode(jKappaIndex, forKey: .jKappaIndex)
    try container.encode(supraventricularF1, forKey: .supraventricularF1)
    try container.encode(ventricularF1, forKey: .ventricularF1)
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

  /// The mean F1 of the classes that beats are of or taken for, as ``Evaluation/f1`` has it; nil
  /// where there are none.
  ///
  /// Taken for a class is what ``tally(of:)`` does not spare. A record has few classes: one beat
  /// taken for another that it has none of counts as much as each of them.
  public var macroF1: Double? { macroF1(ofClassesIn: self) }

  /// The classes that ``macroF1`` is over.
  package var occurring: [BeatLabel] { BeatLabel.classes.filter { tally(of: $0).f1 != nil } }

  /// The mean F1 of the classes that occur in `whole`, which this is all or a draw of: 0 counts for
  /// one that was not drawn. Nil where either has no beats.
  func macroF1(ofClassesIn whole: BeatMatrix) -> Double? {
    let scores = whole.occurring.map { tally(of: $0).f1 }
    guard scores.contains(where: { $0 != nil }) else { return nil }
    return scores.map { $0 ?? 0 }.mean
  }
}
