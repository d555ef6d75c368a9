import Foundation
import Logging

/// Log messages as lines of `key=value` on standard error, for people and for what collects logs.
///
/// Our own, a page: swift-log's handler quotes no values, so that its lines cannot be taken apart
/// again.
struct LineLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.info

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    let fields = [
      ("time", Self.now),
      ("level", event.level.rawValue), ("message", "\(event.message)"),
    ]
    let rest = all.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") }
    let line = (fields + rest).map { "\($0)=\(Self.quoted($1))" }.joined(separator: " ")
    FileHandle.standardError.write(Data("\(line)\n".utf8))
  }

  /// The time in UTC to the millisecond, as RFC 3339 has it.
  private static var now: String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    var parts = tm()
    gmtime_r(&time.tv_sec, &parts)
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let date = [parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday].map { padded(Int($0), 2) }
    let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { padded(Int($0), 2) }
    return date.joined(separator: "-") + "T" + clock.joined(separator: ":") + "."
      + padded(time.tv_nsec / 1_000_000, 3) + "Z"
  }

  /// A value as it can stand in a line: what holds blanks, quotes or line breaks in quotes.
  private static func quoted(_ value: String) -> String {
    let isPlain =
      !value.isEmpty && value.utf8.allSatisfy { 0x21...0x7E ~= $0 && $0 != 0x22 && $0 != 0x3D }
    return isPlain ? value : String(reflecting: value)
  }
}
