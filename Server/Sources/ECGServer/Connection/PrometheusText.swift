/// Numbers in the text that Prometheus reads (exposition format 0.0.4).
struct PrometheusText {
  /// A number with the labels that tell it from others of its name.
  typealias Sample<Value> = (labels: KeyValuePairs<String, String>, value: Value)

  /// How many values there were up to each bound, and their sum.
  struct Histogram {
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

  enum Kind: String {
    /// What only grows while a server runs.
    case counter
    /// What goes up and down.
    case gauge
  }

  private(set) var text = ""

  mutating func add(_ kind: Kind, _ name: String, _ help: String, _ samples: [Sample<Int>]) {
    begin(name, kind.rawValue, help)
    for sample in samples { add(name, sample.labels.map { ($0, $1) }, "\(sample.value)") }
  }

  mutating func add(histogram name: String, _ help: String, _ samples: [Sample<Histogram>]) {
    begin(name, "histogram", help)
    for (labels, histogram) in samples {
      let labels = labels.map { ($0, $1) }
      for (bound, count) in zip(histogram.bounds, histogram.counts) {
        add("\(name)_bucket", labels + [("le", "\(bound)")], "\(count)")
      }
      add("\(name)_bucket", labels + [("le", "+Inf")], "\(histogram.count)")
      add("\(name)_sum", labels, "\(histogram.sum)")
      add("\(name)_count", labels, "\(histogram.count)")
    }
  }

  private mutating func begin(_ name: String, _ kind: String, _ help: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
  }

  private mutating func add(_ name: String, _ labels: [(String, String)], _ value: String) {
    let list = labels.map { "\($0)=\"\($1)\"" }.joined(separator: ",")
    text += name + (list.isEmpty ? "" : "{\(list)}") + " \(value)\n"
  }
}
