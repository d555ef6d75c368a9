import ECGFiles
import Foundation
import Testing
import ECGDatasets

struct BeatJSONTests {
  private func read(_ text: String, samples: Int = 3, most: Int = 10) throws -> [Float] {
    try BeatJSON.read(Data(text.utf8), name: "body", samplesPerBeat: samples, mostBeats: most)
  }

  @Test("beats with all that JSON allows between and within numbers")
  func beats() throws {
    #expect(
      try read(" \n{ \"beats\"\t:\r\n[ [ 0 , -0.5,1e-3 ],[1E2, 2.5e+0 ,12345678.9] ] } \n")
        == [0, -0.5, 0.001, 100, 2.5, 12345678.9])
    #expect(try read("{\"beats\":[]}") == [])
  }

  @Test("every number is the float nearest to what is written")
  func nearest() throws {
    var numbers: [String] = []
    for exponent in -44...37 {
      for digits in ["1", "3.4028234", "9.999999999999999999", "1.17549435082228750797"] {
        numbers.append("\(digits)e\(exponent)")
      }
    }
    // Half way between two floats, and a little beside it.
    numbers += [
      "16777217", "16777217.0000000001", "16777216.9999999999", "0.50000002980232238769531250",
    ]
    let found = try read(
      "{\"beats\":[[\(numbers.joined(separator: ","))]]}", samples: numbers.count)
    for (text, value) in zip(numbers, found) { #expect(value == Float(text), "\(text)") }
  }

  @Test(
    "the first byte that is wrong is named",
    arguments: [
      ("", 0), ("{", 1), ("{\"beat\":[]}", 1), ("{\"beats\" []}", 9),
      ("{\"beats\":[[1,2,3],]}", 18),
      ("{\"beats\":[[1,2]]}", 10), ("{\"beats\":[[1,2,3,4]]}", 10), ("{\"beats\":[[1,,3]]}", 13),
      ("{\"beats\":[[1,.5,3]]}", 13), ("{\"beats\":[[1,5.,3]]}", 13),
      ("{\"beats\":[[1,5e,3]]}", 13),
      ("{\"beats\":[[1,01,3]]}", 13), ("{\"beats\":[[1,-,3]]}", 13), ("{\"beats\":[]}x", 12),
    ])
  func errors(text: String, byte: Int) throws {
    let error = try #require(throws: FileError.self) { try read(text) }
    #expect(error.kind == .badData)
    #expect(error.path == "body")
    #expect("\(error)".contains("byte \(byte)"), "\(error)")
  }

  @Test("beats of another length are told as that", arguments: ["[1,2]", "[1,2,3,4]"])
  func length(beat: String) {
    let error = #expect(throws: FileError.self) { try read("{\"beats\":[\(beat)]}") }
    #expect(error?.reason == .beatLength)
  }

  @Test("a document that is cut short anywhere is refused")
  func cut() {
    let whole = "{\"beats\": [[1, 2.5, 3e1], [4, 5, 6]]}"
    for count in 0..<whole.utf8.count {
      #expect(throws: FileError.self) { try read(String(whole.prefix(count))) }
    }
  }

  @Test("more beats than may be are another mistake")
  func tooMany() {
    let error = #expect(throws: BeatJSON.TooManyBeats.self) {
      try read("{\"beats\":[[1,2,3],[1,2,3]]}", most: 1)
    }
    #expect(error?.localizedDescription == "expected 1 beats at the most, found more")
  }
}
