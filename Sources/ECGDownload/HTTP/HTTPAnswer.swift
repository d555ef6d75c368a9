import ECGText

/// The head of a server's answer.
struct HTTPAnswer: Equatable, Sendable {
  /// The status, such as 200.
  var status = 0
  /// The header's fields by their names in lower case.
  private(set) var fields: [String: String] = [:]

  /// Takes in a line of the header. A status line begins anew: one answer may follow another, as
  /// after a redirection.
  mutating func add(line: String) {
    if line.hasPrefix("HTTP/") {
      fields = [:]
    } else if let colon = line.firstIndex(of: ":") {
      fields[line[..<colon].lowercased()] = String(
        line[line.index(after: colon)...].trimmed)
    }
  }

  /// The mark of this version of the file that a range can be asked of; nil for none, and for weak
  /// ones, which do not promise the same bytes.
  var validator: String? {
    fields["etag"].flatMap { $0.hasPrefix("\"") ? $0 : nil }
  }

  /// The length of the body in bytes, where the server says it.
  var contentLength: Int? { fields["content-length"].flatMap { Int($0) } }

  /// Where in the file the body begins, for a part of one: `bytes 100-199/200`.
  var rangeStart: Int? {
    guard let range = fields["content-range"], range.lowercased().hasPrefix("bytes ") else {
      return nil
    }
    return Int(range.dropFirst(6).trimmed.prefix { $0.isNumber })
  }

  /// In how many seconds to ask again, where the server says it in seconds.
  var retryAfter: Double? {
    fields["retry-after"].flatMap { Double($0) }.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
  }
}
