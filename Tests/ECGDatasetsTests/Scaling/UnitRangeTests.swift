import ECGDatasets
import Testing

/// The scale of the beats that the pretrained network knows.
@Suite struct UnitRangeTests {
  @Test func beatsOutsideAreCountedAndScaled() throws {
    let beats = try CSVFile.read("0,0.5,1,0\n-2,0,2,1\n3,3,3,2\n0,0.5,1.0005,4\n")
    #expect(UnitRange.countOutside(beats) == 2)
    let scaled = UnitRange.scaled(beats)
    #expect(scaled.values.array(of: 0..<3) == [0, 0.5, 1, 0, 0.5, 1, 0, 0, 0])
    #expect(scaled.labels == beats.labels)
    #expect(UnitRange.countOutside(scaled) == 0)
  }
}
