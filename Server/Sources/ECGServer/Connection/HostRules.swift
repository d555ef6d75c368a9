import HTTPTypes
import Hummingbird

/// Refuses requests for other hosts, and those of foreign pages for what takes work.
struct HostRules<Context: RequestContext>: RouterMiddleware {
  let hosts: AllowedHosts

  func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    // HTTP/1.0 has no Host; no browser speaks it.
    if let authority = request.head.authority {
      guard hosts.includes(authority) else {
        throw Problem(
          .misdirectedRequest,
          "Host: expected a name that this server has, found '\(authority.prefix(64))'; whoever runs it can allow others."
        )
      }
    }
    if let origin = request.headers[.origin] {
      guard hosts.includes(origin: origin, for: request.head.authority) else {
        throw Problem(
          .forbidden,
          "Origin: expected a page of this server, found '\(origin.prefix(64))'; whoever runs it can allow others."
        )
      }
    } else if request.uri.path.hasPrefix("/v1/"), let site = request.headers[Self.fetchSite] {
      // Pictures and scripts of a page are asked for without an origin.
      guard ["same-origin", "none"].contains(site) else {
        throw Problem(
          .forbidden,
          "Sec-Fetch-Site: expected a page of this server, found '\(site.prefix(32))'.")
      }
    }
    return try await next(request, context)
  }

  // A constant of letters and hyphens is a name.
  private static var fetchSite: HTTPField.Name { HTTPField.Name("Sec-Fetch-Site") ?? .origin }
}
