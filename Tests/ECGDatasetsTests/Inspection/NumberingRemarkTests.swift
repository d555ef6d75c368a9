import ECGDatasets
import Testing

/// Labels that seem to count from 1.
@Suite struct NumberingRemarkTests {
  private func remark(
    _ labels: [Int], task: BeatTask = .arrhythmia, source: BeatDataset.Source = .csv(["a.csv"])
  ) -> String? {
    BeatDataset(
      task: task, source: source, samplesPerBeat: 2,
      values: labels.flatMap { [0, Float($0)] }, labels: labels
    ).numberingRemark
  }

  @Test func labelsWithoutA0AreTold() {
    #expect(
      remark([1, 2, 3, 4, 4])
        == "No beat has the label 0, N: labels count from 0 here, and are taken 1 for S, 2 for V, 3 for F, 4 for Q. If those of the file count from 1, subtract 1 from each."
    )
    #expect(remark([2, 1])?.contains("taken 1 for S, 2 for V. If") == true)
  }

  @Test func othersAreNot() {
    #expect(remark([0, 1, 2, 3, 4]) == nil)
    // One class alone, two of PTB, and classes that leave some out.
    #expect(remark([1, 1]) == nil && remark([1, 1], task: .infarction) == nil)
    #expect(remark([2, 4]) == nil && remark([]) == nil)
    #expect(remark([1, 2, 3, 4], source: .synthetic(seed: 1)) == nil)
  }
}
