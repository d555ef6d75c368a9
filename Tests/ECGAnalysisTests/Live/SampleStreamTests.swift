import ECGAnalysis
import ECGFiles
import Foundation
import Testing

/// Samples that come in pieces, as text and as numbers.
@Suite struct SampleStreamTests {
  private func stream(
    _ coding: SampleCoding? = nil, leads: Int = 1, hasTimes: Bool = false
  ) -> SampleStream {
    SampleStream(
      name: "the strap", coding: coding, leads: leads, hasTimes: hasTimes, samplingRate: 100)
  }

  /// All samples of a text that comes in pieces of so many bytes.
  private func leads(
    of text: String, by stream: SampleStream, pieces: Int = .max
  ) throws -> [[Double]] {
    var (stream, bytes) = (stream, Array(text.utf8)[...])
    var packets: [SampleStream.Packet] = []
    while !bytes.isEmpty {
      packets += try stream.read(Array(bytes.prefix(pieces)))
      bytes = bytes.dropFirst(pieces)
    }
    packets += try stream.finish()
    // Missing samples as a number that equals itself.
    return (packets.first?.leads.indices ?? 0..<0).map { lead in
      packets.flatMap { $0.leads[lead].map { $0.isNaN ? -99 : Double($0) } }
    }
  }

  @Test(arguments: [1, 2, 5, .max])
  func piecesMakeNoDifference(pieces: Int) throws {
    let text = "II V1\n1 2\n\n3 NaN\n5 6"
    #expect(
      try leads(of: text, by: stream(leads: 2), pieces: pieces) == [[1, 3, 5], [2, -99, 6]])
    #expect(
      try leads(of: "1\n\n3\n\n", by: stream(), pieces: pieces) == [[1, -99, 3]])
    #expect(
      try leads(of: "1,5;2\n-;0,25\n", by: stream(leads: 2), pieces: pieces)
        == [[1.5, -99], [2, 0.25]])
  }

  @Test func numbersComeAsWholeFrames() throws {
    var stream = stream(.i16, leads: 2)
    let cut = try stream.read([1, 0, 2])
    #expect(cut.isEmpty)
    let packets = try stream.read([0, 3, 0, 0, 128, 9])
    #expect(packets.count == 1 && packets[0].time == nil && packets[0].line == nil)
    #expect(packets[0].leads[0] == [1, 3] && packets[0].leads[1][0] == 2)
    #expect(packets[0].leads[1][1].isNaN)
    let error = #expect(throws: FileError.self) { try stream.finish() }
    #expect(error?.path == "the strap" && error?.location == .byte(8))
    #expect(error?.problem == "expected 4 bytes, a sample of each lead, found 1 and the end")
    #expect(error?.remedy.settings == [.leadCount, .sampleCoding])
  }

  @Test func whatIsWrongIsToldByItsLine() throws {
    for (text, line, problem) in [
      ("1\nx\n", 2, "expected a number in column 1, found \"x\""),
      ("1\n2 3\n", 2, "expected one column, found 2"),
    ] {
      var stream = stream()
      // What comes before it counts.
      let before = try stream.read(Array(text.utf8))
      #expect(before.map(\.leads) == [[[1]]])
      let error = #expect(throws: FileError.self) { try stream.finish() }
      #expect(error?.location == .line(line) && error?.problem == problem)
      #expect(error?.remedy.settings == [.leadCount, .timeStamps])
    }
    var empty = stream()
    let error = #expect(throws: FileError.self) { try empty.finish() }
    #expect(error?.problem == "expected samples, found none")
  }

  @Test func stampsThatDoNotFitTheRateAreRefused() throws {
    func text(step: Double) -> String {
      (0..<150).map { "\(Double($0) * step) \($0)\n" }.joined()
    }
    #expect(
      try leads(of: text(step: 0.01), by: stream(hasTimes: true)) == [(0..<150).map(Double.init)])
    for (step, remedy) in [
      (10.0, "They seem to be milliseconds; give them in seconds"),
      (0.02, "Give the rate that they have, and each line the time of its own"),
    ] {
      var stream = stream(hasTimes: true)
      let error = #expect(throws: FileError.self) {
        try stream.read(Array(text(step: step).utf8))
      }
      #expect(error?.location == .line(100) && error?.remedy.text() == remedy)
      #expect(
        error?.problem.hasPrefix(
          "expected time stamps 0.01 s apart, as a rate of 100 Hz has them") == true)
    }
  }
}
