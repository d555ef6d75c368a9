import SeededRandom

/// A stream of dropout factors: 0 with probability `rate`, otherwise `1 / (1 − rate)`.
///
/// The rate is held to a 65,536th.
struct DropoutMask {
  private var generator: SeededGenerator
  private let threshold: SIMD8<UInt16>
  private let factor: Lanes

  init(rate: Float, seed: UInt64) {
    generator = SeededGenerator(seed: seed)
    let level = UInt16((rate * 65_536).rounded())
    threshold = SIMD8(repeating: level)
    factor = Lanes(repeating: 1 / (1 - Float(level) / 65_536))
  }

  /// The next eight factors.
  @inline(__always)
  mutating func next() -> Lanes {
    let bits = SIMD2(generator.next(), generator.next())
    let words = unsafeBitCast(bits, to: SIMD8<UInt16>.self)
    let kept =
      SIMD8<Int32>(truncatingIfNeeded: words) .>= SIMD8<Int32>(truncatingIfNeeded: threshold)
    return Lanes().replacing(with: factor, where: kept)
  }
}
