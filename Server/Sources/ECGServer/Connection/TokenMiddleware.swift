import Foundation
import HTTPTypes
import Hummingbird

/// Lets requests through that carry the token: `Authorization: Bearer TOKEN`, or as the password of
/// `Basic`, which is what browsers ask a person for.
struct TokenMiddleware<Context: RequestContext>: RouterMiddleware {
  private let token: [UInt8]

  init(token: String) { self.token = Array(token.utf8) }

  func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    guard let field = request.headers[.authorization], let found = Self.token(in: field),
      isRight(found)
    else {
      throw Problem(
        .unauthorized,
        "Expected the header field \"Authorization: Bearer TOKEN\" with the right token.",
        fields: Self.challenges)
    }
    return try await next(request, context)
  }

  /// What a client may do, in a field each: Chromium asks nobody for a password where
  /// both stand in one.
  private static var challenges: HTTPFields {
    var fields = HTTPFields()
    fields[values: .wwwAuthenticate] = [#"Basic realm="ecg-server", charset="UTF-8""#, "Bearer"]
    return fields
  }

  /// What a client gives as the token; nil where it gives none.
  private static func token(in field: String) -> [UInt8]? {
    let parts = field.split(separator: " ", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    let given = parts[1].trimmingCharacters(in: .whitespaces)
    switch parts[0].lowercased() {
    case "bearer": return Array(given.utf8)
    case "basic":
      guard let pair = Data(base64Encoded: given),
        let colon = pair.firstIndex(of: UInt8(ascii: ":"))
      else { return nil }
      return Array(pair[(colon + 1)...])
    default: return nil
    }
  }

  /// Takes as long whichever byte is wrong.
  private func isRight(_ found: [UInt8]) -> Bool {
    var difference = found.count ^ token.count
    for (position, byte) in found.enumerated() {
      difference |= Int(byte ^ token[position % max(token.count, 1)])
    }
    return difference == 0
  }
}
