import Foundation
import ECGTestSupport
import Testing

/// What the tests read JSON with.
@Suite struct ExactJSONTests {
  /// Doubles of every size, their bits in no order, and as many between 0 and 1.
  private static let doubles = (1...50_000).flatMap { index in
    let bits = UInt64(index) &* 0x9E37_79B9_7F4A_7C15
    return [Double(bitPattern: bits), Double(bits >> 11) * 0x1p-53].filter(\.isFinite)
  }

  @Test func givesBackTheDoublesThatWereWritten() throws {
    let written = Self.doubles
    let text = "[" + written.map { "\($0)" }.joined(separator: ",") + "]"
    #expect(try ExactJSON.object(with: Data(text.utf8)) as? [Double] == written)
    let encoded = try JSONEncoder().encode(written)
    #expect(try ExactJSON.object(with: encoded) as? [Double] == written)
  }

  @Test func givesTheTypesOfJSONSerialization() throws {
    let text = #"""
      {"whole": 9007199254740992, "real": 1.0, "truth": true, "none": null, "text": "é",
      "list": [1, 2.5], "rows": [[1]], "members": {"a": 0.5}, "empty": []}
      """#
    let object = try #require(try ExactJSON.object(with: Data(text.utf8)) as? [String: Any])
    #expect(object["whole"] as? Int == 1 << 53)
    #expect(object["real"] as? Int == 1 && object["real"] as? Double == 1)
    #expect(object["truth"] as? Bool == true && object["none"] is NSNull)
    #expect(object["text"] as? String == "é" && object["empty"] as? [String] == [])
    #expect(object["list"] as? [Double] == [1, 2.5] && object["rows"] as? [[Int]] == [[1]])
    #expect(object["members"] as? [String: Double] == ["a": 0.5])
    #expect(
      object as NSDictionary
        == (try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary))
    #expect(throws: DecodingError.self) { try ExactJSON.object(with: Data("[1,".utf8)) }
  }
}
