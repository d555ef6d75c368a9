/// The FNV-1a hash of 64 bits (Fowler, Noll and Vo), which tells contents apart, on
/// every machine alike.
///
/// It finds accidents, not malice: whoever wants to can make other contents of the same hash.
public struct FNV1a: Sendable {
  /// The hash so far.
  @inlinable public var value: UInt64 { hash }

  @usableFromInline var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The hash of nothing.
  @inlinable public init() {}

  /// The hash of bytes.
  @inlinable
  public init(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { add(byte) }
  }

  /// Adds a byte.
  @inlinable
  public mutating func add(_ byte: UInt8) { mix(UInt64(byte)) }

  /// Adds 32 bits at once: faster than four bytes, and another hash.
  @inlinable
  public mutating func add(word: UInt32) { mix(UInt64(word)) }

  @inlinable
  mutating func mix(_ number: UInt64) { hash = (hash ^ number) &* 0x100_0000_01B3 }
}
