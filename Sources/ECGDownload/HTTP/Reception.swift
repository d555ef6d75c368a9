/// What has arrived of an answer, and who is told of it.
final class Reception {
  var answer = HTTPAnswer()
  /// What whoever wanted the body threw.
  var failure: (any Error)?
  /// Whether the text that comes with a refusal was long enough to be left.
  private(set) var isCutShort = false
  let isCancelled: () -> Bool
  private let receive: (HTTPAnswer, UnsafeRawBufferPointer) throws -> Void
  private var ignored = 0

  private static let longestIgnored = 1 << 16

  init(
    isCancelled: @escaping () -> Bool,
    receive: @escaping (HTTPAnswer, UnsafeRawBufferPointer) throws -> Void
  ) {
    self.isCancelled = isCancelled
    self.receive = receive
  }

  /// Takes in a piece of the body and returns how much of it; less than all ends the transfer.
  func add(body: UnsafeRawPointer?, _ count: Int, status: Int) -> Int {
    guard status == 200 || status == 206 else {
      ignored += count
      isCutShort = ignored > Reception.longestIgnored
      return isCutShort ? 0 : count
    }
    guard !isCancelled() else {
      failure = HTTPError.cancelled
      return 0
    }
    answer.status = status
    do {
      try receive(answer, UnsafeRawBufferPointer(start: body, count: body == nil ? 0 : count))
      return count
    } catch {
      failure = error
      return 0
    }
  }

  /// What came of the transfer.
  ///
  /// - Parameters:
  ///   - status: the answer's status; 0 for none.
  ///   - failure: why it ended early; nil where it did not.
  /// - Throws: ``HTTPError``, and what whoever wanted the body threw.
  func outcome(status: Int, failure early: HTTPError?) throws -> HTTPAnswer {
    if let failure { throw failure }
    let isRefused = ![200, 206, 416].contains(status)
    if isRefused, early == nil || isCutShort {
      throw HTTPError.refused(status: status, retryAfter: answer.retryAfter)
    }
    if let early, !isCutShort { throw early }
    answer.status = status
    return answer
  }
}
