import CECGLibcurl
import Foundation

/// A connection to a server, for one request after the other.
///
/// A class, because a connection is a place: it stays open between requests. Not for two threads at
/// a time.
final class HTTPConnection {
  /// How long to wait.
  struct Patience: Equatable, Sendable {
    /// The longest wait for a connection, in seconds.
    var connecting: Double = 10
    /// The longest wait for the next byte, in whole seconds.
    var stalling = 30
  }

  private let handle: UnsafeMutableRawPointer
  private let patience: Patience

  /// - Throws: ``TransferError/noLibrary``.
  init(patience: Patience) throws(TransferError) {
    guard let handle = clibcurl_open() else { throw .noLibrary }
    self.handle = handle
    self.patience = patience
  }

  deinit { clibcurl_close(handle) }

  /// Fetches a file and waits until it is there.
  ///
  /// - Parameters:
  ///   - url: the file's address, http or https.
  ///   - offset: where to begin; a server may send all of the file for all that.
  ///   - validator: the version of which a part is wanted; of another one the server sends all.
  ///   - isCancelled: asked about once a second, at least.
  ///   - receive: called with the head of the answer and each piece of its body; for an answer of
  ///     status 200 or 206 only.
  /// - Returns: the head of the answer, of status 200, 206 or 416 (nothing from there on).
  /// - Throws: ``TransferError``, and what `receive` throws.
  func get(
    _ url: String, from offset: Int = 0, of validator: String? = nil,
    isCancelled: @escaping () -> Bool = { false },
    receive: (HTTPAnswer, UnsafeRawBufferPointer) throws -> Void
  ) throws -> HTTPAnswer {
    // Compressed bytes could not be gone on from.
    var fields = ["Accept-Encoding: identity"]
    if offset > 0 {
      fields.append("Range: bytes=\(offset)-")
      if let validator { fields.append("If-Range: \(validator)") }
    }
    return try withoutActuallyEscaping(receive) { receive in
      let reception = Reception(isCancelled: isCancelled, receive: receive)
      let result = perform(url, fields: fields, reception)
      if let failure = reception.failure { throw failure }
      let answer = reception.answer
      let isRefused = ![200, 206, 416].contains(result.status)
      if isRefused, result.code == 0 || reception.isCutShort {
        throw TransferError.refused(status: result.status, retryAfter: answer.retryAfter)
      }
      guard result.code == 0 || reception.isCutShort else {
        throw TransferError(code: result.code, message: HTTPConnection.message(of: result))
      }
      return HTTPAnswer(answer, status: result.status)
    }
  }

  private func perform(
    _ url: String, fields: [String], _ reception: Reception
  ) -> clibcurl_result {
    var result = clibcurl_result()
    withCStrings(fields) { fields in
      url.withCString { url in
        "swift-ecg".withCString { agent in
          var request = clibcurl_request()
          request.url = url
          request.fields = fields.baseAddress
          request.field_count = fields.count
          request.user_agent = agent
          request.connect_timeout = Int(patience.connecting * 1000)
          request.stall_timeout = patience.stalling
          request.header = { Reception.from($2).add(line: $0, $1) }
          request.body = { Reception.from($3).add(body: $0, $1, status: $2) }
          request.is_cancelled = { Reception.from($0).isCancelled() ? 1 : 0 }
          request.context = Unmanaged.passUnretained(reception).toOpaque()
          clibcurl_get(handle, &request, &result)
        }
      }
    }
    return result
  }

  private static func message(of result: clibcurl_result) -> String {
    withUnsafeBytes(of: result.message) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}

extension HTTPAnswer {
  fileprivate init(_ answer: HTTPAnswer, status: Int) {
    self = answer
    self.status = status
  }
}

/// What has arrived of an answer; the context of libcurl's callbacks.
private final class Reception {
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

  /// The reception that is a callback's context: whoever made the request holds it meanwhile.
  static func from(_ context: UnsafeMutableRawPointer?) -> Reception {
    guard let context else { return Reception(isCancelled: { true }, receive: { _, _ in }) }
    return Unmanaged<Reception>.fromOpaque(context).takeUnretainedValue()
  }

  func add(line: UnsafePointer<CChar>?, _ count: Int) {
    let bytes = UnsafeRawBufferPointer(start: line, count: line == nil ? 0 : count)
    answer.add(line: String(decoding: bytes, as: UTF8.self))
  }

  /// Takes in a piece of the body and returns how much of it; less than all ends the transfer.
  func add(body: UnsafeRawPointer?, _ count: Int, status: Int) -> Int {
    guard status == 200 || status == 206 else {
      ignored += count
      isCutShort = ignored > Reception.longestIgnored
      return isCutShort ? 0 : count
    }
    guard !isCancelled() else {
      failure = TransferError.cancelled
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
}

/// Calls `body` with texts as C has them.
private func withCStrings<Result>(
  _ texts: [String], _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
  let copies = texts.map { text in text.withCString { strdup($0) } }
  defer { for copy in copies { free(copy) } }
  return copies.map { UnsafePointer($0) }.withUnsafeBufferPointer(body)
}
