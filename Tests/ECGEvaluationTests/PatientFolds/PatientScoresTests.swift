import ECGDatasets
import ECGEvaluation
import Foundation
import ECGTestSupport
import Testing

/// Scores by beat and by patient.
@Suite struct PatientScoresTests {
  /// Forty beats of eight people, the last three of whom have what is looked for.
  private func scores(threshold: Double = 0.45, seed: UInt64 = 1) -> PatientScores {
    let patients = (1...40).map { "p\($0 % 8)" }
    return PatientScores(
      patients: patients, labels: (1...40).map { $0 % 8 >= 5 ? 1 : 0 },
      probabilities: (1...40).map { Float(Double($0 * 37 % 101) / 101) },
      thresholds: Array(repeating: threshold, count: 40), seed: seed)
  }

  /// NumPy and scikit-learn 1.9.1: the mean of `np.float32([i * 37 % 101 / 101])` over the beats
  /// `i % 8` of each person, scored at 0.45 by `accuracy_score`, `recall_score` and
  /// `roc_auc_score`.
  @Test func equalThoseOfScikitLearn() throws {
    let scores = scores()
    let beats = scores.beats
    #expect(beats.count == 40 && beats.accuracy.value == 0.5)
    #expect(beats.sensitivity.value == 0.6 && beats.specificity.value == 0.44)
    #expect(abs(try #require(beats.rocAUC.value) - 0.5253333333333333) < 1e-12)
    let patients = scores.patients
    #expect(patients.count == 8 && patients.accuracy.value == 0.5)
    #expect(patients.sensitivity.value == 2.0 / 3 && patients.specificity.value == 0.4)
    #expect(abs(try #require(patients.rocAUC.value) - 0.5333333333333333) < 1e-12)
    #expect(scores.eachPatient.map(\.name) == (0..<8).map { "p\($0)" })
    #expect(scores.eachPatient.map(\.decision) == [1, 0, 1, 1, 0, 1, 1, 0])
    #expect(abs(scores.eachPatient[6].probability - 0.45940596) < 1e-6)
    #expect(scores.eachPatient.allSatisfy { $0.beats == 5 && $0.threshold == 0.45 })
  }

  @Test func intervalsFollowFromTheSeedAndFromPatients() throws {
    let scores = scores()
    #expect(scores == self.scores() && scores != self.scores(seed: 2))
    let bounds = try #require(scores.beats.accuracy.interval)
    #expect(bounds.contains(0.5) && bounds.low < 0.45 && bounds.high > 0.55)
    // Many beats of one patient are no more than the one.
    let many = PatientScores(
      patients: Array(repeating: "a", count: 90) + ["b"],
      labels: Array(repeating: 1, count: 90) + [0],
      probabilities: Array(repeating: 0.9, count: 90) + [0.8],
      thresholds: Array(repeating: 0.5, count: 91), seed: 1)
    let wide = try #require(many.beats.accuracy.interval)
    #expect(wide == Interval(low: 0, high: 1))
  }

  @Test func whatIsNotDefinedIsNil() {
    let one = PatientScores(
      patients: ["a", "a"], labels: [1, 1], probabilities: [0.2, 0.9], thresholds: [0.5, 0.5],
      seed: 1)
    #expect(one.beats.sensitivity.value == 0.5 && one.patients.sensitivity.value == 1)
    #expect(one.beats.specificity.value == nil && one.beats.specificity.interval == nil)
    #expect(one.beats.rocAUC.value == nil)
    let none = PatientScores(
      patients: [], labels: [], probabilities: [], thresholds: [], seed: 1)
    #expect(none.eachPatient.isEmpty && none.beats.accuracy.value == nil)
  }

  @Test func aPatientOfBothClassesCountsForEach() {
    let both = PatientScores(
      patients: ["a", "a", "b"], labels: [1, 0, 0], probabilities: [0.9, 0.1, 0.1],
      thresholds: [0.5, 0.5, 0.5], seed: 1)
    #expect(both.patients.count == 3 && both.patients.accuracy.value == 1)
    #expect(both.eachPatient.map(\.label) == [0, 1, 0])
  }

  @Test func manyPatientsAreNotCalledFew() {
    let scores = PatientScores(
      patients: (0..<100).map { "p\($0)" }, labels: (0..<100).map { $0 % 2 },
      probabilities: Array(repeating: 0.5, count: 100),
      thresholds: Array(repeating: 0.5, count: 100), seed: 1)
    let outcome = PatientFoldScores(
      task: .infarction, folds: 2, recipe: "fast", seed: 1, source: "convolutions of m",
      lines: [.init(division: .patient, start: .scratch, scores: scores)])
    #expect(
      outcome.remarks[0] == "100 patients, 50 of them with myocardial infarction.")
  }

  @Test func textTableAndDocumentNameEverything() throws {
    let lines = [FoldDivision.patient, .beat].flatMap { division in
      PatientFoldScores.Start.allCases.map {
        PatientFoldScores.Line(division: division, start: $0, scores: scores())
      }
    }
    let outcome = PatientFoldScores(
      task: .infarction, folds: 4, recipe: "fast", seed: 7, source: "convolutions of m",
      lines: lines)
    let text = outcome.description
    for words in [
      "4 folds, recipe fast, seed 7", "Split by patient, scored by beat: 40 beats",
      "Split by beat, scored by patient: 8 patients", "fine-tuned  0.500 (", "ROC-AUC",
      "8 patients, 3 of them with myocardial infarction, are few",
    ] { #expect(text.contains(words), "\(words)") }
    let rows = outcome.csv.split(separator: "\n").map { $0.split(separator: ",") }
    #expect(rows.count == 1 + 6 * 8 && Set(rows.map(\.count)) == [9])
    #expect(rows[1].prefix(4).joined(separator: " ") == "patient scratch p0 N")
    let document = try JSONEncoder().encode(outcome)
    let json = try #require(try ExactJSON.object(with: document) as? [String: Any])
    let first = try #require((json["lines"] as? [[String: Any]])?.first)
    #expect(first["division"] as? String == "patient" && first["start"] as? String == "scratch")
    #expect((json["remark"] as? String)?.contains("are few") == true)
  }
}
