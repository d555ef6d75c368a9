import ECGFiles

extension BeatDataset {
  /// A short name for exactly these beats in this order: values and labels, not
  /// where they came from.
  ///
  /// The FNV-1a hash of the sizes, the samples' bit patterns and the labels,
  /// taken in 32-bit words. It tells data sets apart; it does not guard against forgery.
  public var fingerprint: String {
    var fingerprint = Fingerprint(count: count, samplesPerBeat: samplesPerBeat)
    forEachBeat { _, beat in fingerprint.add(beat) }
    fingerprint.add(labels: labels)
    return fingerprint.text
  }
}

/// The fingerprint of numbers that come one after the other; of beats all values first,
/// then the labels.
package struct Fingerprint {
  private var hash = FNV1a()

  /// Begins a fingerprint.
  package init() {}

  /// Begins the fingerprint of `count` beats.
  init(count: Int, samplesPerBeat: Int) {
    hash.add(word: UInt32(truncatingIfNeeded: count))
    hash.add(word: UInt32(truncatingIfNeeded: samplesPerBeat))
  }

  /// The fingerprint as it is kept in files.
  package var text: String { "fnv1a:" + hash.value.hexadecimal }

  /// Adds samples.
  package mutating func add(_ values: UnsafeBufferPointer<Float>) {
    for value in values { hash.add(word: value.bitPattern) }
  }

  /// Adds labels, or other whole numbers.
  package mutating func add(labels: some Sequence<Int>) {
    for label in labels { hash.add(word: UInt32(truncatingIfNeeded: label)) }
  }
}
