public import ECGClassifier
package import Foundation
import HTTPTypes
public import Hummingbird
public import Logging
package import NIOCore

/// The HTTP API and the viewer: classes of heartbeats for programs and for people.
///
/// `GET /openapi.json` describes it. What goes wrong with a request is told as
/// `application/problem+json`. Nothing of a request is kept, neither on disk nor in a log, but for
/// the sessions of the viewer where a folder is named for them.
public struct HeartbeatServer: Sendable {
  let beatClassifier: HeartbeatClassifier
  let recordingClassifier: RecordingClassifier
  let limits: ServerLimits
  let threads: Int
  private let token: String?
  private let hosts: AllowedHosts
  let metrics: ServerMetrics
  let bodies: BodyReader
  let batcher: BeatBatcher
  let recordings: WorkQueue
  let pieces: WorkQueue
  let liveStreams: LiveStreams
  let liveConnections: LiveConnections
  /// Where the samples of streams are worked on. Who comes too fast waits, and is not sent away.
  let liveQueue: WorkQueue
  let viewer: ViewerFiles
  let document: ByteBuffer
  /// Where sessions are kept; nil for nowhere.
  let sessions: SessionFolder?

  /// Creates a server.
  ///
  /// - Parameters:
  ///   - beats: the model for single beats.
  ///   - recordings: the model for recordings.
  ///   - limits: what it takes on.
  ///   - token: what requests must carry, but for those that ask how it is; nil for nothing.
  ///   - hosts: the names by which it may be asked for.
  ///   - sessions: the path of a folder for the viewer's sessions, which is made; nil to keep none.
  ///   - threads: the threads that classify.
  /// - Precondition: the token, where there is one, is not empty.
  /// - Throws: what reading the server's own files throws; `FileError` where the folder cannot
  ///   be written to.
  public init(
    beats: HeartbeatClassifier, recordings: RecordingClassifier, limits: ServerLimits = .init(),
    token: String? = nil, hosts: AllowedHosts = AllowedHosts(listeningOn: "127.0.0.1"),
    sessions: String? = nil, threads: Int = 1
  ) throws {
    precondition(token?.isEmpty != true)
    beatClassifier = beats
    recordingClassifier = recordings
    self.limits = limits
    self.token = token
    self.hosts = hosts
    self.threads = threads
    let metrics = ServerMetrics()
    self.metrics = metrics
    bodies = BodyReader(budget: BodyBudget(limit: limits.bodyBytesTogether))
    batcher = BeatBatcher(
      beats, threads: threads, waitingLimit: limits.waitingBeats, patience: limits.waitingTime
    ) { metrics.count(batch: $0) }
    func queue(_ limit: (working: Int, waiting: Int)) -> WorkQueue {
      WorkQueue(working: limit.working, waiting: limit.waiting, patience: limits.waitingTime)
    }
    self.recordings = queue(limits.recordings)
    pieces = queue(limits.pieces)
    liveStreams = LiveStreams(limits: limits) { metrics.count(liveStreams: $0, kept: $1) }
    liveConnections = LiveConnections(limit: limits.liveStreams)
    liveQueue = WorkQueue(
      working: limits.liveWorking, waiting: limits.liveStreams, patience: .seconds(3_600))
    viewer = ViewerFiles()
    document = ByteBuffer(bytes: Self.openAPIDocument)
    self.sessions = try sessions.map { try SessionFolder(path: $0, limits: limits) }
  }

  /// The bytes of the bodies that are being received or worked on.
  package var bodyBytes: Int { bodies.budget.taken }

  /// The requests that are being answered.
  package var openRequests: Int { metrics.openRequests }

  /// The recordings that are being classified or wait for it.
  package var recordingsInWork: Int { recordings.count }

  /// The description of the API: an OpenAPI document.
  package static var openAPIDocument: Data {
    ViewerFiles.embedded.first { $0.name == "openapi.json" }?.content ?? Data()
  }

  /// The methods and paths of the API, such as `POST /v1/beats`.
  package static var endpoints: Set<String> {
    Set(
      routes.flatMap { path, methods in
        methods.filter { $0 != .head }.map { "\($0.rawValue) \(path)" }
      })
  }

