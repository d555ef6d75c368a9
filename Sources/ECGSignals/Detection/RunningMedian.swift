/// The median of the last values.
struct RunningMedian: Codable, Sendable {
  /// The median; the mean of the two in the middle where their number is even.
  private(set) var value: Float

  private var values: [Float]
  private var sorted: [Float]
  private var oldest = 0

  /// Creates the median of `count` times the same value.
  init(_ value: Float, count: Int) {
    values = [Float](repeating: value, count: count)
    sorted = values
    self.value = value
  }

  /// Replaces the oldest value.
  mutating func append(_ new: Float) {
    let old = values[oldest]
    values[oldest] = new
    oldest = oldest + 1 == values.count ? 0 : oldest + 1
    // Moves the gap that the old value leaves to where the new one belongs.
    var gap = sorted.firstIndex { $0 >= old } ?? 0
    while gap + 1 < sorted.count, sorted[gap + 1] < new {
      sorted[gap] = sorted[gap + 1]
      gap += 1
    }
    while gap > 0, sorted[gap - 1] > new {
      sorted[gap] = sorted[gap - 1]
      gap -= 1
    }
    sorted[gap] = new
    update()
  }

  /// Multiplies all values.
  mutating func scale(by factor: Float) { transform { $0 * factor } }

  /// Lowers all values to `limit` that exceed it.
  mutating func limit(to limit: Float) { transform { min($0, limit) } }

  private mutating func transform(_ change: (Float) -> Float) {
    for index in values.indices {
      values[index] = change(values[index])
      sorted[index] = change(sorted[index])
    }
    update()
  }

  private mutating func update() {
    let middle = sorted.count / 2
    value = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
