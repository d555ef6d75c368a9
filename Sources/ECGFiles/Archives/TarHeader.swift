/// The block before each file of a tar archive: POSIX ustar, GNU's, and the older one of V7.
struct TarHeader {
  /// What follows a header.
  enum Kind {
    case file, hardLink, symbolicLink
    /// The path, or a link's target, of the next file, too long for its header (GNU).
    case longName, longTarget
    /// Fields of the next file, and of all that follow (pax).
    case fields, globalFields
    /// A folder or a device, which has no bytes.
    case other

    init(_ byte: UInt8) {
      switch byte {
      // 7 is a file whose blocks lie in a row.
      case UInt8(ascii: "0"), UInt8(ascii: "7"), 0: self = .file
      case UInt8(ascii: "1"): self = .hardLink
      case UInt8(ascii: "2"): self = .symbolicLink
      case UInt8(ascii: "L"): self = .longName
      case UInt8(ascii: "K"): self = .longTarget
      case UInt8(ascii: "x"): self = .fields
      case UInt8(ascii: "g"): self = .globalFields
      default: self = .other
      }
    }

    /// Whether what follows says something of a file, and is none.
    var isExtension: Bool {
      switch self {
      case .longName, .longTarget, .fields, .globalFields: true
      case .file, .hardLink, .symbolicLink, .other: false
      }
    }
  }

  /// The bytes of a header; files are filled up to as many.
  static let size = 512

  let kind: Kind
  let name: String
  /// What a link leads to.
  let target: String
  /// The bytes of what follows; nil where that is no number.
  let contentSize: Int?
  /// When the file was changed last, in seconds since 1970; 0 where nobody says.
  let changed: Int

  /// Reads a header; nil where the block is none.
  init?(_ block: [UInt8]) {
    guard Self.isHeader(block), Self.hasRightSum(block) else { return nil }
    func text(_ range: Range<Int>) -> String {
      String(decoding: block[range].prefix { $0 != 0 }, as: UTF8.self)
    }
    kind = Kind(block[156])
    // GNU's archives have other things in the place of the prefix.
    let prefix = block[262] == 0 ? text(345..<500) : ""
    name = prefix.isEmpty ? text(0..<100) : "\(prefix)/\(text(0..<100))"
    target = text(157..<257)
    contentSize = Self.number(block[124..<136]).flatMap { $0 >= 0 ? $0 : nil }
    changed = Self.number(block[136..<148]) ?? 0
  }

  /// Whether a block looks like a header. Those older than POSIX (1988) have no mark of their own:
  /// they are told by their sum, and by numbers where there have to be some.
  static func isHeader(_ block: [UInt8]) -> Bool {
    guard block.count == size else { return false }
    if block[257..<262].elementsEqual("ustar".utf8) { return true }
    guard block[0] != 0 else { return false }
    let fields = [100..<108, 124..<136, 136..<148, 148..<156]
    return fields.allSatisfy { isOctal(block[$0]) } && hasRightSum(block)
  }

  /// Whether a field holds octal digits, with spaces before them and spaces or zeros behind them.
  private static func isOctal(_ field: ArraySlice<UInt8>) -> Bool {
    let digits = field.drop { $0 == 0x20 }
    let rest = digits.drop { (0x30...0x37).contains($0) }
    return rest.count < digits.count && rest.allSatisfy { $0 == 0x20 || $0 == 0 }
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

  private static func hasRightSum(_ block: [UInt8]) -> Bool {
    let sum = block.indices.reduce(0) {
      $0 + ((148..<156).contains($1) ? 0x20 : Int(block[$1]))
    }
    return number(block[148..<156]) == sum
  }
}
