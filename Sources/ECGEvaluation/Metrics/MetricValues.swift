/// The value of every metric of the catalogue, by key, and the interval of those that have one.
public struct MetricValues: Equatable, Sendable {
  /// One metric's value.
  public struct Value: Equatable, Sendable {
    /// The value; nil where the metric is not defined.
    public let value: Double?
    /// The interval from resampling the beats; nil where none was taken.
    public let interval: Interval?
  }

  private let values: [String: Value]

  /// Takes the values of `evaluation`; `intervals`, if any, are those of the same evaluation.
  public init(_ evaluation: Evaluation, intervals: BootstrapIntervals? = nil) {
    values = Dictionary(
      uniqueKeysWithValues: Metric.all.map { metric in
        let value = metric.value(of: evaluation)
        return (
          metric.key,
          Value(value: value, interval: value == nil ? nil : intervals?.metrics[metric.key])
        )
      })
  }

  /// The value of `metric`.
  public subscript(metric: Metric) -> Value {
    values[metric.key] ?? Value(value: nil, interval: nil)
  }
}

/// The name of a metric where JSON has one.
struct MetricKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) {
    self.stringValue = stringValue
  }

  init?(intValue: Int) { nil }
}

extension MetricValues: Codable {
  private enum CodingKeys: CodingKey { case intervals }

  /// Reads the metrics of a document such as `metrics.json`: each under its key, its interval under
  /// the same key in `intervals`.
  public init(from decoder: any Decoder) throws {
    let document = try decoder.container(keyedBy: MetricKey.self)
    let intervals = try decoder.container(keyedBy: CodingKeys.self)
      .nestedContainer(keyedBy: MetricKey.self, forKey: .intervals)
    values = try Dictionary(
      uniqueKeysWithValues: Metric.all.map { metric in
        let key = MetricKey(stringValue: metric.key)
        return (
          metric.key,
          Value(
            value: try document.decode(Double?.self, forKey: key),
            interval: try intervals.decodeIfPresent(Interval.self, forKey: key))
        )
      })
  }

  /// Writes each value under its metric's key, with null for what is not defined. Intervals are
  /// written by ``BootstrapIntervals``.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: MetricKey.self)
    for metric in Metric.all {
      try container.encode(self[metric].value, forKey: MetricKey(stringValue: metric.key))
    }
  }
}
