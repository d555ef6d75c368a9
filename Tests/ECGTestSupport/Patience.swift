import Foundation

/// How long tests wait for what must come.
package enum Patience {
  /// Seconds after which something hangs: what is only starved, by other tests or by others who use
  /// the machine, comes before.
  package static let seconds = 600.0

  /// What was waited for did not come.
  package struct Exhausted: Error {}

  /// Waits, on a thread that may, until something is so.
  ///
  /// - Throws: ``Exhausted``; what `isSo` throws.
  package static func wait(until isSo: () throws -> Bool) throws {
    let end = Date(timeIntervalSinceNow: seconds)
    while try !isSo() {
      guard Date() < end else { throw Exhausted() }
      Thread.sleep(forTimeInterval: 0.002)
    }
  }
}
