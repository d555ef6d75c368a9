/// An error that all processes of a group meet alike, at the same point: none of them
/// waits for another.
package struct AgreedFailure: Error {
  /// What each of them has found.
  package let underlying: any Error

  package init(_ underlying: any Error) { self.underlying = underlying }
}
