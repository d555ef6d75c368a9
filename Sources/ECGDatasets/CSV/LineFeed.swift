import Foundation

/// Finds line feeds.
enum LineFeed {
  /// The first line feed from `start` on, or `end` where there is none.
  static func first(
    from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>
  ) -> UnsafePointer<UInt8> {
    guard start < end, let found = memchr(start, Int32(UInt8(ascii: "\n")), end - start) else {
      return end
    }
    return UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
  }
}
