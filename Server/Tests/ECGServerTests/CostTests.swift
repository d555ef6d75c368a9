import Foundation
import ECGTestSupport
import Testing
import ECGServer

/// What requests cost is bounded, and nobody else pays for them.
struct CostTests {
  /// A table of many leads, which all are shown.
  private static func table(rows: Int, columns: Int) -> Data {
    let names = (0..<columns).map { "V\($0 % 6 + 1)" }.joined(separator: ",")
    let row = (0..<columns).map { "\($0 % 7)" }.joined(separator: ",")
    return Data((names + "\n" + String(repeating: row + "\n", count: rows)).utf8)
  }

  @Test("signals come back in one pass over the file, in their order")
  func manyLeads() async throws {
    let (rows, columns) = (2_000, 200)
    let answer = try await LiveServer.run { server in
      try await server.post(
        "/v1/recordings?rate=250", "text/csv", Self.table(rows: rows, columns: columns),
        ["Accept": "application/x-ecg-recording"])
    }
    #expect(answer.status == 200)
    let samples = answer.body.suffix(2 * rows * columns)
    try #require(samples.count == 2 * rows * columns)
    let bytes = Array(samples)
    for lead in stride(from: 0, to: columns, by: 17) {
      let place = 2 * (lead * rows + rows - 1)
      let value = Int16(bitPattern: UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8)
      #expect(value == Int16(1000 * (lead % 7)))
    }
  }

  @Test("signals that would take more memory than was sent are not sent back; the beats are")
  func shownSignals() async throws {
    var limits = LiveServer.limits
    limits.madeBytes = (free: 1_000, perByte: 1)
    let header = "r 1 250 5000\n~ 0 200 12 0 0 0 0 II\n"
    let form = Upload.form([("r.hea", Data(header.utf8))])
    let answers = try await LiveServer.run(limits: limits) { server in
      [
        try await server.post(
          "/v1/recordings", Upload.formType, form, ["Accept": "application/x-ecg-recording"]),
        try await server.post("/v1/recordings", Upload.formType, form),
      ]
    }
    #expect(answers.map(\.status) == [413, 200])
    #expect(answers[0].problem?.contains("Accept: application/json") == true)
  }

  @Test("signals that clients do not take count with what is uploaded")
  func slowReaders() async throws {
    var limits = LiveServer.limits
    limits.bodyBytesTogether = 12_000_000
    limits.recordingAllowance = (samples: 1 << 26, samplesPerByte: 1)
    let form = Upload.form([("r.hea", Data("r 1 100 4000000\n~ 0 200 12 0 0 0 0 II\n".utf8))])
    let fields = ["Content-Type": Upload.formType, "Accept": "application/x-ecg-recording"]
    try await LiveServer.run(limits: limits) { server in
      let status = try await server.connect { connection in
        let request = LiveServer.head("POST", "/v1/recordings", fields, length: form.count)
        // 8 MB that are asked for and not read.
        let slow = try HTTPConnection(port: server.port, heldBytes: 1 << 16)
        slow.send(request)
        slow.send(form)
        return try withExtendedLifetime(slow) {
          try Patience.wait { server.server.bodyBytes >= 8_000_000 }
          // Until it is being sent.
          try Patience.wait { server.server.recordingsInWork == 0 }
          connection.send(request)
          connection.send(form)
          return try connection.answer().status
        }
      }
      #expect(status == 503)
      try await server.connect { _ in try Patience.wait { server.server.bodyBytes == 0 } }
    }
  }

  @Test("work for a client that has gone is not done, and its place is free again")
  func clientGone() async throws {
    var limits = LiveServer.limits
    limits.recordings = (working: 1, waiting: 3)
    // Three days without a beat take seconds each.
    let header = "r 1 500 129600000\n~ 0 200 12 0 0 0 0 II\n"
    limits.recordingAllowance = (samples: 1 << 30, samplesPerByte: 1)
    let form = Upload.form([("r.hea", Data(header.utf8))])
    try await LiveServer.run(limits: limits) { server in
      let head = LiveServer.head(
        "POST", "/v1/recordings", ["Content-Type": Upload.formType], length: form.count)
      for _ in 0..<3 {
        try await server.connect { _ in
          let clients = try (0..<4).map { _ in try HTTPConnection(port: server.port) }
          for client in clients {
            client.send(head)
            client.send(form)
          }
          try withExtendedLifetime(clients) {
            try Patience.wait { server.server.recordingsInWork == 4 }
          }
        }
        try await server.connect { _ in try Patience.wait { server.server.recordingsInWork == 0 } }
      }
      let metrics = try await server.ask("GET", "/metrics").text
      // Where others take the cores, that clients have gone is seen seconds later, and the
      // recording in work is done by then; of those that wait none is.
      let done = try #require(metrics.firstMatch(of: /\necg_recordings_total (\d+)\n/)?.1)
      #expect(try #require(Int(done)) <= 3, "\(metrics)")
      #expect(!server.log.text.contains("error "))
    }
  }

  @Test("work whose turn comes too late is not begun")
  func tooLate() async throws {
    var limits = LiveServer.limits
    limits.waitingTime = .zero
    try await LiveServer.run(limits: limits) { server in
      let answer = try await server.ask("GET", "/v1/example")
      #expect(answer.status == 503)
      #expect(answer.fields["retry-after"] == "1")
      #expect(answer.problem?.contains("too long") == true)
    }
  }

  @Test("uploads that are broken off are no errors in the log")
  func brokenOff() async throws {
    try await LiveServer.run { server in
      for sent in [0, 10, 1_000] {
        try await server.connect { connection in
          connection.send(
            LiveServer.head(
              "POST", "/v1/beats", ["Content-Type": "application/json"], length: 100_000))
          connection.send([UInt8](repeating: 0x20, count: sent))
        }
      }
      try await server.connect { _ in try Patience.wait { server.server.openRequests == 0 } }
      #expect(try await server.ask("GET", "/health").status == 200)
      for level in ["error ", "critical ", "warning "] {
        #expect(!server.log.text.contains("\n\(level)") && !server.log.text.hasPrefix(level))
      }
    }
  }
}
