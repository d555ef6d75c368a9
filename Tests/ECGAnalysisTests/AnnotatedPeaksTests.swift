import ECGAnalysis
import ECGFiles
import ECGRecordings
import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// The beats that annotations give, where the annotations are not quite those of the recording.
@Suite struct AnnotatedPeaksTests {
  private func peaks(
    _ annotations: [Annotation], rate: Double? = nil
  ) throws -> AnnotatedPeaks {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r").path
      try Data("r 1 100 1000\nr.dat 16 200 0 0 0 0 0 II\n".utf8)
        .write(to: URL(filePath: path + ".hea"))
      try Data(count: 2_000).write(to: URL(filePath: path + ".dat"))
      try AnnotationFile(annotations: annotations, samplingRate: rate).write(to: path + ".atr")
      let file = try RecordingFile.open(path)
      return try AnnotatedPeaks(of: file, lead: file.chooseLead(), annotator: "atr")
    }
  }

  private static let beats = (1...9).map { Annotation(sample: $0 * 100, symbol: "N") }

  @Test func marksThatAreNoBeatsMayStandAtTheEnd() throws {
    for sample in [1_000, 1_010] {
      let found = try peaks(Self.beats + [Annotation(sample: sample, symbol: "+", aux: "(N")])
      #expect(found.peaks == (1...9).map { $0 * 100 } && found.remarks.isEmpty)
    }
  }

  @Test func aBeatPastTheEndIsLeftOutAndRemarked() throws {
    let found = try peaks(Self.beats + [Annotation(sample: 1_000, symbol: "V")])
    #expect(found.peaks == (1...9).map { $0 * 100 })
    #expect(found.remarks == ["1 of 10 beats lie past the recording's end and are left out"])
  }

  /// A single one that is farther past the end than half the recording is long is no slip.
  @Test func aBeatFarPastTheEndIsRefused() throws {
    #expect(try peaks(Self.beats + [Annotation(sample: 1_499, symbol: "V")]).remarks.count == 1)
    let error = #expect(throws: FileError.self) {
      try peaks(Self.beats + [Annotation(sample: 1_500, symbol: "V")])
    }
    #expect(error?.problem.contains("found 1 of 10 past its end") == true)
  }

  @Test func annotationsOfAnotherRecordingAreRefused() throws {
    let late = [1_000, 1_100].map { Annotation(sample: $0, symbol: "N") }
    let error = #expect(throws: FileError.self) { try peaks(Self.beats + late) }
    #expect(
      error?.problem
        == "expected beats within the recording's 10.0 s, found 2 of 11 past its end, the first at "
        + "sample 1000")
  }

  /// A clock that stands nearly still counts no sample of any recording.
  @Test(arguments: [1e-300, .leastNonzeroMagnitude]) func clocksThatStandAreRefused(rate: Double) {
    let error = #expect(throws: FileError.self) { try peaks(Self.beats, rate: rate) }
    #expect(error?.problem.contains("found 9 of 9 past its end") == true)
  }

  @Test func moreBeatsThanAHeartHasAreRefused() throws {
    let most = 1_000 + 50 * 10
    let beats = { (count: Int) in
      (0..<count).map { Annotation(sample: $0 % 1_000, symbol: "N") }
    }
    #expect(try peaks(beats(most)).peaks == Array(0..<1_000))
    let error = #expect(throws: FileError.self) { try peaks(beats(most + 1)) }
    #expect(error?.problem == "expected at most 1500 beats in a recording of 10.0 s, found more")
    // Marks that are none are not counted.
    let marks = (0..<5_000).map { Annotation(sample: $0 / 5, symbol: "+") }
    #expect(try peaks(Self.beats + marks).peaks == (1...9).map { $0 * 100 })
  }

  @Test func classesNoiseAndRhythmsAreRead() throws {
    let found = try peaks([
      Annotation(sample: 90, symbol: "+", aux: "(N"), Annotation(sample: 100, symbol: "L"),
      Annotation(sample: 200, symbol: "A"), Annotation(sample: 250, symbol: "+", aux: "(AFL\0"),
      Annotation(sample: 300, symbol: "V"), Annotation(sample: 400, symbol: "F"),
      // Noisy but readable, then unreadable, then readable again; then another signal's matter.
      Annotation(sample: 410, symbol: "~", subtype: 0x01),
      Annotation(sample: 420, symbol: "~", subtype: 0x11, aux: "clipped"),
      Annotation(sample: 500, symbol: "/"), Annotation(sample: 520, symbol: "~"),
      Annotation(sample: 550, symbol: "+", aux: "(B"), Annotation(sample: 600, symbol: "N"),
      Annotation(sample: 650, symbol: "~", subtype: 0x20),
      Annotation(sample: 950, symbol: "~", subtype: -1),
    ])
    #expect(found.labels == [0, 1, 2, 3, 4, 0])
    #expect(
      found.quality.episodes == [
        .init(kind: .clipped, start: 4.2, end: 5.2), .init(kind: .noise, start: 9.5, end: 10),
      ])
    #expect(
      found.rhythms == [nil, nil, .fibrillation, .fibrillation, .fibrillation, .bigeminy])
  }

  @Test func withoutMarksNothingIsSaidOfRhythms() throws {
    let found = try peaks(Self.beats)
    #expect(found.rhythms == nil && found.quality.episodes.isEmpty)
  }

  @Test func edgesOfUnusableStretchesAreReadWithTheSameBeats() throws {
    let samples = (1...9).map { $0 * 100 }
    // Edges on a beat, and less than half a sample before and after one.
    for (start, end) in [(2, 4.0), (2.003, 4.003), (1.997, 3.997), (4.2, 4.201), (0.07, 5.997)] {
      let quality = SignalQuality(episodes: [.init(kind: .noise, start: start, end: end)])
      let found = try peaks(quality.marked(Self.beats, channel: 0, rate: 100, end: 10))
      func usable(_ quality: SignalQuality) -> [Bool] {
        RhythmEvents(
          times: samples.map { Double($0) / 100 }, labels: samples.map { _ in 0 },
          unusable: quality.ranges
        ).isUsable
      }
      #expect(usable(found.quality) == usable(quality), "\(start) to \(end)")
    }
  }

  @Test func flutterAndRhythmsWithoutBeatsAreRemarked() throws {
    let found = try peaks(
      Self.beats + [
        Annotation(sample: 150, symbol: "+", aux: "(AFL"),
        Annotation(sample: 310, symbol: "+", aux: "(VT"),
        Annotation(sample: 390, symbol: "+", aux: "(N"),
        Annotation(sample: 950, symbol: "+", aux: "(SVTA"),
      ])
    #expect(
      found.rhythmRemarks == [
        "atrial flutter that is marked is counted with fibrillation: AFL (1)",
        "rhythms that are marked where there are no beats count in no episode: SVTA (1), VT (1)",
      ])
  }

  @Test func rhythmsWithoutBeatsAreMarkedWhereTheyAre() {
    func marks(_ rhythms: [String?], _ beatless: [(Range<Int>, String?)]) -> [String] {
      RhythmMarks.annotations(
        rhythms, samples: [100, 200, 600],
        beatless: beatless.map { .init(samples: $0.0, rhythm: $0.1) }
      ).map { "\($0.sample)\($0.symbol)\($0.text ?? "")" }
    }
    #expect(marks([nil, nil, nil], [(300..<500, "VT")]) == ["99+(N", "300+(VT", "500+(N"])
    #expect(
      marks(["AFIB", "AFIB", "AFIB"], [(300..<500, "VT")])
        == ["99+(AFIB", "300+(VT", "500+(AFIB"])
    // What begins only at the next beat is not told before it; stretches that touch
    // follow one another.
    #expect(
      marks([nil, nil, "B"], [(300..<400, "VT"), (400..<500, "SVTA")])
        == ["99+(N", "300+(VT", "400+(SVTA", "500+(N", "599+(B"])
    #expect(marks([nil, nil, "B"], [(300..<600, "VT")]) == ["99+(N", "300+(VT", "600+(B"])
    #expect(
      marks([nil, nil, nil], [(0..<50, "VT"), (700..<Int.max, "VT")])
        == ["0+(VT", "50+(N", "700+(VT"])
    #expect(marks([nil, nil, nil], [(300..<500, nil)]).isEmpty)
  }
}
