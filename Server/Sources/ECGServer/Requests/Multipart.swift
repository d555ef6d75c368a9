package import Foundation
import HTTPTypes

/// The files of a `multipart/form-data` body (RFC 7578).
package struct Multipart {
  /// The content of each file by its name.
  package private(set) var files: [String: Data] = [:]

  /// The bytes of a part's header, at the most.
  private static let longestHeader = 8 << 10
  /// The characters of a boundary, at the most (RFC 2046, section 5.1.1).
  private static let longestBoundary = 70

  /// Takes a body apart; the files share its memory.
  ///
  /// - Parameters:
  ///   - boundary: what the header says stands between the parts; nil where it says nothing.
  ///   - limit: how many files there may be.
  /// - Throws: ``Problem``.
  package init(_ body: Data, boundary: String?, limit: Int) throws {
    guard let boundary, (1...Self.longestBoundary).contains(boundary.utf8.count) else {
      throw Problem(
        .badRequest,
        "Content-Type: expected a boundary of 1 to 70 characters after multipart/form-data.")
    }
    let marker = Array("\r\n--\(boundary)".utf8)
    // The first boundary may stand at the very beginning.
    var place: Int
    if body.starts(with: marker.dropFirst(2)) {
      place = marker.count - 2
    } else if let found = Self.find(marker, in: body, from: 0) {
      place = found + marker.count
    } else {
      throw Self.broken("expected the boundary, found none")
    }
    while !Self.has("--", in: body, at: place) {
      guard Self.has("\r\n", in: body, at: place) else {
        throw Self.broken("expected a line to end at byte \(place)")
      }
      let start = place + 2
      guard let end = Self.find(Array("\r\n\r\n".utf8), in: body, from: start - 2),
        end - start <= Self.longestHeader
      else { throw Self.broken("expected the header of a part at byte \(start)") }
      let contentStart = end + 4
      guard let next = Self.find(marker, in: body, from: contentStart - 2) else {
        throw Self.broken("the part at byte \(start) has no end")
      }
      let header = body[(body.startIndex + start)..<(body.startIndex + max(start, end))]
      let name = try FileName(ofPart: header)
      guard files.count < limit else {
        throw Problem(.contentTooLarge, "Expected \(limit) files at the most, found more.")
      }
      // An empty part is what a browser sends for a field in which no file was chosen.
      let content = body[
        (body.startIndex + contentStart)..<(body.startIndex + max(contentStart, next))]
      guard files.updateValue(content, forKey: name.text) == nil else {
        throw Problem(.badRequest, "There are two files named \(name.text).")
      }
      place = next + marker.count
    }
    guard !files.isEmpty else { throw Problem(.badRequest, "Expected a file, found none.") }
  }

  private static func broken(_ what: String) -> Problem {
    Problem(.badRequest, "The body is no multipart/form-data: \(what).")
  }

  private static func has(_ text: String, in body: Data, at place: Int) -> Bool {
    body.dropFirst(place).starts(with: text.utf8)
  }

  /// The place of some bytes, which begin with a carriage return.
  private static func find(_ wanted: [UInt8], in body: Data, from start: Int) -> Int? {
    body.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, let first = wanted.first else { return nil }
      var place = max(start, 0)
      while place + wanted.count <= bytes.count {
        guard let hit = memchr(base + place, Int32(first), bytes.count - place) else { return nil }
        place = hit - UnsafeMutableRawPointer(mutating: base)
        guard place + wanted.count <= bytes.count else { return nil }
        if memcmp(hit, wanted, wanted.count) == 0 { return place }
        place += 1
      }
      return nil
    }
  }
}

/// The name of a file that came with a request: without folders, whatever the client sent.
package struct FileName: Equatable {
  package let text: String

  /// The bytes of a name, at the most.
  private static let longest = 255

  /// - Throws: ``Problem`` where it is no name that a file can have.
  package init(_ name: String) throws {
    let last = name.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }.last ?? ""
    guard !last.isEmpty, last != ".", last != "..", last.utf8.count <= Self.longest,
      !last.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
    else { throw Problem(.badRequest, "Expected the name of a file, such as 100.hea.") }
    text = String(last)
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
        try self.init(name)
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
