/// The annotations of one data record of EDF+: a list of times with texts, filled up with zeros.
///
/// Source: European data format 'plus', section 2.2.
struct EDFAnnotations {
  /// An entry: `+onset[␕duration]␔text␔text␔` and a zero.
  struct Entry: Equatable {
    /// Seconds from the file's start.
    var onset: Double
    var duration: Double?
    var texts: [String]
  }

  private(set) var entries: [Entry] = []

  /// The byte that ends an onset or a text, and that which precedes a duration.
  private static let end: UInt8 = 0x14
  private static let durationMark: UInt8 = 0x15

  /// - Returns: nil where the bytes are no such list.
  init?(_ bytes: ArraySlice<UInt8>) {
    for list in bytes.split(separator: 0) {
      guard list.first == UInt8(ascii: "+") || list.first == UInt8(ascii: "-") else { return nil }
      let fields = list.split(separator: Self.end, omittingEmptySubsequences: false)
      // The last text has its end mark too, so nothing is left behind it.
      guard fields.count >= 2, fields.last?.isEmpty == true, let time = fields.first else {
        return nil
      }
      let times = time.split(
        separator: Self.durationMark, maxSplits: 1, omittingEmptySubsequences: false)
      guard let onset = Self.number(times[0]) else { return nil }
      var duration: Double?
      if times.count > 1 {
        guard let given = Self.number(times[1]), given >= 0 else { return nil }
        duration = given
      }
      let texts = fields[1..<(fields.count - 1)].filter { !$0.isEmpty }
        .map { String(decoding: $0, as: UTF8.self) }
      entries.append(Entry(onset: onset, duration: duration, texts: texts))
    }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Double? {
    // Ten billion seconds are 300 years.
    guard let value = Double(String(decoding: bytes, as: UTF8.self)), abs(value) < 1e10 else {
      return nil
    }
    return value
  }
}
