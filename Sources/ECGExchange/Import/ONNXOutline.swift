/// Walks over the fields of an ONNX file without keeping them, and counts.
struct ONNXOutline {
  /// What makes bytes no file to be decoded.
  struct Failure: Error {
    /// The byte it is about, counted from 0.
    let byte: Int
    /// What was expected and what was found.
    let description: String
  }

  /// The most fields, of which each may become an object.
  private static let mostFields = 500_000
  /// The most bytes of packed whole numbers, which grow eightfold.
  private static let mostPacked = 1 << 24

  /// The messages that are decoded, with the fields in which others are, and those
  /// of packed numbers.
  private enum Message {
    case model, graph, node, attribute, tensor, value, type, tensorType, shape, leaf

    func inner(_ field: Int) -> Message? {
      switch (self, field) {
      case (.model, 7): .graph
      case (.model, 8), (.model, 14), (.shape, 1): .leaf
      case (.graph, 1): .node
      case (.graph, 5), (.attribute, 5): .tensor
      case (.graph, 11), (.graph, 12): .value
      case (.node, 5): .attribute
      case (.value, 2): .type
      case (.type, 1): .tensorType
      case (.tensorType, 2): .shape
      default: nil
      }
    }

    func isPacked(_ field: Int) -> Bool {
      switch self {
      case .tensor: [1, 5, 7].contains(field)
      case .attribute: field == 8
      default: false
      }
    }
  }

  private var fields = 0
  private var packed = 0

  /// Looks at a file.
  ///
  /// - Throws: ``Failure`` where fields do not end where they should, or are too many.
  mutating func look(at bytes: UnsafeRawBufferPointer) throws {
    guard !bytes.isEmpty else {
      throw Failure(byte: 0, description: "expected an ONNX file, found nothing")
    }
    try look(at: bytes, 0..<bytes.count, as: .model)
  }

  private mutating func look(
    at bytes: UnsafeRawBufferPointer, _ range: Range<Int>, as message: Message
  ) throws {
    var position = range.lowerBound
    while position < range.upperBound {
      let start = position
      fields += 1
      guard fields <= Self.mostFields else {
        throw Failure(
          byte: start, description: "expected at most \(Self.mostFields) fields, found more")
      }
      let key = try Self.number(bytes, &position, range.upperBound)
      let field = Int(key >> 3)
      let length: UInt64
      switch key & 7 {
      case 0:
        _ = try Self.number(bytes, &position, range.upperBound)
        length = 0
      case 1: length = 8
      case 2: length = try Self.number(bytes, &position, range.upperBound)
      case 5: length = 4
      default:
        throw Failure(
          byte: start, description: "expected a field of protobuf, found one of type \(key & 7)")
      }
      guard field > 0, length <= UInt64(range.upperBound - position) else {
        throw Failure(
          byte: start,
          description:
            "expected a field that ends by byte \(range.upperBound), found one of \(length) bytes more"
        )
      }
      let content = position..<position + Int(length)
      position = content.upperBound
      guard key & 7 == 2 else { continue }
      if let inner = message.inner(field) {
        try look(at: bytes, content, as: inner)
      } else if message.isPacked(field) {
        packed += content.count
        guard packed <= Self.mostPacked else {
          throw Failure(
            byte: start,
            description:
              "expected at most \(Self.mostPacked >> 20) MiB of whole numbers, found more")
        }
      }
    }
  }

  /// A variable-length number.
  private static func number(
    _ bytes: UnsafeRawBufferPointer, _ position: inout Int, _ end: Int
  ) throws -> UInt64 {
    let start = position
    var number: UInt64 = 0
    for shift in stride(from: 0, to: 70, by: 7) {
      guard position < end else { break }
      let byte = bytes[position]
      position += 1
      number |= UInt64(byte & 0x7F) << UInt64(min(shift, 63))
      if byte < 0x80 { return number }
    }
    throw Failure(byte: start, description: "expected a number of protobuf, found none that ends")
  }
}
