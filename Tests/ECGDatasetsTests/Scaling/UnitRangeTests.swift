import ECGDatasets
import Testing

/// The scale of the beats that the pretrained network knows.
@Suite struct UnitRangeTests {
  @Test func beatsOutsideAreCountedAndScaled() throws {
    let beats = try CSVFile.read("0,0.5,1,0\n-2,0,2,1\n3,3,3,2\n0,0.5,1.0005,4\n")
    #expect(outside(beats) == 2)
    let scaled = UnitRange.scaled(beats)
    #expect(scaled.values.array(of: 0..<3) == [0, 0.5, 1, 0, 0.5, 1, 0, 0, 0])
    #expect(scaled.labels == beats.labels)
    #expect(outside(scaled) == 0)
  }

  /// How many beats have samples outside 0 … 1, where rounding alone puts none.
  private func outside(_ beats: BeatDataset) -> Int {
    ValueCensus(
      beats.values, tolerating: -UnitRange.slack...1 + UnitRange.slack
    ).beatsOutside
  }

  /// A range is told where it is not about 0 … 1.
  @Test(
    arguments: [
      ("0,0.5,1,0\n", nil), ("0.1,0.2,0.9,0\n", nil), ("0,0.5,1.0005,0\n", nil),
      ("0,1,2047,0\n5,5,5,1\n", 0...2047), ("-1,0,0.5,0\n", -1...0.5),
      ("0.4,0.5,0.5,0\n", 0.4...0.5),
    ] as [(String, ClosedRange<Float>?)])
  func otherRangesAreTold(text: String, range: ClosedRange<Float>?) throws {
    #expect(UnitRange.otherRange(of: try CSVFile.read(text)) == range)
  }

  @Test func samplesThatAreNoNumbersHaveNoRange() throws {
    let beats = try CSVFile.read("0,nan,2,0\n", nonFinite: .accept)
    #expect(ValueCensus(beats.values).range == nil && UnitRange.otherRange(of: beats) == nil)
  }
}
