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

  /// Fibrillation of 25 s, 15 beats of a ventricular rhythm, and 25 s more: an episode that
  /// comes back after a beat was given another class, whether its stretch is what was found or
  /// what a person told.
  @Test(arguments: ["VVVVVVVVVVVVVVV", "VNVNVNVNVNVNVNV", "VNNVNNVNNVNNVNN"])
  func fibrillationComesBackWithItsRuns(_ within: String) throws {
    let around = String(repeating: "N", count: 50)
    var labels = (around + within + around).map { $0 == "V" ? AAMIClass.ventricular.label : 0 }
    let samples = labels.indices.map { $0 * 50 }
    func found(_ labels: [Int]) -> (events: RhythmEvents, episodes: RhythmEpisodes) {
      let events = RhythmEvents(times: samples.map { Double($0) / 100 }, labels: labels)
      return (
        events, RhythmEpisodes(events, fibrillation: Array(repeating: 0.9, count: labels.count))
      )
    }
    let (events, episodes) = found(labels)
    let fibrillation = episodes.fibrillation.map {
      events.times[$0.beats.lowerBound]..<events.times[$0.beats.upperBound]
    }
    #expect(fibrillation == [0..<57] && episodes.episodes.count == 3)
    labels[10] = AAMIClass.supraventricular.label
    let expected = found(labels).episodes.rhythms.map { $0?.rawValue }
    #expect(Set(expected).count == 2)
    func edited(_ rhythms: [EditedBeats.Rhythm]) -> [String?] {
      EditedBeats(
        samples: samples, labels: labels, samplingRate: 100, fibrillation: fibrillation,
        rhythms: rhythms
      ).rhythms
    }
    #expect(edited([]) == expected)
    #expect(edited([.init("AFIB", from: 0, to: 57.01)]) == expected)
    let flutter = expected.map { $0 == "AFIB" ? "AFL" : $0 }
    #expect(edited([.init("AFL", from: 0, to: 57.01)]) == flutter)
    // Who tells the rhythm of the run's own beats means these.
    #expect(
      edited([.init("AFIB", from: 25, to: 32.01)])[50...64]
        == Array(repeating: "AFIB", count: 15)[...])
    #expect(edited([.init("N", from: 20, to: 40)])[40...80].allSatisfy { $0 == nil })
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
    let annotations = beats.annotations(
      samples.map { Annotation(sample: $0, symbol: "N") },
      notes: [Annotation(sample: 500, symbol: "\"", aux: "a note")])
    let marks = annotations.filter { $0.symbol != "N" }
      .map { "\($0.sample)\($0.symbol)\($0.symbol == "~" ? "" : $0.text ?? "")" }
    #expect(
      marks == [
        "99+(N", "299+(AFIB", "450+(VT", "475+(N", "500\"a note", "650~", "750~",
      ])
    #expect(annotations.filter { $0.symbol == "N" }.map(\.sample) == samples)
  }

  @Test func flutterOfTheVentriclesNeedsNoBeats() {
    let beats = edited([.init("VFL", from: 2.25, to: 2.75)])
    #expect(beats.events.ventricularFlutter == [2.25..<2.75] && beats.remarks.isEmpty)
    let marks = beats.annotations(samples.map { Annotation(sample: $0, symbol: "N") })
    #expect(marks.filter { "[]".contains($0.symbol) }.map(\.sample) == [225, 274])
  }

  @Test func flutterEndsBeforeTheBeatAtItsEnd() {
    let beats = edited([.init("VFL", from: 2.25, to: 4)])
    #expect(beats.rhythms == [nil, nil, "VFL", nil, nil, nil, nil, nil, nil])
    let marks = beats.annotations(samples.map { Annotation(sample: $0, symbol: "N") })
      .filter { $0.symbol == "+" }.map { "\($0.sample)\($0.text ?? "")" }
    #expect(marks == ["99(N", "226(VFL", "400(N"])
  }

  /// What stands at one sample: notes, the beat, and what the signal is from there on.
  @Test func annotationsAreInOrder() {
    let annotations = edited([], unusable: [3..<4]).annotations(
      samples.map { Annotation(sample: $0, symbol: "N") },
      notes: [300, 950, 50].map { Annotation(sample: $0, symbol: "\"", aux: "a note") })
    #expect(
      annotations.map { "\($0.sample)\($0.symbol)" } == [
        "50\"", "100N", "200N", "300\"", "300N", "300~", "400N", "400~", "500N", "600N", "700N",
        "800N", "900N", "950\"",
      ])
  }

  /// Flutter that was found is unusable too, and the annotations say why.
  @Test func unusableFlutterStaysFlutter() {
    func kinds(_ unusable: [Range<Double>]) -> [String] {
      edited([.init("VFL", from: 2.25, to: 2.75)], unusable: unusable)
        .annotations([]).filter { $0.symbol == "~" }
        .map { "\($0.sample) \($0.text ?? "")" }
    }
    let flutter = ["225 ventricularFlutter", "275 "]
    #expect(kinds([2.25..<2.75]) == flutter)
    #expect(kinds([2.245..<2.755]).allSatisfy { !$0.contains("noise") })
    #expect(kinds([2..<2.75]) == ["200 noise"] + flutter)
    #expect(kinds([2..<2.25, 2.25..<2.75]) == ["200 noise"] + flutter)
    #expect(kinds([1..<1.005, 3..<4]).allSatisfy { !$0.contains("Flutter") })
  }
}
