import ECGRecordings
import ECGSignals
import Testing

/// The rhythms that annotations mark.
@Suite struct MarkedRhythmsTests {
  private func mark(_ sample: Int, _ aux: String) -> Annotation {
    Annotation(sample: sample, symbol: "+", aux: aux)
  }

  @Test(
    arguments: [
      ("AFIB", .fibrillation), ("AFL", .fibrillation), ("VFL", .ventricularFlutter),
      ("VF", .ventricularFlutter), ("VFIB", .ventricularFlutter), ("VT", .ventricularTachycardia),
      ("N", nil), ("PREX", nil), ("", nil), ("afib", nil),
    ] as [(String, RhythmEpisode.Rhythm?)])
  func namesMeanRhythms(_ name: String, _ rhythm: RhythmEpisode.Rhythm?) {
    #expect(RhythmEpisode.Rhythm(annotation: name) == rhythm)
  }

  @Test func aRhythmHoldsFromItsMarkToTheNext() {
    // Not in order of time, and among marks that say nothing of rhythms.
    var marked = MarkedRhythms([mark(300, "(N"), mark(100, "(AFL\0"), mark(200, "a note")])
    marked.take(Annotation(sample: 150, symbol: "N"))
    marked.take(mark(400, "(B"))
    #expect(marked.beginnings.map(\.sample) == [100, 300, 400])
    #expect(
      marked.rhythms(at: [99.5, 100, 250, 299.9, 300, 400.5])
        == [nil, .fibrillation, .fibrillation, .fibrillation, nil, .bigeminy])
  }

  @Test func whereNoneIsMarkedNobodyKnows() {
    #expect(MarkedRhythms([Annotation(sample: 5, symbol: "V")]).rhythms(at: [1, 9]) == nil)
    #expect(MarkedRhythms([mark(50, "(N")]).rhythms(at: [1, 90]) == [nil, nil])
  }
}
