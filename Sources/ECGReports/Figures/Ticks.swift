import Foundation

/// Where an axis is labelled.
enum Ticks {
  /// From 0 in steps of 1, 2 or 5 times a power of ten up to `end`: about `count` of them.
  static func round(upTo end: Double, count: Int = 5) -> [Double] {
    guard end > 0, end.isFinite else { return [0] }
    let step = step(for: end / Double(max(count, 1)))
    return (0...Int(end / step + 1e-9)).map { Double($0) * step }
  }

  /// Whole numbers from 1 to `last`, few enough to be read.
  static func epochs(upTo last: Int, count: Int = 8) -> [Int] {
    guard last > 1 else { return [1] }
    let step = max(1, Int(step(for: Double(last) / Double(count))))
    let multiples = stride(from: step, through: last, by: step)
    return step == 1 ? Array(multiples) : [1] + multiples
  }

  /// The smallest of 1, 2 and 5 times a power of ten that is at least `rough`.
  static func step(for rough: Double) -> Double {
    let power = pow(10, log10(rough).rounded(.down))
    let steps = [1.0, 2, 5, 10].map { $0 * power }
    return steps.first { $0 >= rough * 0.999 } ?? power
  }
}

/// An axis from a low to a high round value.
struct AxisRange {
  let low: Double
  let high: Double
  let step: Double

  /// Creates a range as given.
  init(low: Double, high: Double, step: Double) {
    self.low = low
    self.high = high
    self.step = step
  }

  /// The smallest round range that holds every finite number in `values`; 0…1 where there is none.
  init(holding values: [Double], count: Int = 5) {
    let finite = values.filter(\.isFinite)
    var smallest = finite.min() ?? 0
    var largest = finite.max() ?? 1
    if smallest == largest {
      // A single value gets room to either side.
      let room = max(abs(largest), 0.1) * 0.1
      (smallest, largest) = (smallest - room, largest + room)
    }
    let spread = largest - smallest
    step = Ticks.step(for: spread / Double(max(count, 1)))
    low = (smallest / step + 1e-9).rounded(.down) * step
    let top = (largest / step - 1e-9).rounded(.up) * step
    high = top > low ? top : low + step
  }
}
