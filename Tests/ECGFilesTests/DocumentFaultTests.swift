import ECGFiles
import Foundation
import Testing

/// What is wrong with JSON documents, and where.
@Suite struct DocumentFaultTests {
  private struct Document: Decodable {
    struct Row: Decodable {
      let start: Double
      let isOpen: Bool?
    }

    let rows: [Row]
    let count: Int?
    let name: String?
  }

  private func fault(of text: String) throws -> DocumentFault {
    let error = try #require(throws: DecodingError.self) {
      try JSONDecoder().decode(Document.self, from: Data(text.utf8))
    }
    return DocumentFault(error)
  }

  @Test(
    arguments: [
      (#"{}"#, "", .missing(key: "rows")),
      (#"{"rows": [{"start": 1}, {}]}"#, "rows[1]", .missing(key: "start")),
      (#"{"rows": [{"start": "x"}]}"#, "rows[0].start", .other(expected: "a number")),
      (#"{"rows": [{"start": null}]}"#, "rows[0].start", .other(expected: "a number")),
      (
        #"{"rows": [{"start": 1, "isOpen": 3}]}"#, "rows[0].isOpen",
        .other(expected: "true or false")
      ),
      (#"{"rows": [], "count": "many"}"#, "count", .other(expected: "a whole number")),
      (#"{"rows": [], "name": 5}"#, "name", .other(expected: "a text")),
      (#"{"rows": 1}"#, "rows", .other(expected: "an array")),
    ] as [(String, String, DocumentFault.Kind)])
  func aFaultHasItsPlace(text: String, place: String, kind: DocumentFault.Kind) throws {
    let fault = try fault(of: text)
    #expect(fault.place == place && fault.kind == kind)
  }

  @Test func whatIsNoJSONIsInvalid() throws {
    let fault = try fault(of: "no JSON")
    #expect(fault.place.isEmpty)
    guard case .invalid = fault.kind else {
      Issue.record("expected an invalid document, found \(fault.kind)")
      return
    }
  }
}
