/// Which beats tell what is usual for a beat.
package enum BeatSide: String, CaseIterable, Sendable {
  /// Those before it: all that a stream has.
  case earlier
  /// Those after it. They know nothing of how a rhythm began, but how it goes on.
  case later

  /// The beats in the order in which they get known.
  func order(_ count: Int) -> any Sequence<Int> {
    switch self {
    case .earlier: 0..<count
    case .later: (0..<count).reversed()
    }
  }
}
