import Synchronization

/// What a server has done since it was started, as text for Prometheus (exposition format 0.0.4).
///
/// Our own, 150 lines for a handful of counters: swift-metrics and what turns its numbers into this
/// text would be two packages more.
///
/// A class, since all requests share it.
final class ServerMetrics: Sendable {
  /// What requests are counted by. Routes and not paths, so that there are few.
  private struct Kind: Hashable {
    let method: String
    let route: String
    let status: Int
  }

  /// How many values there were up to each bound, and their sum.
  private struct Histogram {
    let bounds: [Double]
    private(set) var counts: [Int]
    private(set) var sum = 0.0
    private(set) var count = 0

    init(bounds: [Double]) {
      self.bounds = bounds
      counts = bounds.map { _ in 0 }
    }

    mutating func add(_ value: Double) {
      for (position, bound) in bounds.enumerated() where value <= bound { counts[position] += 1 }
      sum += value
      count += 1
    }
  }

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
    var lines = [
      "# HELP ecg_requests_total Requests answered.", "# TYPE ecg_requests_total counter",
    ]
    let kinds = state.requests.keys.sorted {
      ($0.route, $0.method, $0.status) < ($1.route, $1.method, $1.status)
    }
    for kind in kinds {
      lines.append(
        "ecg_requests_total{method=\"\(kind.method)\",route=\"\(kind.route)\",status=\"\(kind.status)\"} "
          + "\(state.requests[kind] ?? 0)")
    }
    lines += [
      "# HELP ecg_request_seconds Time from a request's header to its answer.",
      "# TYPE ecg_request_seconds histogram",
    ]
    for (route, histogram) in state.seconds.sorted(by: { $0.key < $1.key }) {
      lines += Self.lines("ecg_request_seconds", labels: ["route=\"\(route)\""], histogram)
    }
    lines += [
      "# HELP ecg_requests_in_flight Requests being answered.",
      "# TYPE ecg_requests_in_flight gauge", "ecg_requests_in_flight \(state.inFlight)",
      "# HELP ecg_batch_beats Beats that were classified together; their sum is all beats.",
      "# TYPE ecg_batch_beats histogram",
    ]
    lines += Self.lines("ecg_batch_beats", labels: [], state.batches)
    lines += [
      "# HELP ecg_beats_total Beats classified, alone, of recordings or of streams.",
      "# TYPE ecg_beats_total counter",
      "ecg_beats_total{of=\"beats\"} \(Int(state.batches.sum))",
      "ecg_beats_total{of=\"recordings\"} \(state.recordingBeats)",
      "ecg_beats_total{of=\"streams\"} \(state.liveBeats)",
      "# HELP ecg_recordings_total Recordings classified.", "# TYPE ecg_recordings_total counter",
      "ecg_recordings_total \(state.recordings)",
      "# HELP ecg_live_streams Streams that come over a connection, and those kept for one.",
      "# TYPE ecg_live_streams gauge",
      "ecg_live_streams{state=\"held\"} \(state.liveStreams.held)",
      "ecg_live_streams{state=\"kept\"} \(state.liveStreams.kept)",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(
    _ name: String, labels: [String], _ histogram: Histogram
  ) -> [String] {
    func line(_ suffix: String, _ more: [String], _ value: String) -> String {
      let all = (labels + more).joined(separator: ",")
      return name + suffix + (all.isEmpty ? "" : "{\(all)}") + " " + value
    }
    let buckets = zip(histogram.bounds, histogram.counts).map {
      line("_bucket", ["le=\"\($0)\""], "\($1)")
    }
    return buckets + [
      line("_bucket", ["le=\"+Inf\""], "\(histogram.count)"),
      line("_sum", [], "\(histogram.sum)"), line("_count", [], "\(histogram.count)"),
    ]
  }
}