  /// The paths of the API with their methods.
  static let routes: [String: [HTTPRequest.Method]] = [
    "/health": [.get, .head], "/ready": [.get, .head], "/metrics": [.get, .head],
    "/openapi.json": [.get, .head], "/v1/models": [.get, .head], "/v1/example": [.get, .head],
    "/v1/beats": [.post], "/v1/recordings": [.post], "/v1/explanations": [.post],
    "/v1/annotations": [.post], "/v1/summaries": [.post],
    "/v1/live": [.get, .head], "/v1/sessions": [.get, .head],
    sessionPath: [.get, .head, .put, .delete],
  ]

  /// The path of a session.
  private static let sessionPath = "/v1/sessions/{key}"

  /// The path as ``routes`` has it, in which what tells sessions apart is a name.
  static func route(of path: String) -> String {
    let start = sessionPath.prefix { $0 != "{" }
    return path.hasPrefix(start) && !path.dropFirst(start.count).contains("/") ? sessionPath : path
  }

  /// The server as an application, to be run.
  ///
  /// - Parameters:
  ///   - host: the address to listen on.
  ///   - port: the port; 0 for any that is free.
  ///   - logger: what it logs to.
  ///   - onRunning: called with the port when it listens.
  public func application(
    host: String = "127.0.0.1", port: Int = 8080, logger: Logger,
    onRunning: @escaping @Sendable (_ port: Int) -> Void = { _ in }
  ) -> some ApplicationProtocol {
    let handlers = connectionHandlers(logger: logger)
    return Application(
      router: router(),
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: handlers(),
          idleTimeout: TimeAmount(limits.idleTime),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes,
            maxHeaderFieldCount: limits.headerFields))),
      configuration: .init(
        address: .hostname(host, port: port),
        availableConnectionsDelegate: .maximum(limits.connections, logger: logger)),
      onServerRunning: { channel in onRunning(channel.localAddress?.port ?? port) },
      logger: logger)
  }

  /// What sits on each connection, to be made anew for each.
  package func connectionHandlers(
    logger: Logger
  ) -> @Sendable () -> [any RemovableChannelHandler] {
    let log = OnceLogged(logger)
    return { [limits, metrics] in [ConnectionGuard(limits: limits, metrics: metrics, log: log)] }
  }

  /// The routes, each with what goes around it.
  func router() -> Router<ServerRequestContext> {
    let router = Router(
      context: ServerRequestContext.self, options: [.autoGenerateHeadEndpoints])
    var methods = Self.routes
    for path in viewer.paths { methods[path] = [.get, .head] }
    router.add(
      middleware: AnswerMiddleware(metrics: metrics, limits: limits, methods: methods))
    router.add(middleware: HostRules(hosts: hosts))
    router.get("/health") { _, _ in try JSONAnswer.response(["status": "ok"]) }
    router.get("/ready") { _, _ in try JSONAnswer.response(["status": "ready"]) }
    let guarded = router.group()
    if let token { guarded.add(middleware: TokenMiddleware(token: token)) }
    for path in viewer.paths {
      guarded.get(RouterPath(path)) { request, _ in
        try viewer.response(to: request, path: path)
      }
    }
    guarded.get("/openapi.json") { _, _ in JSONAnswer.response(bytes: document) }
    guarded.get("/metrics") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.text)))
    }
    guarded.get("/v1/models") { request, _ in try models(request) }
    guarded.get("/v1/example") { try await example($0, $1) }
    guarded.post("/v1/beats") { try await classifyBeats($0, $1) }
    guarded.post("/v1/recordings") { try await classifyRecording($0, $1) }
    guarded.post("/v1/explanations") { try await explain($0, $1) }
    guarded.post("/v1/annotations") { try await annotate($0, $1) }
    guarded.post("/v1/summaries") { try await summarize($0, $1) }
    guarded.get("/v1/live") { try await live($0, $1) }
    guarded.get("/v1/sessions") { try await listSessions($0, $1) }
    let session = RouterPath(Self.sessionPath)
    guarded.get(session) { try await self.session($0, $1) }
    guarded.put(session) { try await keepSession($0, $1) }
    guarded.delete(session) { try await discardSession($0, $1) }
    return router
  }
}
