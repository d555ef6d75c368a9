/// A unit of time.
enum TimeUnit: Equatable {
  case seconds, milliseconds, microseconds, nanoseconds, minutes, hours, days

  init?(_ text: String) {
    switch text.lowercased().replacing("\u{3BC}", with: "\u{B5}") {
    case "s", "sec", "secs", "second", "seconds": self = .seconds
    case "ms", "msec", "msecs", "milli", "millis", "millisecond", "milliseconds":
      self = .milliseconds
    case "us", "\u{B5}s", "usec", "micro", "micros", "microsecond", "microseconds":
      self = .microseconds
    case "ns", "nsec", "nanos", "nanosecond", "nanoseconds": self = .nanoseconds
    case "min", "minute", "minutes": self = .minutes
    case "h", "hour", "hours": self = .hours
    case "day", "days": self = .days
    default: return nil
    }
  }

  /// How many seconds it is.
  var seconds: Double {
    switch self {
    case .seconds: 1
    case .milliseconds: 1e-3
    case .microseconds: 1e-6
    case .nanoseconds: 1e-9
    case .minutes: 60
    case .hours: 3600
    case .days: 86_400
    }
  }

  /// Its symbol.
  var symbol: String {
    switch self {
    case .seconds: "s"
    case .milliseconds: "ms"
    case .microseconds: "\u{B5}s"
    case .nanoseconds: "ns"
    case .minutes: "min"
    case .hours: "h"
    case .days: "days"
    }
  }
}
