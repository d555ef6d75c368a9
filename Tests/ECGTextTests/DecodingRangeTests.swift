import ECGText
import Foundation
import Testing

@Suite struct DecodingRangeTests {
  private struct Blocks: Decodable {
    let count: Int

    private enum CodingKeys: CodingKey { case count }

    init(from decoder: any Decoder) throws {
      count = try decoder.container(keyedBy: CodingKeys.self).decode(.count, in: 1...8)
    }
  }

  private func count(in text: String) throws -> Int {
    try JSONDecoder().decode(Blocks.self, from: Data(text.utf8)).count
  }

  @Test(arguments: [1, 8]) func boundsAreWithin(count: Int) throws {
    #expect(try self.count(in: #"{"count": \#(count)}"#) == count)
  }

  @Test(arguments: [0, 9, -1, Int.max])
  func othersAreRefusedWithWhatTheyMustBe(count: Int) {
    let error = #expect(throws: DecodingError.self) {
      try self.count(in: #"{"count": \#(count)}"#)
    }
    guard case .dataCorrupted(let context) = error else {
      Issue.record("expected what is wrong with the value, found \(String(describing: error))")
      return
    }
    #expect(context.debugDescription == "count is \(count), must be from 1 to 8")
  }
}
