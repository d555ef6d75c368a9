import ArgumentParser

/// Who may come in: everyone on this machine, or from elsewhere those who have the token.
struct Access: Equatable {
  /// What requests must carry; nil for nothing.
  let token: String?

  /// The environment's variable that holds the token, which the list of processes does not show.
  static let variable = "ECG_SERVER_TOKEN"
  /// The characters of a token, at the least.
  private static let shortest = 8

  /// - Throws: `ValidationError` where others could come in and nobody said that they may.
  init(host: String, token: String?, noToken: Bool) throws {
    if let token {
      guard !noToken else {
        throw ValidationError("Expected either a token or --no-token, found both")
      }
      guard token.utf8.count >= Self.shortest, token.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
        throw ValidationError(
          "--token: expected \(Self.shortest) characters of ASCII or more, without blanks")
      }
    } else if !noToken, !Self.isLoopback(host) {
      throw ValidationError(
        "--host \(host) lets other machines in: name a --token that they must have, or --no-token")
    }
    self.token = token
  }

  private static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
