import ECGDatasets
import ECGEvaluation
import Testing

@Suite struct SummaryTests {
  @Test(
    arguments: [
      (
        [
          [960, 10, 5, 0, 25], [20, 180, 0, 0, 0], [5, 0, 345, 0, 0], [4, 0, 7, 39, 0],
          [0, 0, 0, 0, 0],
        ],
        "1524 of 1600 beats (95.25 %) are classified correctly. N and V are easy (F1 0.97 and 0.98). "
          + "F is hard (F1 0.88): 14 % of its beats are taken for V and 8 % for N. "
          + "S lies in between (F1 0.92): 10 % of its beats are taken for N. "
          + "No beat is labelled Q, yet there are 25 beats called Q."
      ),
      // Recall without precision: the trouble is what else is called F.
      (
        [
          [900, 0, 0, 100, 0], [0, 9, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 40, 0], [0, 0, 0, 0, 0],
        ],
        "949 of 1049 beats (90.47 %) are classified correctly. S is easy (F1 1.00). "
          + "F is hard (F1 0.44, 40 beats): of the beats called F, 71 % are N. "
          + "N lies in between (F1 0.95): 10 % of its beats are taken for F. "
          + "No beat is labelled V or Q."
      ),
      // A class that is never recognised.
      (
        [
          [50, 0, 0, 0, 0], [1, 0, 0, 0, 0], [0, 0, 50, 0, 0], [0, 0, 0, 50, 0], [0, 0, 0, 0, 50],
        ],
        "200 of 201 beats (99.50 %) are classified correctly. "
          + "N, V, F and Q are easy (F1 0.99, 1.00, 1.00 and 1.00). "
          + "S is hard (F1 0.00, 1 beat): none of its beats is recognised, 100 % are taken for N."
      ),
      (
        [[5, 0, 0, 0, 0], [0, 5, 0, 0, 0], [0, 0, 5, 0, 0], [0, 0, 0, 5, 0], [0, 0, 0, 0, 5]],
        "All 25 beats are classified correctly."
      ),
      (
        [
          [0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 20, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0],
        ],
        "All 20 beats are classified correctly. "
          + "Every beat is labelled V, so how well the classes are told apart is unknown."
      ),
      (
        [[0, 1, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]],
        "0 of 1 beat (0.00 %) are classified correctly. "
          + "N is hard (F1 0.00, 1 beat): none of its beats is recognised, 100 % are taken for S. "
          + "Every beat is labelled N, so how well the classes are told apart is unknown."
      ),
      (
        [
          [99_999, 1, 0, 0, 0], [0, 1000, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0],
          [0, 0, 0, 0, 0],
        ],
        "100999 of 101000 beats (> 99.99 %) are classified correctly. "
          + "N and S are easy (F1 1.00 and 1.00). No beat is labelled V, F or Q."
      ),
      (Array(repeating: [0, 0, 0, 0, 0], count: 5), "There are no beats."),
    ] as [([[Int]], String)])
  func saysWhatIsEasyAndWhatIsHard(counts: [[Int]], summary: String) {
    let matrix = ConfusionMatrix(classes: BeatTask.arrhythmia.classes, counts: counts)
    #expect(EvaluationSummary(matrix).description == summary)
  }
}
