import ECGAnalysis
import ECGClassifier
import ECGDatasets
import ECGFiles
import ECGRecordings
import ECGTestSupport
import Foundation
import Testing

/// What tables and annotations say beside the beats: clock times, rhythms, units.
@Suite struct RecordingTimeTests {
  private func recording(_ text: String, rate: Double? = 250) throws -> RecordingFile {
    try RecordingFile.open(
      "r.csv", in: InputFolder(files: ["r.csv": Data(text.utf8)]),
      options: RecordingOptions(samplingRate: rate))
  }

  /// Waves of a height on a level, a beat every 0.8 s.
  private func table(_ height: Double, level: Double = 0, name: String = "II") -> String {
    let rows = (0..<5_000).map { index in
      let phase = Double(index % 200) / 250 - 0.4
      // A floor that is never quite still.
      let noise = Double(index * index % 7) / 1000
      return String(format: "%.5f", level + height * (exp(-phase * phase / 0.0004) + noise))
    }
    return "\(name)\n" + rows.joined(separator: "\n") + "\n"
  }

  @Test(arguments: [(600.0, true), (21, true), (0.01, true), (1, false), (15, false), (0.1, false)])
  func unitsThatCannotBeAreTold(_ height: Double, _ isTold: Bool) throws {
    let file = try recording(table(height, level: 2 * height))
    let beats = try DetectedBeats(in: file, lead: nil)
    #expect(beats.peaks.count > 20)
    #expect(beats.remarks.contains { $0.contains("has no unit") } == isTold)
    #expect(file.signals[0].unit == (isTold ? "" : "mV"))
    // Who says the unit keeps it, and is told where it cannot be.
    let said = try recording(table(height, name: "II (mV)"))
    let remarks = try DetectedBeats(in: said, lead: nil).remarks
    #expect(said.signals[0].unit == "mV")
    #expect(remarks.count == (isTold ? 1 : 0))
    #expect(remarks.allSatisfy { $0.contains("mV by its unit, mV") })
  }

  @Test func tablesHaveTheClock() throws {
    try withTemporaryFolder { folder in
      let made = SyntheticRecording(seed: 3, beats: 60)
      let path = folder.appending(path: "r").path
      try Recording(
        header: RecordHeader(
          name: "r", samplingRate: 360,
          signals: [
            SignalDescription(
              fileName: "r.dat", format: .format16, gain: 1000, adcResolution: 16, name: "II")
          ]),
        samples: [made.samples[0].map { Int32(($0 * 1000).rounded()) }]
      ).write(to: path)
      func lines() throws -> [[Substring]] {
        let file = try RecordingFile.open(path + ".hea")
        let classified = try ClassifiedRecording(file, by: .pretrained())
        return BeatTable(classified).csv.split(separator: "\n").map {
          $0.split(separator: ",", omittingEmptySubsequences: false)
        }
      }
      #expect(try lines()[0].last == "rhythm")
      let header = try String(contentsOfFile: path + ".hea", encoding: .utf8).split(separator: "\n")
      let first = header[0].split(separator: " ").prefix(4).joined(separator: " ")
      let dated = ["\(first) 23:59:50 31/12/2019"] + header.dropFirst().map(String.init)
      try Data((dated.joined(separator: "\n") + "\n").utf8)
        .write(to: URL(filePath: path + ".hea"))
      let table = try lines()
      #expect(table[0].suffix(2) == ["rhythm", "clock"])
      #expect(table[1].last?.hasPrefix("2019-12-31T23:59:5") == true)
      #expect(table.last?.last?.hasPrefix("2020-01-01T00:00:3") == true)
    }
  }

  /// An episode stands between two marks, the first beats and the last ones outside.
  @Test(.enabled(if: RealData.mitdb != nil)) func rhythmIsMarked() throws {
    let folder = try #require(RealData.mitdb)
    func marks(_ name: String) throws -> [Annotation] {
      let file = try RecordingFile.open(folder.appending(path: name).path)
      let classified = try ClassifiedRecording(
        file, beats: .annotated("atr"), by: .pretrained(), threads: 2)
      let all = classified.annotations.annotations
      #expect(all.count { letters.contains($0.symbol) } == classified.peaks.count)
      return all.filter { $0.symbol == "+" }
    }
    #expect(try marks("100").isEmpty)
    // Fibrillation for 10 of 30 minutes by the experts.
    let found = try marks("201")
    let starts = found.indices.filter { found[$0].aux == "(AFIB" }
    let seconds = starts.reduce(0.0) { sum, start in
      let end = start + 1 < found.count ? found[start + 1].sample : 650_000
      return sum + Double(end - found[start].sample) / 360
    }
    #expect((400...750).contains(seconds))
    #expect(found.first?.aux == "(N" || found.first?.aux == "(AFIB")
  }

  private let letters: Set<Character> = ["N", "S", "V", "F", "Q"]
}
