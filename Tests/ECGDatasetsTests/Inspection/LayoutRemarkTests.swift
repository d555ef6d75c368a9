import ECGDatasets
import Testing

/// How the columns of a file were taken, where that may be wrong.
@Suite struct LayoutRemarkTests {
  private func beats(
    _ rows: [[Float]], labels: [Int] = [], source: BeatDataset.Source = .csv(["beats.csv"])
  ) -> BeatDataset {
    BeatDataset(
      task: .arrhythmia, source: source, samplesPerBeat: rows[0].count,
      values: rows.flatMap(\.self),
      labels: labels)
  }

  @Test func oneLabelAloneIsTold() {
    let rows: [[Float]] = [[1, 0.5, 0], [0.75, 0.5, 0]]
    let remark = beats(rows, labels: [0, 0]).layoutRemark
    #expect(
      remark?.hasPrefix(
        "All 2 beats have the label N: of 4 columns one was taken for labels and 3 for samples")
        == true)
    #expect(beats(rows, labels: [0, 2]).layoutRemark == nil)
    #expect(beats(rows).layoutRemark == nil)
    #expect(beats(rows, labels: [0, 0], source: .synthetic(seed: 1)).layoutRemark == nil)
    #expect(beats([rows[0]], labels: [0]).layoutRemark == nil)
  }

  @Test func aColumnOfLabelsAmongSamplesIsTold() {
    let last: [[Float]] = [[1, 0.5, 0], [0.75, 0.5, 4], [0.5, 1, 1]]
    #expect(beats(last).layoutRemark?.hasPrefix("The last of the columns") == true)
    let first = last.map { Array($0.reversed()) }
    #expect(
      beats(first, labels: [0, 1, 0]).layoutRemark?.hasPrefix("The first of the columns") == true)
    // Samples in other units may be whole numbers by nature.
    #expect(beats([[1, 7, 2], [0, 9, 3]]).layoutRemark == nil)
    #expect(beats([[1, 0.5, 0], [0.75, 0.5, 1]]).layoutRemark == nil)
  }
}
