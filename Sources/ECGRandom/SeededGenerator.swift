import Foundation

/// A random number generator whose numbers follow from its seed alone.
///
/// xoshiro256++ 1.0, seeded through SplitMix64 as its authors advise (Blackman and Vigna,
/// "Scrambled linear pseudorandom number generators", ACM TOMS 47, 2021). Not for cryptography.
///
/// Everything in this package that plays with chance takes a generator or a seed; nothing draws
/// from a global one. Independent streams come from ``init(seed:stream:)``: a stream is named by
/// integers (an epoch, a shard) so that work can be done in any order, or resumed, and still see
/// the same numbers. Where one seed serves several purposes, ``init(seed:purpose:stream:)`` keeps
/// their streams apart.
public struct SeededGenerator: RandomNumberGenerator, Equatable, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// Creates the generator of `seed`.
  public init(seed: UInt64) {
    var mixer = SplitMix64(state: seed)
    state = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
  }

  /// Creates the generator of one stream of `seed`, named by any number of integers.
  public init(seed: UInt64, stream names: Int...) {
    self.init(seed: Self.key(of: names, from: seed))
  }

  /// Creates the generator of one stream of `seed` that serves one purpose.
  ///
  /// - Parameters:
  ///   - seed: what all numbers follow from.
  ///   - purpose: what the numbers are for, such as `initial weights`: what serves another purpose
  ///     draws other numbers, even where its streams have the same names.
  ///   - names: the stream's name among those of the purpose.
  public init(seed: UInt64, purpose: String, stream names: Int...) {
    // FNV-1a, by its authors' constants for 64 bits.
    let hash = purpose.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    self.init(seed: Self.key(of: [Int(truncatingIfNeeded: hash)] + names, from: seed))
  }

  private static func key(of names: [Int], from seed: UInt64) -> UInt64 {
    names.reduce(seed) { key, name in
      var mixer = SplitMix64(state: key ^ UInt64(bitPattern: Int64(name)) &* 0xD134_2543_DE82_EF95)
      return mixer.next()
    }
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let result = rotate(state.0 &+ state.3, 23) &+ state.0
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotate(state.3, 45)
    return result
  }

  /// A number drawn evenly from 0 ..< 1.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A number drawn evenly from `range`.
  public mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// A number drawn from the standard normal distribution (Box and Muller 1958).
  public mutating func normal() -> Double {
    let radius = (-2 * Foundation.log(1 - uniform())).squareRoot()
    return radius * Foundation.cos(2 * .pi * uniform())
  }

  /// Whether two generators will give the same numbers from here on.
  public static func == (a: SeededGenerator, b: SeededGenerator) -> Bool { a.state == b.state }

  private func rotate(_ bits: UInt64, _ places: UInt64) -> UInt64 {
    (bits << places) | (bits >> (64 - places))
  }
}

/// The generator that turns one seed into the state of another (Steele, Lea and Flood 2014).
struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
