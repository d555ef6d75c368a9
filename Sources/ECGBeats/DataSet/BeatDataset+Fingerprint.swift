extension BeatDataset {
  /// A short name for exactly these beats in this order: values and labels, not where they came from.
  ///
  /// The FNV-1a hash (Fowler, Noll and Vo) of the sizes, the samples' bit patterns and the labels,
  /// taken in 32-bit words. It tells data sets apart; it does not guard against forgery.
  public var fingerprint: String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func take(_ word: UInt32) { hash = (hash ^ UInt64(word)) &* 0x100_0000_01B3 }
    take(UInt32(truncatingIfNeeded: count))
    take(UInt32(truncatingIfNeeded: samplesPerBeat))
    for value in values { take(value.bitPattern) }
    for label in labels { take(UInt32(truncatingIfNeeded: label)) }
    let digits = String(hash, radix: 16)
    return "fnv1a:" + String(repeating: "0", count: 16 - digits.count) + digits
  }
}
