/// Beats of a recording that look alike in all leads and come alike: the families that a reader would sort
/// them into.
///
/// Leader clustering: a beat joins the family whose mean QRS complex it is most like, and founds one where
/// it is like none. Beats that come early have families of their own, since an early beat of usual shape is
/// another thing than a usual beat. One pass in order of time, so that a beat's family is known at once and
/// the same online and offline; nothing is drawn by chance.
public struct BeatFamilies: Sendable {
  /// The family of each beat, 0 ..< ``count``: `N`.
  public private(set) var members: [Int] = []
  /// The beats of each family.
  public private(set) var sizes: [Int] = []
  /// Whether the beats of each family come early.
  public private(set) var isEarly: [Bool] = []

  /// The number of families.
  public var count: Int { sizes.count }

  /// A family that beats may still join.
  private struct Open {
    let number: Int
    /// The mean complex, leads one after the other.
    var mean: [Float]
    /// The beat that joined last.
    var last: Int
  }

  private var open: [Open] = []

  /// The correlation with a family's mean from which on a beat belongs to it.
  private static let likeness: Float = 0.9
  /// The most families that are open at once. Where one more is founded, the smallest is closed, of
  /// several the one that has waited longest: a stretch of noise founds many, and must not leave the beats
  /// after it without families of their own.
  private static let most = 80
  /// Beats after which a mean moves no slower.
  private static let slowest = 50
  /// The samples of a complex.
  private static let range = LeadBeats.before - 12..<LeadBeats.before + 16
  /// A beat is early whose logarithm of RR by the mean of 300 s is below this.
  private static let early: Float = -0.12

  /// Sorts the beats of a recording.
  public init(of beats: RecordingBeats) {
    let rhythm = RhythmFeatures(times: beats.times, side: .earlier)
    var complex = [Float](repeating: 0, count: beats.leads.count * Self.range.count)
    var samples = [Float](repeating: 0, count: LeadBeats.samplesPerBeat)
    members.reserveCapacity(beats.count)
    for beat in 0..<beats.count {
      for (position, lead) in beats.leads.enumerated() {
        samples.withUnsafeMutableBufferPointer { lead.load(beat, into: $0) }
        Self.normalize(samples, into: &complex, at: position * Self.range.count)
      }
      take(complex, isEarly: rhythm.values[beat * RhythmFeatures.count] < Self.early)
    }
  }

  /// Writes a complex without its mean and with a power of 1, so that every lead counts alike; one of a flat
  /// lead is 0.
  private static func normalize(_ samples: [Float], into target: inout [Float], at start: Int) {
    let complex = samples[range]
    let mean = complex.reduce(0, +) / Float(range.count)
    let power = complex.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let scale = power > 0 ? 1 / power.squareRoot() : 0
    for (position, sample) in complex.enumerated() {
      target[start + position] = (sample - mean) * scale
    }
  }

  private mutating func take(_ complex: [Float], isEarly: Bool) {
    let beat = members.count
    let power = Self.product(complex, complex).squareRoot()
    var (best, position): (Float, Int?) = (Self.likeness, nil)
    for (candidate, family) in open.enumerated() where self.isEarly[family.number] == isEarly {
      let other = Self.product(family.mean, family.mean).squareRoot()
      // A beat that no lead shows is like others of its kind alone.
      let likeness =
        power > 0 && other > 0
        ? Self.product(complex, family.mean) / (power * other) : power == other ? 1 : 0
      if likeness > best { (best, position) = (likeness, candidate) }
    }
    guard let position else { return found(complex, isEarly: isEarly) }
    let family = open[position].number
    members.append(family)
    sizes[family] += 1
    open[position].last = beat
    let share = 1 / Float(min(sizes[family], Self.slowest))
    open[position].mean.withUnsafeMutableBufferPointer { mean in
      for index in mean.indices { mean[index] += share * (complex[index] - mean[index]) }
    }
  }

  private mutating func found(_ complex: [Float], isEarly: Bool) {
    if open.count == Self.most,
      let least = open.indices.min(by: {
        (sizes[open[$0].number], open[$0].last) < (sizes[open[$1].number], open[$1].last)
      })
    {
      open.remove(at: least)
    }
    open.append(Open(number: count, mean: complex, last: members.count))
    members.append(count)
    sizes.append(1)
    self.isEarly.append(isEarly)
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
