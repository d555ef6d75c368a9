import Foundation
import HTTPTypes

/// The name of a file that came with a request: without folders, whatever the client sent.
package struct FileName: Equatable {
  package let text: String

  /// The bytes of a name, at the most.
  private static let longest = 255

  /// - Throws: ``Problem`` where it is no name that a file can have.
  package init(_ name: String) throws {
    let last = name.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }.last ?? ""
    guard !last.isEmpty, last != ".", last != "..", last.utf8.count <= Self.longest,
      !last.hasControlCharacters
    else { throw Problem(.badRequest, "Expected the name of a file, such as 100.hea.") }
    text = String(last)
  }

  /// A name as browsers send it in a form: a quote, a carriage return and a line feed each
  /// as %22, %0D and %0A, and nothing else (WHATWG HTML, section 4.10.21.8). No name here
  /// has several lines.
  private static func decoded(_ name: String) -> String {
    name.replacing("%22", with: "\"").replacing("%0D%0A", with: " ").replacing("%0D", with: " ")
      .replacing("%0A", with: " ")
  }

  /// The name in a part's `Content-Disposition`.
  ///
  /// - Throws: ``Problem`` where the part is no file.
  init(ofPart header: Data) throws {
    guard let text = String(data: header, encoding: .utf8) else {
      throw Problem(.badRequest, "Expected the header of a part in UTF-8.")
    }
    for line in text.components(separatedBy: "\r\n") {
      let sides = line.split(separator: ":", maxSplits: 1)
      guard sides.count == 2, sides[0].lowercased() == "content-disposition" else { continue }
      let parameters = MediaRange(sides[1]).parameters
      if let name = parameters["filename"] {
        try self.init(Self.decoded(name))
        return
      }
      throw Problem(
        .badRequest,
        "Expected files alone, found the field '\(parameters["name"] ?? "")'; options go into the query."
      )
    }
    throw Problem(.badRequest, "Expected Content-Disposition with a filename in each part.")
  }
}
