import ECGFiles
import Foundation

/// A small sample of a set of beats by which it can be told how many beats of any other set are
/// among them, whatever their order and however few of them there are.
///
/// Kept are the smallest of the beats' hashes (bottom-k, or KMV, sketches: Bar-Yossef et al.,
/// Counting distinct elements in a data stream, RANDOM 2002). Hashes are spread evenly, so that
/// those below the largest that is kept are a random sample of any beats, and each of those is
/// known to be among the beats or not. Of fewer beats than are kept all are known.
///
/// A beat is known by its shape: its samples, brought to 0 … 1 and rounded to a thousandth,
/// without its label. Beats that were labelled anew are the same, and so are most that were
/// rescaled. Of beats that were written with fewer decimals than six most are not: the share that
/// is known is then too low.
public struct BeatSketch: Equatable, Sendable {
  /// The most hashes that are kept.
  public static let size = 2048

  /// The smallest hashes, ascending, each once.
  private let hashes: [UInt64]

  /// Sketches beats.
  public init(_ beats: BeatDataset) {
    var smallest: [UInt64] = []
    var candidates: [UInt64] = []
    func merge() {
      smallest = Array(Set(smallest + candidates).sorted().prefix(Self.size))
      candidates.removeAll(keepingCapacity: true)
    }
    beats.forEachBeat { _, beat in
      let hash = Self.hash(beat)
      if smallest.count == Self.size, let last = smallest.last, hash >= last { return }
      candidates.append(hash)
      if candidates.count == Self.size { merge() }
    }
    merge()
    hashes = smallest
  }

  /// The share of other beats that are among those that were sketched, 0 … 1: exact where these
  /// were few, about that otherwise; nil where there are too few beats to tell.
  public func share(of beats: BeatDataset) -> Double? {
    guard let last = hashes.last else { return nil }
    let largest = hashes.count < Self.size ? UInt64.max : last
    let kept = Set(hashes)
    var (sampled, known) = (0, 0)
    beats.forEachBeat { _, beat in
      let hash = Self.hash(beat)
      guard hash <= largest else { return }
      sampled += 1
      known += kept.contains(hash) ? 1 : 0
    }
    return sampled > 0 ? Double(known) / Double(sampled) : nil
  }

  /// The steps between the lowest and the highest sample of a beat.
  private static let steps: Float = 1000

  private static func hash(_ beat: UnsafeBufferPointer<Float>) -> UInt64 {
    var hash = FNV1a()
    let (low, high) = (beat.min() ?? 0, beat.max() ?? 0)
    let span = high - low
    let isUsable = span.isFinite && beat.allSatisfy(\.isFinite)
    for value in beat {
      guard isUsable else {
        hash.add(word: value.bitPattern)
        continue
      }
      hash.add(word: span > 0 ? UInt32(((value - low) / span * steps).rounded()) : 0)
    }
    return mixed(hash.value)
  }

  /// The hash with its bits spread evenly, as those of FNV-1a are not (the finalizer
  /// of SplitMix64).
  private static func mixed(_ hash: UInt64) -> UInt64 {
    var mixed = hash
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

extension BeatSketch: Codable {
  private static let bytesOfHash = 8

  /// Reads the hashes, eight bytes each, the lowest first, in Base64.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let bytes = Array(try container.decode(Data.self))
    let hashes = stride(from: 0, to: bytes.count, by: Self.bytesOfHash).map { start in
      bytes[start..<min(start + Self.bytesOfHash, bytes.count)].reversed()
        .reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    guard bytes.count.isMultiple(of: Self.bytesOfHash), hashes.count <= Self.size,
      zip(hashes, hashes.dropFirst()).allSatisfy({ $0 < $1 })
    else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "expected at most \(Self.size) hashes, ascending")
    }
    self.hashes = hashes
  }

  /// Writes the hashes as they are read.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    let bytes = hashes.flatMap { hash in
      (0..<Self.bytesOfHash).map { UInt8(truncatingIfNeeded: hash >> (8 * $0)) }
    }
    try container.encode(Data(bytes))
  }
}
