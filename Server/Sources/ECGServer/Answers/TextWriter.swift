/// Text that is written by hand: of long lists of numbers a general encoder takes longer to write
/// than the network does to compute them.
struct TextWriter {
  private(set) var bytes: [UInt8] = []

  init(reserving capacity: Int) { bytes.reserveCapacity(capacity) }

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func append(_ character: Unicode.Scalar) { bytes.append(UInt8(ascii: character)) }

  mutating func append(raw: some Sequence<UInt8>) { bytes.append(contentsOf: raw) }

  /// A number from 0 to 1 with so many digits after the point.
  mutating func append(share: Float, digits: Int) {
    var scale = 1
    for _ in 0..<digits { scale *= 10 }
    let units = Int((Double(min(max(share, 0), 1)) * Double(scale)).rounded())
    append(integer: units / scale)
    append(".")
    var position = scale / 10
    while position > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(units / position % 10))
      position /= 10
    }
  }

  /// A whole number that is not negative.
  mutating func append(integer: Int) {
    var position = 1
    while integer / position >= 10 { position *= 10 }
    while position > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(integer / position % 10))
      position /= 10
    }
  }
}
