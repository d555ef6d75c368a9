import Foundation

/// Archives of a small record and a table.
extension Seeds {
  static func archives() -> [Data] {
    let header = "r 1 360 4\nr.dat 16 200 12 0 0 0 0 I\n"
    let rows = (0..<20).map { "0.\($0 + 10),\($0 * $0 % 7)\n" }.joined()
    let files = [
      ("a/r.hea", header), ("a/r.dat", "\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}\u{8}"),
      ("t.csv", "time [s],I [mV]\n" + rows),
    ]
    return [
      tar(files.map { ($0, "0", $1) }),
      tar([("pax", "x", "15 path=b/p.csv\n")] + files.suffix(1).map { ($0, "0", $1) }),
      tar([("link", "L", "b/long.csv\0")] + files.suffix(1).map { ($0, "0", $1) }),
    ] + compressed.compactMap { Data(base64Encoded: $0) }
  }

  /// A tar archive of files, each with its kind.
  private static func tar(_ files: [(name: String, kind: String, content: String)]) -> Data {
    func octal(_ value: Int, _ digits: Int) -> String {
      let text = String(value, radix: 8)
      return String(repeating: "0", count: digits - text.count) + text
    }
    var archive = Data()
    for file in files {
      var header = Data(count: 512)
      func put(_ text: String, at place: Int) {
        header.replaceSubrange(place..<place + text.utf8.count, with: Data(text.utf8))
      }
      put(file.name, at: 0)
      put(octal(file.content.utf8.count, 11), at: 124)
      put("        \(file.kind)", at: 148)
      put("ustar\u{0}00", at: 257)
      put(octal(header.reduce(0) { $0 + Int($1) }, 6) + "\u{0} ", at: 148)
      archive += header + Data(file.content.utf8)
      archive += Data(count: (512 - file.content.utf8.count % 512) % 512)
    }
    return archive + Data(count: 1024)
  }

  /// The same files as Python's zipfile wrote them, some stored and some by DEFLATE, and its tarfile and gzip.
  private static let compressed = [
    """
    UEsDBBQAAAAIAAAAIQA7mVUOIAAAACQAAAAHAAAAYS9yLmhlYStSMFQwNjNQMOEq0ktJLFEwNFMwMjBQMDRS\
    MIBCTy4AUEsDBBQAAAAAAAAAIQCfaKqICAAAAAgAAAAHAAAAYS9yLmRhdAABAgMEBQYHUEsDBBQAAAAIAAAA\
    IQAa42cbVQAAAJwAAAAFAAAAdC5jc3YljLsNgDAMRHumyAAW8uXPCCxAE6WkoEgF+wvZVz2d752/Z91hvFPO\
    MNY1N91VRQ0QGKJkQ5JoyEThsVJpHHSmwzuomwDBL0iuIPsAhamyazQ7YV9+UEsBAhQDFAAAAAgAAAAhADuZ\
    VQ4gAAAAJAAAAAcAAAAAAAAAAAAAAIABAAAAAGEvci5oZWFQSwECFAMUAAAAAAAAACEAn2iqiAgAAAAIAAAA\
    BwAAAAAAAAAAAAAAgAFFAAAAYS9yLmRhdFBLAQIUAxQAAAAIAAAAIQAa42cbVQAAAJwAAAAFAAAAAAAAAAAA\
    AACAAXIAAAB0LmNzdlBLBQYAAAAAAwADAJ0AAADqAAAAAAA=
    """,
    """
    H4sIAAAAAAACA+3VywoCIRSA4dMd5inOE+hxxsu2beBLGEVFMAM2QY8fZRQEQytdNOdzoejChfwopJBr37UH\
    f2rPkAclQzMpa97rtO+ccYAeCrhe+hARYaS28laUOO4DsFG9/yNqq/Vg//Q5S/uNUWQBifvPLqLCxhLqKopd\
    6FFZrIlQ1Uivsam4kv8V5PPds97xs39F3/8/acf9FzGZzuaL5YpLYIyxcbkDGVzH/AAQAAA=
    """,
  ]
}
