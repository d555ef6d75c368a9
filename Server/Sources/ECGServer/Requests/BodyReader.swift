import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Takes the bodies of requests in, within limits of size. What is too slow the
/// ``ConnectionGuard`` ends.
struct BodyReader: Sendable {
  let budget: BodyBudget

  /// The body of a request with its share of the memory, which is to be held for as
  /// long as the body.
  ///
  /// - Throws: ``Problem`` where the body is too large or there is no room for it;
  ///   ``BodyBrokenOff``.
  func body(of request: Request, upTo limit: Int) async throws -> (content: Data, lease: BodyLease)
  {
    try request.checkEncoding()
    let length = request.headers[.contentLength].flatMap { Int($0) }
    // What the header says need not be waited for.
    if let length, length > limit { throw Problem.tooLarge(limit) }
    let lease = BodyLease(budget)
    var content = Data(capacity: min(length ?? 0, 1 << 20))
    for try await chunk in request.body {
      guard content.count + chunk.readableBytes <= limit else { throw Problem.tooLarge(limit) }
      guard lease.take(chunk.readableBytes) else {
        throw Problem.busy("Too many uploads at once; try again in a second.")
      }
      content.append(contentsOf: chunk.readableBytesView)
    }
    if let length, content.count < length { throw BodyBrokenOff() }
    return (content, lease)
  }
}

/// The client has gone in the middle of a body; nobody waits for an answer.
struct BodyBrokenOff: Error {}
