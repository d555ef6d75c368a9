import ECGDatasets
import Testing

/// What the samples of beats are like.
@Suite struct ValueCensusTests {
  @Test func beatsThatDoNotVaryAndThoseOutsideARangeAreCounted() throws {
    let beats = try CSVFile.read("3,3,3,0\n0,0,0,1\n0,0,0.1,0\n")
    let census = ValueCensus(beats.values, tolerating: 0...1)
    #expect(census.constantBeats == 2)
    #expect(census.beatsOutside == 1)
    #expect(census.outsideUnitRange == 3)
    #expect(census.range == 0...3)
  }

  @Test func samplesThatAreNoNumbersAreInNoRange() {
    let values = BeatValues([0, .nan, 0, .infinity, 0, 1], samplesPerBeat: 2)
    let census = ValueCensus(values, tolerating: 0...1)
    #expect(census.missing == 1 && census.infinite == 1)
    #expect(census.beatsOutside == 2)
    #expect(census.minimum == 0 && census.maximum == 1)
    #expect(census.range == nil)
  }

  @Test func anyRangeIsToleratedWhereNoneIsNamed() {
    let census = ValueCensus(BeatValues([-9, 9, .nan, 1], samplesPerBeat: 2))
    #expect(census.beatsOutside == 0)
    #expect(ValueCensus(BeatValues([], samplesPerBeat: 2)).range == nil)
  }

  @Test func labelsOfTheOtherTaskAreTold() {
    func beats(_ labels: [Int], _ path: String = "beats.csv") -> BeatDataset {
      BeatDataset(
        task: .arrhythmia, source: .csv([path]), samplesPerBeat: 1,
        values: labels.map(Float.init), labels: labels)
    }
    #expect(beats([0, 1, 1, 0]).likelierTask(than: .arrhythmia) == .infarction)
    #expect(beats([0, 1, 2, 4]).likelierTask(than: .arrhythmia) == nil)
    #expect(beats([0, 0, 0, 0]).likelierTask(than: .arrhythmia) == nil)
    #expect(beats([0], "d/PTBDB_normal.csv").likelierTask(than: .arrhythmia) == .infarction)
    #expect(beats([0], "mitbih_test.csv").likelierTask(than: .infarction) == .arrhythmia)
    let own = BeatTask(name: "own", classes: BeatTask.infarction.classes)
    #expect(beats([0, 1]).likelierTask(than: own) == nil)
    #expect(beats([0, 1, 1, 0]).missingClasses.map(\.symbol) == ["V", "F", "Q"])
  }
}
