#if !canImport(Darwin)
  import CECGLibcurl
  import Foundation

  /// A connection by the system's libcurl, which is found when it is first needed.
  final class LibcurlConnection: HTTPConnection {
    private let handle: UnsafeMutableRawPointer
    private let patience: HTTPPatience

    /// - Throws: ``HTTPError/noLibrary``.
    init(patience: HTTPPatience) throws(HTTPError) {
      guard let handle = clibcurl_open() else { throw .noLibrary }
      self.handle = handle
      self.patience = patience
    }

    deinit { clibcurl_close(handle) }

    func get(
      _ url: String, from offset: Int, of validator: String?,
      isCancelled: @escaping () -> Bool,
      receive: (HTTPAnswer, UnsafeRawBufferPointer) throws -> Void
    ) throws -> HTTPAnswer {
      let fields = HTTPRequestFields(from: offset, of: validator).map { "\($0): \($1)" }
      return try withoutActuallyEscaping(receive) { receive in
        let reception = Reception(isCancelled: isCancelled, receive: receive)
        let result = perform(url, fields: fields, reception)
        let failure =
          result.code == 0
          ? nil : HTTPError(code: result.code, message: Self.message(of: result))
        return try reception.outcome(status: Int(result.status), failure: failure)
      }
    }

    private func perform(
      _ url: String, fields: [String], _ reception: Reception
    ) -> clibcurl_result {
      var result = clibcurl_result()
      withCStrings(fields) { fields in
        url.withCString { url in
          var request = clibcurl_request()
          request.url = url
          request.fields = fields.baseAddress
          request.field_count = fields.count
          request.connect_timeout = Int(patience.connecting * 1000)
          request.stall_timeout = patience.stalling
          request.header = { Reception.from($2).add(line: $0, $1) }
          request.body = { Reception.from($3).add(body: $0, $1, status: $2) }
          request.is_cancelled = { Reception.from($0).isCancelled() ? 1 : 0 }
          request.context = Unmanaged.passUnretained(reception).toOpaque()
          clibcurl_get(handle, &request, &result)
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

  extension Reception {
    /// The reception that is a callback's context: whoever made the request holds it meanwhile.
    fileprivate static func from(_ context: UnsafeMutableRawPointer?) -> Reception {
      guard let context else { return Reception(isCancelled: { true }, receive: { _, _ in }) }
      return Unmanaged<Reception>.fromOpaque(context).takeUnretainedValue()
    }

    fileprivate func add(line: UnsafePointer<CChar>?, _ count: Int) {
      let bytes = UnsafeRawBufferPointer(start: line, count: line == nil ? 0 : count)
      answer.add(line: String(decoding: bytes, as: UTF8.self))
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
#endif
