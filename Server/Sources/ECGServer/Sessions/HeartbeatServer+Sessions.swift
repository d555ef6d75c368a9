import ECGFiles
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The sessions of the viewer, where the server keeps them.
extension HeartbeatServer {
  private struct SessionList: Encodable {
    /// Whether the server keeps sessions at all.
    let keeps: Bool
    let sessions: [SessionFolder.About]
    /// The keys of those that cannot be read.
    let unreadable: [String]
  }

  private struct SessionKey: Encodable {
    let key: String
  }

  /// `GET /v1/sessions`.
  func listSessions(
    _ request: Request, _ context: ServerRequestContext
  ) async throws -> Response {
    guard let sessions else {
      return try JSONAnswer.response(SessionList(keeps: false, sessions: [], unreadable: []))
    }
    return try await withSession(context) {
      let (found, unreadable) = try sessions.list()
      return try JSONAnswer.response(
        SessionList(keeps: true, sessions: found, unreadable: unreadable))
    }
  }

  /// `GET /v1/sessions/{key}`.
  func session(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
    let (sessions, key) = try named(context)
    return try await withSession(context) {
      let kept = try sessions.session(key)
      let lease = BodyLease(bodies.budget)
      guard lease.take(kept.content.count) else {
        throw Problem.busy("Too many answers are being sent at once; try again in a second.")
      }
      return Response(
        status: .ok, headers: [.contentType: "application/json", .eTag: kept.tag],
        body: ResponseBody(contentLength: kept.content.count) { writer in
          try await writer.write(ByteBuffer(bytes: kept.content))
          try await writer.finish(nil)
          withExtendedLifetime(lease) {}
        })
    }
  }

  /// `PUT /v1/sessions/{key}`.
  func keepSession(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
    let (sessions, key) = try named(context)
    try request.checkJSON()
    let condition = try Self.condition(of: request)
    let (body, lease) = try await bodies.body(of: request, upTo: limits.sessionBytes)
    defer { withExtendedLifetime(lease) {} }
    return try await withSession(context) {
      let tag = try sessions.keep(body, as: key, if: condition)
      var response = try JSONAnswer.response(SessionKey(key: key))
      response.headers[.eTag] = tag
      return response
    }
  }

  /// `DELETE /v1/sessions/{key}`.
  func discardSession(
    _ request: Request, _ context: ServerRequestContext
  ) async throws -> Response {
    let (sessions, key) = try named(context)
    return try await withSession(context) {
      try sessions.discard(key)
      return try JSONAnswer.response(SessionKey(key: key))
    }
  }

  /// The folder, and the key in the path of a request.
  private func named(_ context: ServerRequestContext) throws -> (SessionFolder, String) {
    guard let sessions else {
      throw Problem(
        .notFound, "This server keeps no sessions; whoever runs it can name a folder for them.")
    }
    let key = context.parameters.get("key") ?? ""
    try SessionFolder.check(key: key)
    return (sessions, key)
  }

  /// Works on files away from the threads that answer.
  private func withSession(
    _ context: ServerRequestContext, _ work: @escaping @Sendable () throws -> Response
  ) async throws -> Response {
    try await pieces.run(for: context.client) {
      do {
        return try work()
      } catch let error as FileError {
        // The server's own files, whose folder is nobody's business.
        throw Problem(
          error.kind == .cannotWrite ? .insufficientStorage : .internalServerError,
          "The session was not kept or read: \(error.problem).")
      }
    }
  }

  private static func condition(of request: Request) throws -> SessionFolder.Condition {
    if let tag = request.headers[.ifMatch] {
      guard tag != "*", !tag.contains(",") else {
        throw Problem(.badRequest, "If-Match: expected one tag, found '\(tag.prefix(32))'.")
      }
      return .has(tag: tag)
    }
    guard let known = request.headers[.ifNoneMatch] else { return .none }
    guard known == "*" else {
      throw Problem(.badRequest, "If-None-Match: expected *, found '\(known.prefix(32))'.")
    }
    return .isNew
  }
}
