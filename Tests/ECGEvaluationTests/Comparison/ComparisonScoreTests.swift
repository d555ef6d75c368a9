import ECGDatasets
import ECGEvaluation
import Testing

@Suite struct ComparisonScoreTests {
  /// Golden numbers from `compute_AAMI_performance_measures` of
  /// https://github.com/mondejar/ecg-classification (python/evaluation_AAMI.py), run with NumPy
  /// 2.4.6 and scikit-learn 1.9.1 on labels and predictions with these counts. In them as many
  /// ventricular beats are called fusion as fusion beats ventricular: of the two, that program
  /// spares the wrong ones.
  private struct Case {
    let counts: [[Int]]
    let kappa: Double
    let j: Double
    let jKappa: Double
    let accuracy: Double
    let recall: [Double]
    let precision: [Double]
  }

  private static let cases = [
    Case(
      counts: [
        [42244, 904, 1032, 79], [346, 1432, 59, 0], [122, 134, 2924, 41], [245, 0, 41, 102],
      ],
      kappa: 0.7294299173379163, j: 2.9953505326934176, jKappa: 0.7391337752556353,
      accuracy: 0.9395835429031285,
      recall: [0.9544725366592105, 0.7795318454001089, 0.9077926109903757, 0.26288659793814434],
      precision: [0.9834020066578206, 0.5797570850202429, 0.72826899128269, 0.4594594594594595]),
    Case(
      counts: [[50, 3, 2, 1], [4, 20, 5, 0], [1, 2, 27, 6], [0, 0, 6, 9]],
      kappa: 0.6864191837675813, j: 3.033772819472617, jKappa: 0.7224311943178677,
      accuracy: 0.7794117647058824,
      recall: [0.8928571428571429, 0.6896551724137931, 0.75, 0.6],
      precision: [0.9090909090909091, 0.8, 0.7941176470588235, 0.5625]),
  ]

  private func matrix(_ counts: [[Int]]) throws -> BeatMatrix {
    try BeatMatrix(
      ConfusionMatrix(
        classes: Array(BeatTask.arrhythmia.classes.prefix(counts.count)), counts: counts))
  }

  @Test(arguments: cases.indices) func scoresEqualThoseOfOthers(index: Int) throws {
    let golden = Self.cases[index]
    let matrix = try matrix(golden.counts)
    #expect(agree([matrix.cohensKappa], [golden.kappa]))
    #expect(agree([matrix.jIndex], [golden.j]))
    #expect(agree([matrix.jKappaIndex], [golden.jKappa]))
    #expect(agree([matrix.accuracy], [golden.accuracy]))
    let tallies = BeatLabel.classes.prefix(4).map(matrix.tally)
    #expect(agree(tallies.map(\.sensitivity), golden.recall))
    #expect(agree(tallies.map(\.positivePredictivity), golden.precision))
    #expect(matrix.matched.counts == golden.counts)
  }

  @Test func unknownBeatsCountForNeitherEctopicClass() throws {
    let counts = [
      [10, 1, 2, 0, 0], [0, 5, 1, 0, 0], [0, 1, 6, 0, 0], [0, 1, 3, 2, 0], [0, 7, 9, 0, 1],
    ]
    let matrix = try matrix(counts)
    #expect(matrix.tally(of: .ventricular).falsePositives == 3)
    // A fusion beat called supraventricular is held against it by bxb, and not by sumstats.
    #expect(matrix.tally(of: .supraventricular).falsePositives == 3)
    #expect(matrix.tally(of: .fusion).falsePositives == 0)
    #expect(matrix.tally(of: .unknown).falseNegatives == 16)
    #expect(matrix.matched.counts == counts.prefix(4).map { Array($0.prefix(4)) })
    #expect(matrix.beats == 49 && matrix.detections == 49)
  }

