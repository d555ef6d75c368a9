import Foundation
import ECGTestSupport
import Testing

/// The command `ecg-server` as a process of its own.
@Suite(.serialized, .waiting)
struct CommandTests {
  @Test("it says where it listens, answers, and ends in good order when it is told to")
  func life() throws {
    let server = try ServerProcess(["--port", "0"])
    #expect(server.log.contains("message=listening"))
    let connection = try HTTPConnection(port: server.port)
    connection.send(LiveServer.head("GET", "/health"))
    #expect(try connection.answer().status == 200)
    // The connection is still open.
    let (status, log) = server.end()
    #expect(status == 0)
    #expect(log.contains("message=ended"))
    #expect(connection.isClosed())
  }

  @Test("a copy of it in another folder has its page and its description with it")
  func copied() throws {
    try withTemporaryFolder { folder in
      let program = try CopiedProgram(of: ServerProcess.program, in: folder)
      let server = try ServerProcess(["--port", "0"], program: program.url)
      for path in ["/", "/monitor", "/look.css", "/viewer.js", "/openapi.json", "/v1/example"] {
        let connection = try HTTPConnection(port: server.port)
        connection.send(LiveServer.head("GET", path))
        #expect(try connection.answer().status == 200, "\(path)")
      }
      func post(_ path: String, _ type: String, _ body: Data) throws -> HTTPAnswer {
        let connection = try HTTPConnection(port: server.port)
        connection.send(LiveServer.head("POST", path, ["Content-Type": type], length: body.count))
        connection.send(body)
        return try connection.answer()
      }
      // Both models are in it: that of recordings and that of beats.
      let form = try Upload.form(Upload.synthetic(beats: 60).files)
      let recording = try post("/v1/recordings", Upload.formType, form)
      #expect(recording.status == 200, "\(recording.text)")
      let found = try recording.object()["beats"] as? [String: Any]
      #expect(abs(((found?["class"] as? String)?.count ?? 0) - 60) <= 1)
      let beats = try post(
        "/v1/beats", "text/csv", Upload.csv(Upload.beats(5), samplesPerBeat: 187))
      #expect(beats.status == 200, "\(beats.text)")
      #expect(beats.text.split(separator: "\n").count == 6)
      #expect(server.end().status == 0)
    }
  }

  @Test("a request that was begun is answered before the end")
  func gracefulEnd() throws {
    let server = try ServerProcess(["--port", "0"])
    let connection = try HTTPConnection(port: server.port)
    connection.send(LiveServer.head("POST", "/v1/beats", length: 13) + "{\"beats")
    let other = try HTTPConnection(port: server.port)
    try Patience.wait {
      other.send(LiveServer.head("GET", "/metrics"))
      // This request is one of the two.
      return try other.answer().text.contains("\necg_requests_in_flight 2\n")
    }
    server.signal(SIGTERM)
    // From the beginning of its end on nobody else gets in.
    try Patience.wait { (try? HTTPConnection(port: server.port)) == nil }
    connection.send("\": []}")
    #expect(try connection.answer().status == 200)
    #expect(server.end().status == 0)
  }

  @Test("the token comes from the environment, so that no list of processes shows it")
  func token() throws {
    let server = try ServerProcess(
      ["--port", "0", "--host", "0.0.0.0"], environment: ["ECG_SERVER_TOKEN": "open-sesame"])
    func status(_ fields: [String: String]) throws -> Int {
      let connection = try HTTPConnection(port: server.port)
      connection.send(LiveServer.head("GET", "/v1/models", fields))
      return try connection.answer().status
    }
    #expect(try status([:]) == 401)
    #expect(try status(["Authorization": "Bearer open-sesame"]) == 200)
    #expect(server.end().log.contains("sesame") == false)
  }

  @Test(
    "what it cannot do it says in one line, with an exit code of its own",
    arguments: [
      (["--port", "70000"], 64, "from 0 to 65535"), (["--threads", "0"], 64, "from 1 to 1024"),
      (["--host", "0.0.0.0"], 64, "--token"), (["--host", "::"], 64, "--token"),
      (["--host", "192.168.0.2"], 64, "--token"),
      (["--host", "127.0.0.1.example.org"], 64, "--token"),
      (["--token", "abc"], 64, "8 characters"), (["--token", "with blanks in it"], 64, "blanks"),
      (["--host", "0.0.0.0", "--token", "12345678", "--no-token"], 64, "found both"),
      (["--model", "/no/such.safetensors"], 66, "/no/such.safetensors"),
      (["--sessions", "/dev/null/none"], 73, "Name another with --sessions"),
      (["--host", "no.such.host.invalid", "--no-token"], 69, "cannot listen"),
      (["--log-level", "loud"], 64, "loud"), (["--nonsense"], 64, "--nonsense"),
    ] as [([String], Int32, String)])
  func mistakes(arguments: [String], status: Int32, says: String) throws {
    let outcome = try ServerProcess.run(arguments)
    #expect(outcome.status == status)
    #expect(outcome.errors.hasPrefix("ecg-server: "))
    #expect(outcome.errors.contains(says), "\(outcome.errors)")
    #expect(!outcome.errors.contains("Fatal"))
  }

  @Test("a port that is taken is told")
  func takenPort() throws {
    let server = try ServerProcess(["--port", "0"])
    let outcome = try ServerProcess.run(["--port", "\(server.port)"])
    #expect(outcome.status == 69)
    #expect(outcome.errors.contains("Address already in use"))
    #expect(outcome.errors.contains("--port"))
    _ = server.end()
  }

  @Test("help and version")
  func help() throws {
    let help = try ServerProcess.run(["--help"])
    #expect(help.status == 0)
    #expect(help.output.contains("--no-token"))
    #expect(help.output.contains("ECG_SERVER_TOKEN"))
    #expect(try ServerProcess.run(["--version"]).output == "0.1.0\n")
  }
}
