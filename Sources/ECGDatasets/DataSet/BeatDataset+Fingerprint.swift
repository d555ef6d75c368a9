extension BeatDataset {
  /// A short name for exactly these beats in this order: values and labels, not where they came from.
  ///
  /// The FNV-1a hash (Fowler, Noll and Vo) of the sizes, the samples' bit patterns and the labels,
  /// taken in 32-bit words. It tells data sets apart; it does not guard against forgery.
  public var fingerprint: String {
    var fingerprint = Fingerprint(count: count, samplesPerBeat: samplesPerBeat)
    forEachBeat { _, beat in fingerprint.add(beat) }
    fingerprint.add(labels: labels)
    return fingerprint.text
  }
}

/// The fingerprint of numbers that come one after the other; of beats all values first, then the labels.
package struct Fingerprint {
  private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Begins a fingerprint.
  package init() {}

  /// Begins the fingerprint of `count` beats.
  init(count: Int, samplesPerBeat: Int) {
    add(UInt32(truncatingIfNeeded: count))
    add(UInt32(truncatingIfNeeded: samplesPerBeat))
  }

  /// The fingerprint as it is kept in files.
  package var text: String {
    let digits = String(hash, radix: 16)
    return "fnv1a:" + String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Adds samples.
  package mutating func add(_ values: UnsafeBufferPointer<Float>) {
    for value in values { add(value.bitPattern) }
  }

  /// Adds labels.
  mutating func add(labels: some Sequence<Int>) {
    for label in labels { add(UInt32(truncatingIfNeeded: label)) }
  }

  @inline(__always)
  private mutating func add(_ word: UInt32) {
    hash = (hash ^ UInt64(word)) &* 0x100_0000_01B3
  }
}
