import ECGFiles
import ECGRecordings
import Testing

/// Annotations of files that do not say they are EDF+, or that are damaged.
@Suite struct EDFAnnotationTests {
  /// Some programs write annotations and leave it out that the file is EDF+.
  @Test(arguments: ["", "EDF+C"]) func annotationsCountByTheirName(reserved: String) throws {
    let onsets = [0, 1, 4]
    let edf = EDFBytes(
      reserved: reserved, recordCount: "3",
      signals: [
        EDFBytes.Signal(label: "ECG", count: 2),
        EDFBytes.Signal(label: "EDF Annotations", unit: "", count: 8),
      ],
      content: onsets.flatMap {
        EDFBytes.samples([$0, $0]) + EDFBytes.list("+\($0)\u{14}\u{14}\0", 16)
      })
    let file = try RecordingFile.open("r.edf", in: InputFolder(files: ["r.edf": edf.data]))
    #expect(file.signals.map(\.name) == ["ECG"])
    #expect(file.duration == 5)
    #expect(try file.samples(ofSignal: 0).count { $0.isNaN } == 4)
  }

  /// Of a file that does not say it is EDF+ a signal that is called so may be anything.
  @Test func whatIsNoListOfAnnotationsIsLeftOut() throws {
    let edf = EDFBytes(
      signals: [
        EDFBytes.Signal(label: "ECG", count: 2),
        EDFBytes.Signal(label: "EDF Annotations", count: 2),
      ],
      content: EDFBytes.samples([1, 2, 3, 4]))
    let file = try RecordingFile.open("r.edf", in: InputFolder(files: ["r.edf": edf.data]))
    #expect(try file.samples(ofSignal: 0).count == 2)
    #expect(file.remarks.count == 1 && file.remarks[0].contains("they are left out"))
  }

  /// One list that is damaged takes neither the events before it nor the gaps.
  @Test func annotationsUpToADamagedListCount() throws {
    let onsets = [0, 1, 4, 5, 9]
    let edf = EDFBytes(
      recordCount: "5",
      signals: [
        EDFBytes.Signal(label: "ECG", count: 2),
        EDFBytes.Signal(label: "EDF Annotations", unit: "", count: 8),
      ],
      content: onsets.enumerated().flatMap { index, onset in
        EDFBytes.samples([onset, onset])
          + EDFBytes.list(
            index == 3 ? "damaged" : "+\(onset)\u{14}\u{14}\0+\(onset)\u{14}r\(index)\u{14}\0", 16)
      })
    let file = try RecordingFile.open("r.edf", in: InputFolder(files: ["r.edf": edf.data]))
    #expect(file.events.map(\.text) == ["r0", "r1", "r2"])
    #expect(file.events.map(\.onset) == [0, 1, 4])
    #expect(file.duration == 7)
    let byte = 3 * 256 + 3 * 20 + 4
    #expect(
      file.remarks == [
        "the header does not say that the file is EDF+, and its annotations cannot be read from byte \(byte) on: "
          + "from there they are left out, and gaps between data records are not seen",
        "the header says nothing of gaps, but by their times data records have 1 between them",
      ])
  }
}
