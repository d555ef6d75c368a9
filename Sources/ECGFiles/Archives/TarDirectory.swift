import Foundation

/// The list of a tar archive's files: POSIX ustar and pax, and GNU's long names.
struct TarDirectory {
  let entries: [Archive.Entry]
  /// Whether it ends without the mark of an archive's end.
  let isCut: Bool

  private static let block = 512
  /// The bytes of an extended header, at the most.
  private static let largestHeader = 1 << 20

  static func isTar(_ beginning: [UInt8]) -> Bool {
    beginning.count == block && beginning[257..<262].elementsEqual("ustar".utf8)
  }

  init(_ bytes: some ArchiveBytes, path: String) throws {
    var entries: [Archive.Entry] = []
    var position = 0
    // What an extended header says of the next file.
    var (longName, longSize): (String?, Int?)
    while true {
      let header = try bytes.read(position..<position + Self.block)
      // Two blocks of zeros end it; one that is cut is read up to there.
      if header.count < Self.block || header.allSatisfy({ $0 == 0 }) {
        isCut = header.count < Self.block
        break
      }
      func damaged(_ problem: String) -> FileError {
        FileError(
          .badData, path: path, at: .byte(position), problem, remedy: "Fetch the archive again")
      }
      guard Self.isTar(header), Self.hasRightSum(header) else {
        throw damaged("expected the header of a file in a tar archive, found something else")
      }
      guard let stated = Self.number(header[124..<136]), stated >= 0 else {
        throw damaged("expected the size of a file, found something else")
      }
      let kind = header[156]
      let isExtension = [0x78, 0x67, 0x4C, 0x4B].contains(kind)
      let size = isExtension ? stated : longSize ?? stated
      let content = position + Self.block
      let (end, isTooLarge) = content.addingReportingOverflow(size)
      guard !isTooLarge, end < Int.max - Self.block else {
        throw damaged("expected a size that fits in the archive, found \(size) bytes")
      }
      position = (end + Self.block - 1) / Self.block * Self.block
      if isExtension {
        guard size <= Self.largestHeader else {
          throw damaged("expected an extended header of at most 1 MiB, found \(size) bytes")
        }
        let text = try bytes.read(content..<end)
        if kind == 0x4C {
          longName = String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
        } else if kind == 0x78 {
          let fields = Self.pax(text)
          longName = fields["path"] ?? longName
          longSize = fields["size"].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
        }
        continue
      }
      // "0" and NUL are files, 7 is one in a row; links, devices and folders have no bytes of their own.
      if [0x30, 0, 0x37].contains(kind) {
        let name = longName ?? Self.name(header)
        if !name.hasSuffix("/") {
          entries.append(
            Archive.Entry(
              name: name.hasPrefix("./") ? String(name.dropFirst(2)) : name, size: size,
              mark: UInt64(bitPattern: Int64(Self.number(header[136..<148]) ?? 0)),
              place: .tar(content)))
        }
      }
      guard entries.count <= Archive.mostEntries else {
        throw damaged("expected at most \(Archive.mostEntries) files, found more")
      }
      (longName, longSize) = (nil, nil)
    }
    self.entries = entries
  }

  private static func name(_ header: [UInt8]) -> String {
    func text(_ range: Range<Int>) -> String {
      String(decoding: header[range].prefix { $0 != 0 }, as: UTF8.self)
    }
    // GNU's archives have other things in the place of the prefix.
    let prefix = header[262] == 0 ? text(345..<500) : ""
    return prefix.isEmpty ? text(0..<100) : "\(prefix)/\(text(0..<100))"
  }

  /// A number in octal digits, or in bytes where the first has its highest bit set.
  private static func number(_ field: ArraySlice<UInt8>) -> Int? {
    guard let first = field.first else { return nil }
    if first & 0x80 != 0 {
      let value = field.dropFirst().suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return Int(exactly: value)
    }
    let digits = field.drop { $0 == 0x20 }.prefix { (0x30...0x37).contains($0) }
    return digits.isEmpty ? 0 : Int(String(decoding: digits, as: UTF8.self), radix: 8)
  }

  private static func hasRightSum(_ header: [UInt8]) -> Bool {
    let sum = header.indices.reduce(0) {
      $0 + ((148..<156).contains($1) ? 0x20 : Int(header[$1]))
    }
    return number(header[148..<156]) == sum
  }

  /// The fields of a pax header: lines of length, space, name, equals sign, value.
  private static func pax(_ bytes: [UInt8]) -> [String: String] {
    var fields: [String: String] = [:]
    var rest = bytes[...]
    while let space = rest.firstIndex(of: 0x20),
      let length = Int(String(decoding: rest[..<space], as: UTF8.self)),
      length > space - rest.startIndex + 1, length <= rest.count
    {
      let line = rest[(space + 1)..<(rest.startIndex + length)]
      rest = rest[(rest.startIndex + length)...]
      guard let equals = line.firstIndex(of: 0x3D) else { continue }
      let name = String(decoding: line[..<equals], as: UTF8.self)
      fields[name] = String(decoding: line[(equals + 1)...].dropLast(), as: UTF8.self)
    }
    return fields
  }
}
