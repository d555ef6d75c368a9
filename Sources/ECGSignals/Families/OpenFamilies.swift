/// The families that beats may still join, which is all that sorting beats needs to know: the state
/// of ``BeatFamilies`` as they come, in bounded memory.
package struct OpenFamilies: Codable, Sendable {
  private struct Open: Codable {
    let number: Int
    let isEarly: Bool
    /// The mean complex, leads one after the other.
    var mean: [Float]
    /// Its beats.
    var size = 1
    /// The beat that joined last.
    var last: Int
  }

  /// The families so far, and the beats.
  private var (count, beats) = (0, 0)
  private var open: [Open] = []

  /// The correlation with a family's mean from which on a beat belongs to it.
  private static let likeness: Float = 0.9
  /// The most families that are open at once. Where one more is founded, the smallest is closed, of
  /// several the one that has waited longest: a stretch of noise founds many, and must not leave
  /// the beats after it without families of their own.
  private static let most = 80
  /// Beats after which a mean moves no slower.
  private static let slowest = 50
  /// The samples of a complex.
  static let range = LeadBeats.before - 12..<LeadBeats.before + 16
  /// A beat is early whose logarithm of RR by the mean of 300 s is below this.
  private static let early: Float = -0.12

  /// Starts without families.
  package init() {}

  /// Whether a beat comes early.
  ///
  /// - Parameter ratio: the logarithm of its RR interval by the mean of 300 s.
  static func isEarly(_ ratio: Float) -> Bool { ratio < early }

  /// Writes a complex without its mean and with a power of 1, so that every lead counts alike; one
  /// of a flat lead is 0.
  static func normalize(_ samples: [Float], into target: inout [Float], at start: Int) {
    let complex = samples[range]
    let mean = complex.reduce(0, +) / Float(range.count)
    let power = complex.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let scale = power > 0 ? 1 / power.squareRoot() : 0
    for (position, sample) in complex.enumerated() {
      target[start + position] = (sample - mean) * scale
    }
  }

  /// Sorts a beat in, whose family is a new one where it has the number of those before.
  ///
  /// - Returns: its family, and the one that was closed for it.
  mutating func take(_ complex: [Float], isEarly: Bool) -> (family: Int, closed: Int?) {
    let power = Self.product(complex, complex).squareRoot()
    var (best, position): (Float, Int?) = (Self.likeness, nil)
    for (candidate, family) in open.enumerated() where family.isEarly == isEarly {
      let other = Self.product(family.mean, family.mean).squareRoot()
      // A beat that no lead shows is like others of its kind alone.
      let likeness =
        power > 0 && other > 0
        ? Self.product(complex, family.mean) / (power * other) : power == other ? 1 : 0
      if likeness > best { (best, position) = (likeness, candidate) }
    }
    defer { beats += 1 }
    guard let position else { return found(complex, isEarly: isEarly) }
    open[position].size += 1
    open[position].last = beats
    let share = 1 / Float(min(open[position].size, Self.slowest))
    open[position].mean.withUnsafeMutableBufferPointer { mean in
      for index in mean.indices { mean[index] += share * (complex[index] - mean[index]) }
    }
    return (open[position].number, nil)
  }

  private mutating func found(_ complex: [Float], isEarly: Bool) -> (family: Int, closed: Int?) {
    var closed: Int?
    if open.count == Self.most,
      let least = open.indices.min(by: {
        (open[$0].size, open[$0].last) < (open[$1].size, open[$1].last)
      })
    {
      closed = open.remove(at: least).number
    }
    open.append(Open(number: count, isEarly: isEarly, mean: complex, last: beats))
    count += 1
    return (count - 1, closed)
  }

  private static func product(_ a: [Float], _ b: [Float]) -> Float {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        var sum = SIMD4<Float>()
        for index in 0..<a.count / 4 {
          sum +=
            SIMD4(a[4 * index], a[4 * index + 1], a[4 * index + 2], a[4 * index + 3])
            * SIMD4(b[4 * index], b[4 * index + 1], b[4 * index + 2], b[4 * index + 3])
        }
        return sum.sum()
      }
    }
  }
}
