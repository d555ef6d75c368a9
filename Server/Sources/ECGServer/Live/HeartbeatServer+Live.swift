import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// `GET /v1/live`: samples in, beats out, over a WebSocket (RFC 6455).
///
/// The request goes the way of all requests, so that the rules of hosts, pages, the token and
/// limits are those of all; its answer makes the connection a WebSocket (see ``ConnectionGuard``).
extension HeartbeatServer {
  /// Answers the request for a WebSocket.
  func live(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
    // First, so that a page can learn by a plain request why it got no socket, which
    // browsers do not tell.
    guard let slot = liveConnections.slot() else {
      throw Problem.busy("As many live connections as may be are open; try again in a minute.")
    }
    let fields = try await handshake(request, over: context.channel)
    let (channel, logger) = (context.channel, context.logger)
    return Response(
      status: .switchingProtocols, headers: fields,
      body: ResponseBody { [self] _ in
        defer { withExtendedLifetime(slot) {} }
        // A connection that is gone by now has no socket.
        guard let socket = try? await LiveSocket(of: channel) else { return }
        await LiveSession(
          socket: socket, streams: liveStreams, classifier: recordingClassifier, queue: liveQueue,
          limits: limits, metrics: metrics, logger: logger
        ).run()
        try? await channel.closeFuture.get()
      })
  }

  /// The fields of the answer that a connection becomes a WebSocket.
  ///
  /// - Throws: ``Problem`` where the request asks for none.
  private func handshake(
    _ request: Request, over channel: any Channel
  ) async throws -> HTTPFields {
    func words(_ name: HTTPField.Name) -> [String] {
      request.headers[values: name].flatMap { $0.split(separator: ",") }
        .map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
    }
    guard words(.upgrade).contains("websocket"), words(.connection).contains("upgrade"),
      request.method == .get
    else {
      throw Problem(
        .upgradeRequired,
        "Expected a request for a WebSocket: GET with Connection: Upgrade and Upgrade: websocket.",
        fields: [.upgrade: "websocket"])
    }
    guard request.headers[values: .secWebSocketVersion] == ["13"] else {
      throw Problem(
        .upgradeRequired, "Sec-WebSocket-Version: expected 13.",
        fields: [.upgrade: "websocket", .secWebSocketVersion: "13"])
    }
    let keys = request.headers[values: .secWebSocketKey]
    guard keys.count == 1, Data(base64Encoded: keys[0])?.count == 16 else {
      throw Problem(.badRequest, "Sec-WebSocket-Key: expected 16 bytes in base64, once.")
    }
    // NIO makes the answer to the key.
    let upgrader = NIOWebSocketServerUpgrader(
      shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
      upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() })
    let head = HTTPRequestHead(
      version: .http1_1, method: .GET, uri: request.uri.path,
      headers: ["Sec-WebSocket-Key": keys[0], "Sec-WebSocket-Version": "13"])
    let accepted = try await channel.eventLoop.flatSubmit {
      upgrader.buildUpgradeResponse(
        channel: channel, upgradeRequest: head, initialResponseHeaders: [:])
    }.get()
    return [
      .connection: "Upgrade", .upgrade: "websocket",
      .secWebSocketAccept: accepted["Sec-WebSocket-Accept"].first ?? "",
    ]
  }
}
