package import Foundation
import HTTPTypes

/// The files of a `multipart/form-data` body (RFC 7578).
///
/// Our own, two pages: files share the memory of the body, so that a recording is held once, and no
/// package is resolved for it.
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
    var offset: Int
    if body.starts(with: marker.dropFirst(2)) {
      offset = marker.count - 2
    } else if let found = Self.find(marker, in: body, from: 0) {
      offset = found + marker.count
    } else {
      throw Self.broken("expected the boundary, found none")
    }
    while !Self.has("--", in: body, at: offset) {
      guard Self.has("\r\n", in: body, at: offset) else {
        throw Self.broken("expected a line to end at byte \(offset)")
      }
      let start = offset + 2
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
      offset = next + marker.count
    }
    guard !files.isEmpty else { throw Problem(.badRequest, "Expected a file, found none.") }
  }

  private static func broken(_ what: String) -> Problem {
    Problem(.badRequest, "The body is no multipart/form-data: \(what).")
  }

  private static func has(_ text: String, in body: Data, at offset: Int) -> Bool {
    body.dropFirst(offset).starts(with: text.utf8)
  }

  /// The offset of some bytes, which begin with a carriage return.
  private static func find(_ wanted: [UInt8], in body: Data, from start: Int) -> Int? {
    body.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, let first = wanted.first else { return nil }
      var offset = max(start, 0)
      while offset + wanted.count <= bytes.count {
        guard let hit = memchr(base + offset, Int32(first), bytes.count - offset) else {
          return nil
        }
        offset = hit - UnsafeMutableRawPointer(mutating: base)
        guard offset + wanted.count <= bytes.count else { return nil }
        if memcmp(hit, wanted, wanted.count) == 0 { return offset }
        offset += 1
      }
      return nil
    }
  }
}