  @Test func missedAndExtraBeatsCount() throws {
    let matrix = try compare(
      "1000:V 2000:V 3000:A 4000:N", "1000:V 1500:V 3000:A 3500:A 4000:N"
    ).matrix
    #expect(
      matrix.tally(of: .ventricular)
        == DetectionTally(truePositives: 1, falseNegatives: 1, falsePositives: 1))
    #expect(matrix.tally(of: .supraventricular).positivePredictivity == 0.5)
    #expect(matrix.jIndex == 0.5 + 0.5 + 1 + 0.5)
    // Kappa is about the beats that both have.
    #expect(matrix.cohensKappa == 1)
    #expect(matrix.jKappaIndex == 0.5 + 2.5 / 8)
  }

  @Test func scoresThatAreNotDefinedAreNil() throws {
    let matrix = try compare("1000:N", "1000:N").matrix
    let none = matrix.tally(of: .ventricular)
    #expect(none.sensitivity == nil && none.positivePredictivity == nil && none.f1 == nil)
    #expect(matrix.jIndex == nil && matrix.jKappaIndex == nil && matrix.cohensKappa == nil)
    let extra = try compare("1000:N", "1000:V").matrix.tally(of: .ventricular)
    #expect(extra.sensitivity == nil && extra.positivePredictivity == 0 && extra.f1 == 0)
  }

  @Test func aMatrixOfOtherClassesIsRefused() {
    let classes = [
      BeatTask.Class(symbol: "N", name: "normal"), BeatTask.Class(symbol: "M", name: "infarction"),
    ]
    let matrix = ConfusionMatrix(classes: classes, counts: [[1, 0], [0, 1]])
    #expect(throws: EvaluationError.classes(["N", "M"])) { try BeatMatrix(matrix) }
  }

  @Test func averagesCountEveryRecordAlikeAndGrossEveryBeat() throws {
    let good = try compare("1000:V 2000:N", "1000:V 2000:N")
    let bad = try compare("1000:V 2000:V 3000:V 4000:N", "1000:N 4000:N")
    let other = try compare("1000:N", "1000:N")
    let summary = ComparisonSummary([good, bad, other])
    #expect(summary.gross.vebSensitivity == 0.25)
    #expect(summary.average.vebSensitivity == 0.5)
    #expect(summary.average.vebPositivePredictivity == 1)
    #expect(summary.gross.qrsSensitivity == 5.0 / 7)
    #expect(summary.average.qrsSensitivity == 2.5 / 3)
    #expect(summary.gross.svebSensitivity == nil && summary.average.svebSensitivity == nil)
    // RR 1000 after both sides' first beats; bad meets 1000 with 3000 three times.
    #expect(summary.averageIntervalError == 1000)
  }

  @Test func theListTellsEveryDisagreement() throws {
    let comparison = try compare("1000:N 2000:V 3000:N", "1010:N 2004:L 5000:V")
    #expect(
      DisagreementList([comparison]).description == """
        record,seconds,reference,test,reference_sample,reference_symbol,test_sample,test_symbol
        100,2.000,V,N,2000,V,2004,L
        100,3.000,N,O,3000,N,,
        100,5.000,O,V,,,5000,V

        """)
  }

  @Test func theTextHasTablesAndScores() throws {
    let one = try compare("1000:N 2000:V", "1000:N 2000:V")
    let single = ComparisonText(ComparisonSummary([one])).description
    #expect(single.hasPrefix(MatrixReport(one).description + "\n\n"))
    #expect(single.contains("jκ index                          -"))
    let shutdown = try compare("1000:N 2000:V", "1000:N 1500:~48 2500:~0")
    let several = ComparisonSummary([one, shutdown])
    let text = ComparisonText(several).description
    #expect(text.hasPrefix(LineTable(several).description + "\n\nRecord Nx "))
    #expect(text.contains("QRS  0.7500  1.0000  0.8571      4           3"))
    let sum = "Sum     0    0    1    0    0" + String(repeating: " ", count: 41) + "1 seconds"
    #expect(text.contains(sum))
    #expect(!ComparisonText(ComparisonSummary([one, one])).description.contains("Record Nx"))
  }
}
