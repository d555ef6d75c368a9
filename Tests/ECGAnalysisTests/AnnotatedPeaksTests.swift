import ECGAnalysis
import ECGFiles
import ECGRecordings
import ECGSignals
import ECGTestSupport
import Foundation
import Testing

/// The beats that annotations give, where the annotations are not quite those of the recording.
@Suite struct AnnotatedPeaksTests {
  private func peaks(_ annotations: [Annotation]) throws -> AnnotatedPeaks {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "r").path
      try Data("r 1 100 1000\nr.dat 16 200 0 0 0 0 0 II\n".utf8)
        .write(to: URL(filePath: path + ".hea"))
      try Data(count: 2_000).write(to: URL(filePath: path + ".dat"))
      try AnnotationFile(annotations: annotations).write(to: path + ".atr")
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

  @Test func annotationsOfAnotherRecordingAreRefused() throws {
    let late = [1_000, 1_100].map { Annotation(sample: $0, symbol: "N") }
    let error = #expect(throws: FileError.self) { try peaks(Self.beats + late) }
    #expect(
      error?.problem
        == "expected beats within the recording's 10.0 s, found 2 of 11 past its end, the first at "
        + "sample 1000")
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
}
