/// A connection to a server, for one request after the other.
///
/// A class, because a connection is a thing of its own: it stays open between requests. Not for two
/// threads at a time.
protocol HTTPConnection: AnyObject {
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
  /// - Throws: ``HTTPError``, and what `receive` throws.
  func get(
    _ url: String, from offset: Int, of validator: String?, isCancelled: @escaping () -> Bool,
    receive: (HTTPAnswer, UnsafeRawBufferPointer) throws -> Void
  ) throws -> HTTPAnswer
}

/// How long to wait for a server.
struct HTTPPatience: Equatable, Sendable {
  /// The longest wait for a connection, in seconds.
  var connecting: Double = 10
  /// The longest wait for the next byte, in whole seconds.
  var stalling = 30

  /// Opens a connection in the way of the system: by `URLSession` on Apple's platforms, which have
  /// no libcurl for others to use; by libcurl elsewhere, where `URLSession` would be loaded, with
  /// the thirty libraries behind it, at every start of the command.
  ///
  /// - Throws: ``HTTPError/noLibrary``.
  func connection() throws(HTTPError) -> any HTTPConnection {
    #if canImport(Darwin) || ECG_URLSESSION
      URLSessionConnection(patience: self)
    #else
      try LibcurlConnection(patience: self)
    #endif
  }
}

/// What a request for a file says beside the address.
struct HTTPRequestFields: Sequence {
  private let fields: [(String, String)]

  /// - Parameters:
  ///   - offset: where to begin.
  ///   - validator: the version of which a part is wanted.
  init(from offset: Int, of validator: String?) {
    // Compressed bytes could not be gone on from.
    var fields = [("Accept-Encoding", "identity"), ("User-Agent", "swift-ecg")]
    if offset > 0 {
      fields.append(("Range", "bytes=\(offset)-"))
      if let validator { fields.append(("If-Range", validator)) }
    }
    self.fields = fields
  }

  func makeIterator() -> IndexingIterator<[(String, String)]> { fields.makeIterator() }
}
