import ECGClassifier
import ECGServer
import Foundation
import Hummingbird
import Logging
import ServiceLifecycle
import Synchronization
import ECGTestSupport

/// A server that runs in this process and is asked over the network.
struct LiveServer: Sendable {
  let server: HeartbeatServer
  let port: Int
  let log: LogRecord

  /// The models, which are loaded once.
  static let beats = Result { try HeartbeatClassifier.pretrained() }
  static let recordings = Result { try RecordingClassifier.pretrained() }

  /// The usual limits, but for those of time, which no client of a starved machine reaches. Where
  /// they are what is tested they are set there.
  static var limits: ServerLimits {
    var limits = ServerLimits()
    limits.bodyTime = .seconds(Patience.seconds)
    limits.idleTime = .seconds(Patience.seconds)
    limits.waitingTime = .seconds(Patience.seconds)
    limits.liveKeptTime = .seconds(Patience.seconds)
    return limits
  }

  /// Runs `body` with a server, which is gone afterwards.
  ///
  /// It answers on threads of its own: those that tasks share may all be busy with other tests for
  /// long. It shuts down as a service does, never by cancellation, which drops connections that are
  /// accepted but not served yet; SwiftNIO traps on such.
  static func run<Outcome>(
    limits: ServerLimits = LiveServer.limits, token: String? = nil,
    hosts: AllowedHosts = AllowedHosts(listeningOn: "127.0.0.1"), sessions: String? = nil,
    _ body: (LiveServer) async throws -> Outcome
  ) async throws -> Outcome {
    let server = try HeartbeatServer(
      beats: beats.get(), recordings: recordings.get(), limits: limits, token: token, hosts: hosts,
      sessions: sessions, threads: 2)
    let log = LogRecord()
    let logger = log.logger
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    let application = server.application(port: 0, logger: logger) { continuation.yield($0) }
    let group = ServiceGroup(services: [application], logger: logger)
    let running = Task(executorPreference: WaitingThreads.shared) {
      defer { continuation.finish() }
      try await group.run()
    }
    var iterator = ports.makeAsyncIterator()
    guard let port = await iterator.next() else { throw HTTPConnection.Failed(what: "no port") }
    let live = LiveServer(server: server, port: port, log: log)
    let outcome: Result<Outcome, any Error>
    do { outcome = .success(try await body(live)) } catch { outcome = .failure(error) }
    // Connections are accepted in order: once this one is answered, none waits that
    // was made before.
    _ = try? await live.ask("GET", "/health")
    await group.triggerGracefulShutdown()
    try? await running.value
    return try outcome.get()
  }

  /// Runs `body` with a new connection, on a thread that may wait.
  func connect<Outcome: Sendable>(
    _ body: @escaping @Sendable (HTTPConnection) throws -> Outcome
  ) async throws -> Outcome {
    try await withTaskExecutorPreference(WaitingThreads.shared) {
      try body(HTTPConnection(port: port))
    }
  }

  /// Runs `body` on a thread that may wait.
  func waiting<Outcome: Sendable>(
    _ body: @escaping @Sendable () throws -> Outcome
  ) async throws -> Outcome {
    try await withTaskExecutorPreference(WaitingThreads.shared) { try body() }
  }

  /// Asks once, on a connection of its own.
  func ask(
    _ method: String, _ path: String, _ fields: [String: String] = [:], body: Data? = nil
  ) async throws -> HTTPAnswer {
    try await connect { connection in
      connection.send(Self.head(method, path, fields, length: body?.count))
      if let body { connection.send(body) }
      return try connection.answer(isHead: method == "HEAD")
    }
  }

  /// Posts a body.
  func post(
    _ path: String, _ type: String, _ body: Data, _ fields: [String: String] = [:]
  ) async throws -> HTTPAnswer {
    try await ask(
      "POST", path, fields.merging(["Content-Type": type]) { $1 }, body: body)
  }

  /// Posts a body in JSON.
  func post(_ path: String, _ body: String) async throws -> HTTPAnswer {
    try await post(path, "application/json", Data(body.utf8))
  }

  /// A request's header.
  static func head(
    _ method: String, _ path: String, _ fields: [String: String] = [:], length: Int? = nil
  ) -> String {
    var lines = ["\(method) \(path) HTTP/1.1", "Host: localhost"]
    if let length { lines.append("Content-Length: \(length)") }
    lines += fields.sorted { $0.key < $1.key }.map { "\($0): \($1)" }
    return lines.joined(separator: "\r\n") + "\r\n\r\n"
  }
}

/// What was logged.
///
/// A class, since the server and the test share it.
final class LogRecord: Sendable {
  private let lines = Mutex<[String]>([])

  func add(_ line: String) { lines.withLock { $0.append(line) } }

  var text: String { lines.withLock { $0.joined(separator: "\n") } }

  /// A logger of which every message is kept.
  var logger: Logger {
    var logger = Logger(label: "test") { _ in RecordingLogHandler(record: self) }
    logger.logLevel = .trace
    return logger
  }
}

private struct RecordingLogHandler: LogHandler {
  let record: LogRecord
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.trace

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    record.add("\(event.level) \(event.message) \(all)")
  }
}
