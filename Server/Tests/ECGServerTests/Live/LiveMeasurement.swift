import ECGServer
import ECGTestSupport
import Foundation
import Testing

/// An hour of a stream whose connection is lost again and again, and how long answers take beside
/// hostile clients.
///
/// Measurements, for a machine that does nothing else; they run where `ECG_MEASURE` is set.
@Suite(
  .serialized,
  .enabled(
    if: ProcessInfo.processInfo.environment["ECG_MEASURE"] != nil && RealData.mitdb != nil,
    "ECG_MEASURE or ECG_DATA is not set"))
struct LiveMeasurement {
  @Test("an hour at twenty times real time with random disconnects: nothing lost, nothing doubled")
  func hour() async throws {
    let folder = try #require(RealData.mitdb)
    let samples =
      try LiveResumingTests.samples(of: folder.appending(path: "208").path)
      + LiveResumingTests.samples(of: folder.appending(path: "100").path)
    let expected = try LiveRouteTests.expected(samples, at: 360)
    let begun = ContinuousClock.now
    let client = try await LiveServer.run { server in
      try await server.waiting {
        // Packets of half a second in the mean.
        var client = PatientClient(samples, at: 360, longest: 360, speed: 20, seed: 20)
        try client.run(breakingAfter: 60) { try HTTPConnection(port: server.port) }
        return client
      }
    }
    let seconds = (ContinuousClock.now - begun) / .seconds(1)
    #expect(client.contradictions == 0)
    let found = client.answers.sorted { $0.key < $1.key }.map { $0.value }
    #expect(found == expected)
    let again = client.times.values.reduce(0) { $0 + $1 - 1 }
    print(
      "\(samples.count / 360) s of signal in \(Int(seconds)) s over \(client.connections) connections: "
        + "\(found.count) answers of \(expected.count), \(again) sent again and told by their numbers"
    )
  }

  @Test("a stream at real time beside two hundred that flood: how long an answer takes")
  func delay() async throws {
    let (samples, rate) = LiveRouteTests.made(beats: 100)
    for crowd in [0, 200] {
      let delays = try await LiveServer.run { server in
        try await server.waiting {
          let flood = LiveClient.frame(
            2, LiveClient.packet([Float](repeating: 0, count: 16_000), first: 0))
          let hostile = try (0..<crowd).map { _ in
            let client = try LiveClient(HTTPConnection(port: server.port, heldBytes: 4_096))
            client.send(#"{"type": "start", "samplingRate": 360, "firstAnswers": true}"#)
            client.connection.send(flood)
            return client
          }
          defer { withExtendedLifetime(hostile) {} }
          let honest = try LiveClient(HTTPConnection(port: server.port))
          honest.send(#"{"type": "start", "samplingRate": \#(rate)}"#)
          _ = try honest.next()
          // A second of samples is answered at once, as the server says how far it is.
          let step = Int(rate)
          var delays: [Double] = []
          for start in stride(from: 0, to: min(samples.count, 40 * step) - step, by: step) {
            let sent = ContinuousClock.now
            honest.send(samples[start..<start + step], first: start)
            while let message = try honest.next() {
              if message["received"] as? Int == start + step { break }
            }
            delays.append((ContinuousClock.now - sent) / .milliseconds(1))
            while honest.connection.hasInput(within: 0) { _ = try honest.next() }
            Thread.sleep(until: Date(timeIntervalSinceNow: 0.2))
          }
          return delays.sorted()
        }
      }
      print(
        "beside \(crowd): median \(delays[delays.count / 2]) ms, worst \(delays[delays.count - 1]) ms of \(delays.count)"
      )
    }
  }
}
