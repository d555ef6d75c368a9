import ECGDatasets
import Testing

/// How many samples in a second beats have, by what they are.
@Suite struct BeatSamplingRateTests {
  private func rate(
    _ task: BeatTask, _ source: BeatDataset.Source, samplesPerBeat: Int = 187
  ) -> Double? {
    BeatDataset(
      task: task, source: source, samplesPerBeat: samplesPerBeat,
      values: Array(repeating: 0, count: samplesPerBeat), labels: [0]
    ).samplingRate
  }

  @Test func filesAreAtTheirDatabasesRate() {
    #expect(rate(.arrhythmia, .csv(["mitbih_train.csv"])) == 120)
    #expect(rate(.arrhythmia, .records(folder: "svdb")) == 120)
    #expect(rate(.infarction, .csv(["ptbdb_normal.csv"])) == 125)
    #expect(rate(.infarction, .records(folder: "ptbdb")) == 125)
  }

  @Test func syntheticBeatsAreAtOneRate() {
    for task in BeatTask.all {
      #expect(SyntheticBeats(seed: 1, task: task).dataset(counts: [1]).samplingRate == 120)
    }
  }

  @Test func nobodyKnowsThatOfOthers() {
    let own = BeatTask(
      name: "imported", classes: ["A", "B"].map { .init(symbol: $0, name: $0) })
    #expect(rate(own, .csv(["a.csv"])) == nil)
    #expect(rate(.arrhythmia, .csv(["a.csv"]), samplesPerBeat: 250) == nil)
  }
}
