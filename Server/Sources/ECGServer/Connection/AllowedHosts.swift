/// The names by which a server may be asked for.
///
/// A page of a foreign site can have its name lead to this machine (DNS rebinding) and then read
/// what is answered; what it cannot do is ask for another name than its own.
public struct AllowedHosts: Sendable {
  /// The names that were given beside those of this machine and of the address that is listened
  /// on, in lower case.
  private let given: Set<String>
  private let own: Set<String>
  /// Whether every address will do: the server listens on all of them. Addresses cannot be rebound.
  private let takesAddresses: Bool

  /// - Parameters:
  ///   - address: the address that is listened on.
  ///   - others: further names, without ports, such as that of a proxy before the server.
  public init(listeningOn address: String, others: [String] = []) {
    given = Set(others.map { $0.lowercased() })
    own = ["localhost", "127.0.0.1", "::1", address.lowercased()]
    takesAddresses = ["0.0.0.0", "::"].contains(address)
  }

  /// Whether a request for `authority`, which is a name or an address with a port or without, is
  /// for this server.
  func includes(_ authority: String) -> Bool {
    guard let host = Self.host(of: authority) else { return false }
    return own.contains(host) || given.contains(host) || takesAddresses && Self.isAddress(host)
  }

  /// Whether a page from `origin` may ask for what takes work: one of this server itself, or of a
  /// name that was given.
  func includes(origin: String, for authority: String?) -> Bool {
    guard let mark = origin.firstRange(of: "://"),
      ["http", "https"].contains(origin[..<mark.lowerBound].lowercased())
    else { return false }
    let page = String(origin[mark.upperBound...]).lowercased()
    return page == authority?.lowercased()
      || Self.host(of: page).map(given.contains) ?? false
  }

  /// The host in lower case, without brackets and port; nil where there is none or more than that.
  private static func host(of authority: String) -> String? {
    let host: Substring
    let rest: Substring
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { return nil }
      host = authority.dropFirst()[..<end]
      rest = authority[authority.index(after: end)...]
    } else {
      let end = authority.firstIndex(of: ":") ?? authority.endIndex
      (host, rest) = (authority[..<end], authority[end...])
    }
    let isPort =
      rest.isEmpty
      || rest.first == ":" && rest.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
    return host.isEmpty || !isPort ? nil : host.lowercased()
  }

  private static func isAddress(_ host: String) -> Bool {
    if host.contains(":") {
      return host.allSatisfy { $0.isHexDigit || ":.%".contains($0) }
    }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
  }
}
