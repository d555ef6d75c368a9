/// The annotations of one data record of EDF+: a list of times with texts, filled up with zeros.
///
/// Source: European data format 'plus', section 2.2.
enum EDFAnnotations {
  /// An entry: `+onset[␕duration]␔text␔text␔` and a zero.
  struct Entry: Equatable {
    /// Seconds from the file's start.
    var onset: Double
    var duration: Double?
    var texts: [String]
  }

  /// The byte that ends an onset or a text, and that which precedes a duration.
  private static let end: UInt8 = 0x14
  private static let durationMark: UInt8 = 0x15

  /// Calls `body` with each entry of a list: kept together, entries take many times the
  /// bytes of the list.
  ///
  /// - Returns: false where the bytes are no such list.
  static func forEach(in bytes: ArraySlice<UInt8>, _ body: (Entry) -> Void) -> Bool {
    var rest = bytes
    while let first = rest.firstIndex(where: { $0 != 0 }) {
      rest = rest[first...]
      let list = rest[..<(rest.firstIndex(of: 0) ?? rest.endIndex)]
      guard let entry = entry(list) else { return false }
      body(entry)
      rest = rest[list.endIndex...]
    }
    return true
  }

  /// - Returns: nil where the bytes are no entry.
  private static func entry(_ list: ArraySlice<UInt8>) -> Entry? {
    guard list.first == UInt8(ascii: "+") || list.first == UInt8(ascii: "-") else { return nil }
    let fields = list.split(separator: end, omittingEmptySubsequences: false)
    // The last text has its end mark too, so nothing is left behind it.
    guard fields.count >= 2, fields.last?.isEmpty == true, let time = fields.first else {
      return nil
    }
    let times = time.split(
      separator: durationMark, maxSplits: 1, omittingEmptySubsequences: false)
    guard let onset = number(times[0]) else { return nil }
    var duration: Double?
    if times.count > 1 {
      guard let given = number(times[1]), given >= 0 else { return nil }
      duration = given
    }
    let texts = fields[1..<(fields.count - 1)].filter { !$0.isEmpty }
      .map { String(decoding: $0, as: UTF8.self) }
    return Entry(onset: onset, duration: duration, texts: texts)
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Double? {
    // Ten billion seconds are 300 years.
    guard let value = Double(String(decoding: bytes, as: UTF8.self)), abs(value) < 1e10 else {
      return nil
    }
    return value
  }
}
