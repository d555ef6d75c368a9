import Foundation

/// What ends the lines of a text.
package enum LineEnding: Equatable, Sendable {
  /// A line feed, with a carriage return before it or without.
  case lineFeed
  /// A carriage return alone, as old Macs wrote it and some programs still do.
  case carriageReturn

  /// The bytes of a text that are looked at: a text without an end of a line in so many has none.
  private static let bytesLookedAt = 1 << 20

  /// Tells what ends the lines of a text: a carriage return only where there is no line feed.
  package init(of text: UnsafeBufferPointer<UInt8>) {
    let beginning = UnsafeBufferPointer(rebasing: text.prefix(Self.bytesLookedAt))
    let hasFeed = beginning.contains(UInt8(ascii: "\n"))
    self =
      !hasFeed && beginning.contains(UInt8(ascii: "\r")) ? .carriageReturn : .lineFeed
  }

  /// The byte that a line is over with.
  package var byte: UInt8 { self == .lineFeed ? UInt8(ascii: "\n") : UInt8(ascii: "\r") }

  /// The first end of a line from `start` on, or `end` where there is none.
  package func first(
    from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>
  ) -> UnsafePointer<UInt8> {
    guard start < end, let found = memchr(start, Int32(byte), end - start) else { return end }
    return UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
  }
}
