import ECGDatasets
import Foundation
import Testing

@Suite struct DatasetInspectionTests {
  /// `X[y == c].mean(0)` and `X[y == c].std(0)` of NumPy for classes 0 and 1.
  @Test func meansAndDeviationsEqualNumPy() {
    let classes = BeatInspection(SmallBeats.dataset).classes
    #expect(classes.map(\.count) == [3, 2, 1, 0, 0])
    #expect(
      close(classes[0].mean, [0.4375, 0.5416666666666666, 0.2916666666666667, 0.30000001192092896]))
    #expect(
      close(
        classes[0].standardDeviation,
        [0.31040967553648624, 0.19320038532282716, 0.19320038532282716, 0]))
    #expect(close(classes[1].mean, [0.59375, 0.34375, 0.625, 0.30000001192092896]))
    #expect(close(classes[1].standardDeviation, [0.15625, 0.15625, 0.375, 0]))
    #expect(classes[0].share == 0.5)
    #expect(classes[3].mean.isEmpty)
  }

  static let odd = BeatDataset(
    task: .arrhythmia, source: .csv(["odd.csv"]), samplesPerBeat: 2,
    values: [0, 1, .nan, 0.5, 0, 1, 0.5, 0.5, .infinity, -2, 0, 1, .nan, 0.5, -0.0, 1],
    labels: [0, 0, 0, 1, 2, 4, 0, 0])

  @Test func oddValuesAndDuplicatesAreCounted() {
    let inspection = BeatInspection(Self.odd)
    #expect(inspection.beats == 8)
    #expect(inspection.missingValues == 2)
    #expect(inspection.infiniteValues == 1)
    #expect(inspection.valuesOutsideUnitRange == 1)
    #expect(inspection.minimum == -2)
    #expect(inspection.maximum == 1)
    #expect(inspection.constantBeats == 1)
    // -0.0 has other bits than 0.
    #expect(inspection.duplicateBeats == 3)
    #expect(inspection.duplicatesOfAnotherClass == 1)
    #expect(inspection.imbalanceRatio == 5)
    #expect(inspection.firstBeats[1] == [nil, 0.5])
  }

  @Test func sharedBeatsAreCountedOncePerTestBeat() {
    let test = Self.odd.selecting([0, 2, 3, 4])
    let inspection = DatasetInspection(train: Self.odd.selecting([0, 3, 7]), test: test)
    #expect(inspection.testBeatsInTrain == 3)
    #expect(inspection.test?.duplicateBeats == 1)
    #expect(DatasetInspection(Self.odd).testBeatsInTrain == nil)
    #expect(
      inspection.remark?.hasPrefix("3 of the 4 test beats occur in the training part") == true)
    let apart = DatasetInspection(train: Self.odd.selecting([0, 3]), test: Self.odd.selecting([4]))
    #expect(apart.remark == nil && DatasetInspection(Self.odd).remark == nil)
    #expect(
      BeatInspection(Self.odd).repeatsRemark?.hasPrefix("3 of the 8 beats repeat an earlier one")
        == true)
    #expect(BeatInspection(Self.odd.selecting([0, 1])).repeatsRemark == nil)
  }

  /// Who is set apart is named, unless beats of all are in both parts.
  @Test func patientsThatAreSetApartAreNamed() {
    func beats(_ people: [Int]) -> BeatDataset {
      var beats = Self.odd.selecting(people.indices.map { $0 % 8 })
      beats.origins = people.map {
        BeatOrigin(record: "r\($0)", sample: 0, symbol: "N", patient: "patient\($0)")
      }
      return beats
    }
    let train = beats([1, 2, 2])
    let apart = DatasetInspection(train: train, test: beats(Array(10..<30)))
    #expect(apart.trainPatients == ["patient1", "patient2"] && apart.testPatients?.count == 20)
    #expect(apart.patientsSetApart == apart.testPatients)
    let lines = apart.text.split(separator: "\n")
    #expect(lines.contains("Set apart to test with: 20 of 22 patients or records"))
    #expect(lines.contains { $0.hasPrefix("  patient10, patient11, ") })
    #expect(lines.contains { $0.hasSuffix("patient28, patient29") })
    #expect(lines.allSatisfy { $0.count <= 80 })
    let both = DatasetInspection(train: train, test: beats([2, 3]))
    #expect(both.testPatients == ["patient2", "patient3"] && both.patientsSetApart == nil)
    #expect(!both.text.contains("Set apart"))
    #expect(DatasetInspection(Self.odd).trainPatients == nil)
  }

  @Test func survivesJSONAndPrints() throws {
    let inspection = DatasetInspection(train: Self.odd, test: Self.odd)
    let json = try JSONEncoder().encode(inspection)
    #expect(try JSONDecoder().decode(DatasetInspection.self, from: json) == inspection)
    let lines = inspection.text.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(lines.contains { $0.hasPrefix("missing values") && $0.hasSuffix("2") })
    #expect(lines.contains { $0.hasPrefix("N  normal") && $0.contains("5 (62.50 %)") })
    // Beats that are a training part, a test part or neither are not called one.
    let whole = DatasetInspection(Self.odd).text
    #expect(whole.contains(/class +all\n/) && !whole.contains(/class +train\n/))
  }

  @Test func emptyUnlabelledAndSyntheticSetsAreInspected() {
    let empty = BeatDataset(
      task: .arrhythmia, source: .csv([]), samplesPerBeat: 3, values: [], labels: [])
    #expect(DatasetInspection(empty).train.minimum == nil)
    var bare = SmallBeats.dataset
    bare.labels = []
    #expect(DatasetInspection(bare).train.classes.isEmpty)
    #expect(DatasetInspection(bare).text.contains("no labels"))
    let synthetic = DatasetInspection(SyntheticBeats(seed: 1).dataset(counts: [2, 1]))
    #expect(synthetic.isSynthetic && synthetic.text.contains("synthetic"))
  }

  private func close(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-15 }
  }
}
