import ECGDatasets
import ECGRandom
import Foundation

/// How well two classes are told apart in patients, by beat and by patient.
///
/// A patient is scored by the mean probability of their beats, against the mean threshold of those.
/// Beats of one patient are alike, so that all intervals come from drawing whole patients with
/// replacement: they say how much a score owes to the choice of patients.
public struct PatientScores: Encodable, Equatable, Sendable {
  /// A score and how far it can be believed.
  public struct Score: Equatable, Sendable {
    /// The score; nil where it is not defined, such as the sensitivity without beats of
    /// the second class.
    public let value: Double?
    /// Its 95 % interval; nil where there is no score.
    public let interval: Interval?
  }

  /// The scores of beats, or of patients.
  public struct Scores: Encodable, Equatable, Sendable {
    /// How many were scored.
    public let count: Int
    /// The share decided as labelled.
    public let accuracy: Score
    /// The share of the second class that is found.
    public let sensitivity: Score
    /// The share of the first class that is left alone.
    public let specificity: Score
    /// The area under the ROC curve of the probabilities, those of all folds together.
    public let rocAUC: Score
  }

  /// One patient.
  public struct Patient: Encodable, Equatable, Sendable {
    /// Who it is, such as `patient001`.
    public let name: String
    /// The class, 0 or 1.
    public let label: Int
    /// The number of beats.
    public let beats: Int
    /// The share of the beats decided as labelled.
    public let beatAccuracy: Double
    /// The mean probability of the second class over the beats.
    public let probability: Double
    /// The mean threshold over the beats.
    public let threshold: Double

    /// The class that the patient is taken for.
    public var decision: Int { probability >= threshold ? 1 : 0 }
  }

  /// The scores by beat.
  public let beats: Scores
  /// The scores by patient.
  public let patients: Scores
  /// The patients by name. One with beats of both classes is there once for each.
  public let eachPatient: [Patient]

  private enum CodingKeys: String, CodingKey {
    case beats, patients
    case eachPatient = "people"
  }

  /// A beat, or a patient by the mean of its beats.
  private struct Item {
    let label: Int
    let probability: Float
    let decision: Int
  }

  /// Scores beats of patients.
  ///
  /// - Parameters:
  ///   - patients: whose beat it is: `N`.
  ///   - labels: the class of each beat, 0 or 1: `N`.
  ///   - probabilities: the probability of the second class of each beat: `N`.
  ///   - thresholds: the probability from which on a beat is taken for the second class: `N`.
  ///   - seed: the seed of the draws.
  /// - Precondition: all hold `N` values.
  public init(
    patients: [String], labels: [Int], probabilities: [Float], thresholds: [Double], seed: UInt64
  ) {
    precondition(
      patients.count == labels.count && labels.count == probabilities.count
        && probabilities.count == thresholds.count)
    let groups = Dictionary(grouping: labels.indices) { "\(patients[$0])\u{0}\(labels[$0])" }
      .sorted { $0.key < $1.key }.map(\.value)
    let items = labels.indices.map {
      Item(
        label: labels[$0], probability: probabilities[$0],
        decision: Double(probabilities[$0]) >= thresholds[$0] ? 1 : 0)
    }
    let eachPatient = groups.map { beats in
      let count = Double(beats.count)
      return Patient(
        name: patients[beats[0]], label: labels[beats[0]], beats: beats.count,
        beatAccuracy: ratio(beats.count { items[$0].decision == labels[$0] }, beats.count),
        probability: beats.reduce(0) { $0 + Double(probabilities[$1]) } / count,
        threshold: beats.reduce(0) { $0 + thresholds[$1] } / count)
    }
    var generator = SeededGenerator(seed: seed, purpose: "bootstrap over patients")
    let draws = (0..<Interval.defaultResamples).map { _ in
      groups.map { _ in Int.random(in: groups.indices, using: &generator) }
    }
    let ofBeats = groups.map { $0.map { items[$0] } }
    let ofPatients = eachPatient.map {
      [Item(label: $0.label, probability: Float($0.probability), decision: $0.decision)]
    }
    self.eachPatient = eachPatient
    beats = Self.scores(ofBeats, draws)
    self.patients = Self.scores(ofPatients, draws)
  }

  /// Scores what each patient has, and the same of the drawn patients.
  private static func scores(_ items: [[Item]], _ draws: [[Int]]) -> Scores {
    let whole = values(items.flatMap { $0 })
    let drawn = draws.map { draw in values(draw.flatMap { items[$0] }) }
    let scores = whole.indices.map { position in
      Score(
        value: whole[position],
        interval: Interval(of: whole[position], draws: drawn.map { $0[position] }))
    }
    return Scores(
      count: items.reduce(0) { $0 + $1.count }, accuracy: scores[0], sensitivity: scores[1],
      specificity: scores[2], rocAUC: scores[3])
  }

  /// Accuracy, sensitivity, specificity and ROC-AUC; nil for what is not defined.
  private static func values(_ items: [Item]) -> [Double?] {
    func share(_ kept: [Item]) -> Double? {
      kept.isEmpty ? nil : ratio(kept.count { $0.decision == $0.label }, kept.count)
    }
    let ranking = Ranking(
      class: BeatTask.positiveLabel, of: 2, labels: items.map(\.label),
      probabilities: items.flatMap { [1 - $0.probability, $0.probability] })
    return [
      share(items), share(items.filter { $0.label == BeatTask.positiveLabel }),
      share(items.filter { $0.label == BeatTask.negativeLabel }),
      ranking.areaUnderROC,
    ]
  }
}

extension PatientScores.Score: Encodable {
  private enum CodingKeys: CodingKey { case value, interval }

  /// Encodes both, with null for what is not defined.
  public func encode(to encoder: any Encoder) throws {
    // Written out because the synthesised method leaves nil out instead of encoding null.
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(value, forKey: .value)
    try container.encode(interval, forKey: .interval)
  }
}
