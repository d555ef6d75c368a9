import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGFiles
import Testing

/// Cross-validation over patients.
@Suite struct PatientFoldStudyTests {
  /// The probability of one class is scored: of five nobody says which.
  @Test func beatsOfMoreThanTwoClassesAreRefused() throws {
    var beats = SyntheticBeats(seed: 5).dataset(counts: [20, 10, 10, 10, 10])
    beats.origins = (0..<beats.count).map {
      BeatOrigin(record: "r\($0 % 6)", sample: $0, symbol: "N", patient: "p\($0 % 6)")
    }
    let study = PatientFoldStudy(
      recipe: .fast, model: try .pretrained(), modelName: "the pretrained model", folds: 2)
    let error = #expect(throws: FileError.self) { try study.scores(of: beats, from: "x") }
    #expect(error?.kind == .badData && error?.path == "x")
    #expect(
      error?.problem
        == "expected beats of two classes, one of which is looked for in a patient, found those of 5"
    )
  }
}
