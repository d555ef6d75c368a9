import ArgumentParser
import CECGMalloc
import ECGClassifier
import ECGFiles
import ECGServer
import Foundation
import Hummingbird
import Logging

/// The command `ecg-server`.
@main
struct ServerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ecg-server",
    abstract: "Serves the viewer and the HTTP API that classifies beats and recordings.",
    discussion: """
      Open http://127.0.0.1:8080 in a browser, or ask /openapi.json what programs can do. It listens to \
      this machine alone; for others to reach it, name an address with --host, and a token that they \
      must have. Nothing that is uploaded is kept, neither on disk nor in the log, which goes to \
      standard error, but for the changes made in the viewer, if --sessions names a folder for them. \
      Ctrl-C and SIGTERM end it once the requests that were begun are answered.

      \(Disclaimer.text)
      """,
    version: Version.current)

  @Option(help: "The address to listen on.")
  var host = "127.0.0.1"

  @Option(help: "The port to listen on; 0 for any that is free.")
  var port = 8080

  @Option(
    name: .customLong("allow-host"),
    help: """
      A name by which the server may be asked for, such as that of a proxy before it; pages of that name may \
      use it too. May be repeated. (default: localhost and the address that it listens on)
      """)
  var allowedHosts: [String] = []

  @Option(
    help: """
      What clients must send as "Authorization: Bearer TOKEN". (default: the environment's \
      \(Access.variable))
      """)
  var token: String?

  @Flag(help: "Let everyone in who reaches the address.")
  var noToken = false

  @Option(
    help: "The file of the model for single beats, instead of the pretrained model.",
    completion: .file(extensions: ["safetensors"]))
  var model: String?

  @Option(
    help: "The file of the model for recordings, instead of the pretrained model.",
    completion: .file(extensions: ["safetensors"]))
  var recordingModel: String?

  @Option(
    help: """
      A folder in which what is changed in the viewer is kept, so that it is there again after a crash and in \
      another browser; it is made where missing. Recordings are not kept. (default: in the browser alone)
      """,
    completion: .directory)
  var sessions: String?

  @Option(help: "The threads that share the classifying of a batch.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  @Option(
    help: "What is logged at the least: debug, info (every request), notice, warning or error.",
    transform: level)
  var logLevel = Logger.Level.info

  private static func level(_ name: String) throws -> Logger.Level {
    guard let level = Logger.Level(rawValue: name) else {
      let names = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("expected one of \(names), found '\(name)'")
    }
    return level
  }

  func validate() throws {
    guard 0...65_535 ~= port else {
      throw ValidationError("--port: expected a number from 0 to 65535, found \(port)")
    }
    guard 1...1024 ~= threads else {
      throw ValidationError("--threads: expected a number from 1 to 1024, found \(threads)")
    }
    _ = try access
  }

  /// Who may come in.
  private var access: Access {
    get throws {
      try Access(
        host: host, token: token ?? ProcessInfo.processInfo.environment[Access.variable],
        noToken: noToken)
    }
  }

  func run() async throws {
    cmalloc_return_large_blocks()
    let beats = try model.map { try HeartbeatClassifier.load(path: $0) } ?? .pretrained()
    let recordings =
      try recordingModel.map { try RecordingClassifier.load(path: $0) } ?? .pretrained()
    let server = try HeartbeatServer(
      beats: beats, recordings: recordings, token: try access.token,
      hosts: AllowedHosts(listeningOn: host, others: allowedHosts), sessions: sessions,
      threads: threads)
    var logger = Logger(label: "ecg-server") { _ in LineLogHandler() }
    logger.logLevel = logLevel
    let application = server.application(host: host, port: port, logger: logger) {
      [host, logger] port in
      let address = host.contains(":") ? "[\(host)]" : host
      logger.notice("listening", metadata: ["url": "http://\(address):\(port)"])
    }
    try await application.runService()
    logger.notice("ended")
  }

  static func main() async {
    // The engine brings its own threads. No other thread reads the environment yet.
    setenv("OPENBLAS_NUM_THREADS", "1", 1)
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      Failure(error).exit()
    }
  }
}
