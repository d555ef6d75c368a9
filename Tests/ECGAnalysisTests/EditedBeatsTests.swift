import ECGAnalysis
import ECGRecordings
import ECGSignals
import Testing

/// Beats that a person corrected, and the rhythms that they told.
@Suite struct EditedBeatsTests {
  private let samples = (1...9).map { $0 * 100 }

  private func edited(
    _ rhythms: [EditedBeats.Rhythm], labels: [Int]? = nil, unusable: [Range<Double>] = []
  ) -> EditedBeats {
    EditedBeats(
      samples: samples, labels: labels ?? samples.map { _ in 0 }, samplingRate: 100, duration: 10,
      unusable: unusable, rhythms: rhythms)
  }

  @Test func whatAPersonToldStandsBeforeWhatFollows() {
    // Every second beat ventricular: bigeminy, but for where somebody saw none.
    let labels = [0, 2, 0, 2, 0, 2, 0, 2, 0]
    let found = edited([], labels: labels).rhythms
    #expect(found.contains("B"))
    let told = edited(
      [.init("N", from: 2.5, to: 4.25), .init("AFIB", from: 7.5, to: 9)], labels: labels)
    #expect(told.rhythms[..<2] == found[..<2] && told.rhythms[4..<7] == found[4..<7])
    #expect(told.rhythms[2..<4] == [nil, nil] && told.rhythms[7...] == ["AFIB", "AFIB"])
    #expect(told.summary.beats == 9 && told.remarks.isEmpty)
  }

  @Test func rhythmsWithoutBeatsAreWrittenAndRemarked() {
    let beats = edited(
      [.init("AFIB", from: 2.5, to: 4.25), .init("VT", from: 4.5, to: 4.75)], unusable: [6.5..<7.5])
    #expect(beats.rhythms == [nil, nil, "AFIB", "AFIB", nil, nil, nil, nil, nil])
    #expect(
      beats.remarks == [
        "VT is marked from 4.5 to 4.75 s, where there are no beats: it counts in no rhythm, and an interval "
          + "of 2 s or more there as a pause."
      ])
    let file = beats.annotations(
      samples.map { Annotation(sample: $0, symbol: "N") },
      notes: [Annotation(sample: 500, symbol: "\"", aux: "a note")])
    let marks = file.annotations.filter { $0.symbol != "N" }
      .map { "\($0.sample)\($0.symbol)\($0.symbol == "~" ? "" : $0.text ?? "")" }
    #expect(
      marks == [
        "99+(N", "299+(AFIB", "450+(VT", "475+(N", "500\"a note", "650~", "750~",
      ])
    #expect(file.samplingRate == 100)
    #expect(file.annotations.filter { $0.symbol == "N" }.map(\.sample) == samples)
  }

  @Test func flutterOfTheVentriclesNeedsNoBeats() {
    let beats = edited([.init("VFL", from: 2.25, to: 2.75)])
    #expect(beats.events.ventricularFlutter == [2.25..<2.75] && beats.remarks.isEmpty)
    let marks = beats.annotations(samples.map { Annotation(sample: $0, symbol: "N") }).annotations
    #expect(marks.filter { "[]".contains($0.symbol) }.map(\.sample) == [225, 274])
  }
}
