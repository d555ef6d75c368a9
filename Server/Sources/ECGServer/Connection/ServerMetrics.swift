import Synchronization

/// What a server has done since it was started, for Prometheus.
///
/// Our own, a page for a handful of counters: swift-metrics and what turns its numbers into
/// ``PrometheusText`` would be two packages more.
///
/// A class, since all requests share it.
final class ServerMetrics: Sendable {
  /// What requests are counted by. Routes and not paths, so that there are few.
  private struct Kind: Hashable {
    let method: String
    let route: String
    let status: Int
  }

  private typealias Histogram = PrometheusText.Histogram

  private struct State {
    var requests: [Kind: Int] = [:]
    var seconds: [String: Histogram] = [:]
    var batches = Histogram(bounds: [1, 4, 16, 64, 256, 1024, 2048])
    var inFlight = 0
    var recordings = 0
    var recordingBeats = 0
    var liveBeats = 0
    var liveStreams = (held: 0, kept: 0)
  }

  private static let latencyBounds = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10,
  ]

  private let state = Mutex(State())

  /// Begins a request, unless as many as may be are being answered.
  func begin(limit: Int) -> Bool {
    state.withLock { state in
      guard state.inFlight < limit else { return false }
      state.inFlight += 1
      return true
    }
  }

  /// Ends a request that was begun.
  func end() { state.withLock { $0.inFlight -= 1 } }

  /// The requests that were begun and not ended.
  var openRequests: Int { state.withLock { $0.inFlight } }

  /// Counts an answer.
  func count(method: String, route: String, status: Int, seconds: Double) {
    state.withLock { state in
      state.requests[Kind(method: method, route: route, status: status), default: 0] += 1
      state.seconds[route, default: Histogram(bounds: Self.latencyBounds)].add(seconds)
    }
  }

  /// Counts a batch of beats.
  func count(batch beats: Int) { state.withLock { $0.batches.add(Double(beats)) } }

  /// Counts a recording that was classified.
  func count(recordingOf beats: Int) {
    state.withLock {
      $0.recordings += 1
      $0.recordingBeats += beats
    }
  }

  /// Counts final answers to beats of streams.
  func count(live beats: Int) { state.withLock { $0.liveBeats += beats } }

  /// Says how many streams there are: those that a connection goes on with, and
  /// those that are kept.
  func count(liveStreams held: Int, kept: Int) { state.withLock { $0.liveStreams = (held, kept) } }

  /// The text.
  var text: String {
    let state = state.withLock { $0 }
    let kinds = state.requests.keys.sorted {
      ($0.route, $0.method, $0.status) < ($1.route, $1.method, $1.status)
    }
    var text = PrometheusText()
    text.add(
      .counter, "ecg_requests_total", "Requests answered.",
      kinds.map {
        (
          ["method": $0.method, "route": $0.route, "status": "\($0.status)"],
          state.requests[$0] ?? 0
        )
      })
    text.add(
      histogram: "ecg_request_seconds", "Time from a request's header to its answer.",
      state.seconds.sorted { $0.key < $1.key }.map { (["route": $0], $1) })
    text.add(
      .gauge, "ecg_requests_in_flight", "Requests being answered.", [([:], state.inFlight)])
    text.add(
      histogram: "ecg_batch_beats", "Beats that were classified together; their sum is all beats.",
      [([:], state.batches)])
    text.add(
      .counter, "ecg_beats_total", "Beats classified, alone, of recordings or of streams.",
      [
        (["of": "beats"], Int(state.batches.sum)), (["of": "recordings"], state.recordingBeats),
        (["of": "streams"], state.liveBeats),
      ])
    text.add(.counter, "ecg_recordings_total", "Recordings classified.", [([:], state.recordings)])
    text.add(
      .gauge, "ecg_live_streams", "Streams that come over a connection, and those kept for one.",
      [
        (["state": "held"], state.liveStreams.held), (["state": "kept"], state.liveStreams.kept),
      ])
    return text.text
  }
}
