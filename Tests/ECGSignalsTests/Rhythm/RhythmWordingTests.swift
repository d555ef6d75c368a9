import ECGRecordings
import ECGSignals
import Testing

/// What is told of a recording in words.
@Suite struct RhythmWordingTests {
  /// One ectopic beat of thirty thousand, and one that is unusable.
  @Test func littleIsNotNothing() {
    var labels = [Int](repeating: 0, count: 30_000)
    labels[100] = AAMIClass.ventricular.label
    let events = RhythmEvents(
      times: labels.indices.map(Double.init), labels: labels, unusable: [199.5..<200.5])
    let facts = RhythmWording(RhythmSummary(events, in: 0..<30_000)).facts
    func value(_ name: String) -> String { facts.first { $0.name == name }?.value ?? "" }
    #expect(value("ectopic burden") == "< 0.01 % of the usable beats")
    #expect(value("quality") == "< 0.1 % unusable, 1 beat there not counted")
    #expect(value("class V").hasPrefix("1 (< 0.01 %): "))
  }

  /// Of an hour that is not all there it is told how much is.
  @Test func hoursSayHowMuchOfThemIsUsable() {
    let events = RhythmEvents(
      times: (0..<7_000).map(Double.init), labels: [Int](repeating: 0, count: 7_000),
      unusable: [600.0..<1_200])
    func table(missing: Double, _ ranges: [Range<Double>]) -> (columns: [String], rows: [[String]])
    {
      RhythmWording.table(
        of: ranges.map { RhythmSummary(events, in: $0, missing: missing) }, clock: RecordingClock())
    }
    let whole = table(missing: 0, [3_600..<7_000])
    #expect(
      whole.columns
        == ["from", "beats", "mean", "lowest", "highest", "S", "V", "couplets", "runs", "pauses"])
    #expect(whole.rows == [["1:00:00", "3400", "60", "60", "60", "0", "0", "0", "0", "0"]])
    let parts = table(missing: 0, [0..<3_600, 3_600..<7_000])
    #expect(parts.columns.prefix(3) == ["from", "usable", "beats"])
    #expect(
      parts.rows.map { Array($0[..<3]) } == [
        ["0:00:00", "0:50:00", "3000"], ["1:00:00", "0:56:40", "3400"],
      ])
    #expect(table(missing: 3_400, [3_600..<7_000]).rows.map { $0[1] } == ["0:00:00"])
  }
}
