import ECGDatasets
import ECGFiles
import Foundation
import ECGTestSupport
import Testing

/// Where prepared beats came from.
@Suite struct ProvenanceTests {
  private let header = "row,record,sample,symbol,class\n"

  private func beats(_ labels: [Int]) -> BeatDataset {
    BeatDataset(
      task: .arrhythmia, source: .csv(["beats.csv"]), samplesPerBeat: 2,
      values: labels.flatMap { [Float($0), 1] }, labels: labels)
  }

  private func origins(_ text: String?, labels: [Int] = [0, 2]) throws -> [BeatOrigin]? {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "beats.csv").path
      if let text {
        try Data(text.utf8).write(to: folder.appending(path: "beats_provenance.csv"))
      }
      return try MITBIHBeats.withOrigins(beats(labels), of: path).origins
    }
  }

  @Test func isReadFromTheFileBesideTheBeats() throws {
    #expect(try origins(nil) == nil)
    #expect(
      try origins(header + "0,100,77,N,N\n1,208,1800,V,V\n") == [
        BeatOrigin(record: "100", sample: 77, symbol: "N", samplingRate: 360),
        BeatOrigin(record: "208", sample: 1800, symbol: "V", samplingRate: 360),
      ])
    #expect(try origins(header, labels: []) == [])
  }

  @Test(arguments: [
    ("", FileError.Location.line(1), "expected the columns row,record,sample,symbol,class"),
    ("row,record,sample,symbol,class\n0,100,77,N,N\n", .whole, "2 beats, found 1"),
    ("row,record,sample,symbol,class\n0,100,77,N,N\n1,100,400,N,N\n", .line(3), "class V"),
    ("row,record,sample,symbol,class\n1,100,77,N,N\n1,100,400,V,V\n", .line(2), "expected row 0"),
    ("row,record,sample,symbol,class\n0,100,-7,N,N\n1,100,400,V,V\n", .line(2), "a sample"),
    ("row,record,sample,symbol,class\n0,100,77,NN,N\n1,100,400,V,V\n", .line(2), "a symbol"),
    ("row,record,sample,symbol,class\n0,100,77,N,N\n1,100,V\n", .line(3), "expected row 1"),
  ])
  func ofOtherBeatsIsRefused(_ text: String, _ position: FileError.Location, _ problem: String)
    throws
  {
    let error = try #require(throws: FileError.self) { try origins(text) }
    #expect(error.kind == .badData && error.location == position)
    #expect(error.path.hasSuffix("beats_provenance.csv") && error.problem.contains(problem))
    #expect(error.remedy.text().contains("beats.csv"))
  }

  /// What the beats are comes before how the file beside them is written.
  @Test func thatOfAnotherTaskIsNamed() throws {
    let error = try #require(throws: FileError.self) {
      try origins("row,record,patient,diagnosis,sample\n0,a,p,Healthy control,77\n")
    }
    #expect(error.kind == .badData && error.path.hasSuffix("beats.csv"))
    #expect(
      error.problem.contains("expected beats for the task arrhythmia, found those for infarction"))
  }

  @Test func timesAreThoseOfTheRecord() {
    func time(_ sample: Int, _ rate: Double?) -> String? {
      BeatOrigin(record: "100", sample: sample, symbol: "N", samplingRate: rate).time
    }
    #expect(time(0, 360) == "0:00:00.000")
    // 77 / 360 s = 213.9 ms
    #expect(time(77, 360) == "0:00:00.214")
    #expect(time(266_401, 360) == "0:12:20.003")
    #expect(time(25 * 3600 * 128 - 1, 128) == "24:59:59.992")
    #expect(time(3600 * 360 * 2 - 1, 1e9) == "0:00:00.003")
    #expect(time(77, nil) == nil)
    #expect(time(77, 0) == nil)
    #expect(time(-77, 360) == nil)
  }
}
