/// Why a request got no whole answer, or not the one that was asked for.
enum HTTPError: Error, Equatable {
  /// The system has no libcurl.
  case noLibrary
  /// The server cannot be reached: no network, no such name, nobody listening.
  case unreachable(String)
  /// The connection was made and then failed; what has arrived can be gone on from.
  case brokenOff(String)
  /// The server said no, by a status such as 404, and perhaps when to ask again, in seconds.
  case refused(status: Int, retryAfter: Double?)
  /// The server cannot be trusted, or sends on in circles or to where nobody should go.
  case hopeless(String)
  /// Whoever asked has no need of it any more.
  case cancelled

  /// Whether asking again in a while may help.
  var isPassing: Bool {
    switch self {
    case .unreachable, .brokenOff: true
    // Timeout, too early, too many requests, and errors of the server's own.
    case .refused(let status, _): [408, 425, 429].contains(status) || 500...599 ~= status
    case .noLibrary, .hopeless, .cancelled: false
    }
  }

  /// What happened, in words.
  var problem: String {
    switch self {
    case .noLibrary: "libcurl, which downloads need, is not installed"
    case .unreachable(let words): "cannot be reached (\(words))"
    case .brokenOff(let words): "the transfer broke off (\(words))"
    case .refused(let status, _): "the server refused with status \(status)"
    case .hopeless(let words): "cannot be downloaded (\(words))"
    case .cancelled: "was cancelled"
    }
  }

  /// Tells an error by libcurl's number for it.
  init(code: Int32, message: String) {
    self =
      switch code {
      // Proxy and host names that resolve to nothing, no connection.
      case 5, 6, 7: .unreachable(message)
      // Unknown protocols, malformed addresses, too many redirections, certificates.
      case 1, 3, 47, 51, 58, 59, 60, 66, 77, 83, 90, 91: .hopeless(message)
      case 42: .cancelled
      default: .brokenOff(message)
      }
  }
}
