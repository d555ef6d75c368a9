import ECGRecordings
import Testing

@Suite struct RhythmChangeTests {
  @Test("a change is marked a sample before the first beat of its rhythm")
  func changes() {
    let marks = Annotation.rhythmChanges(
      [nil, nil, "AFIB", "AFIB", "VT", nil], at: [0, 9, 20, 30, 40, 50], channel: 1)
    #expect(
      marks == [
        Annotation(sample: 0, symbol: "+", channel: 1, aux: "(N"),
        Annotation(sample: 19, symbol: "+", channel: 1, aux: "(AFIB"),
        Annotation(sample: 39, symbol: "+", channel: 1, aux: "(VT"),
        Annotation(sample: 49, symbol: "+", channel: 1, aux: "(N"),
      ])
  }

  @Test("where no rhythm is told, nothing is marked")
  func none() {
    #expect(Annotation.rhythmChanges([nil, nil], at: [5, 9]).isEmpty)
    #expect(Annotation.rhythmChanges([], at: []).isEmpty)
  }
}
