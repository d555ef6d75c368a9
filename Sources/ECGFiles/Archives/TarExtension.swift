/// What extended headers of a tar archive say of the next file.
struct TarExtension {
  private(set) var name: String?
  private(set) var target: String?
  private(set) var size: Int?

  /// Takes the bytes after an extended header.
  mutating func take(_ bytes: [UInt8], of kind: TarHeader.Kind) {
    switch kind {
    case .longName: name = Self.text(bytes)
    case .longTarget: target = Self.text(bytes)
    case .fields:
      let fields = Self.fields(bytes)
      name = fields["path"] ?? name
      target = fields["linkpath"] ?? target
      size = fields["size"].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    // No file is told by what holds for all.
    case .globalFields, .file, .hardLink, .symbolicLink, .other: break
    }
  }

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// The fields of a pax header: lines of length, space, name, equals sign, value.
  private static func fields(_ bytes: [UInt8]) -> [String: String] {
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
