/// Beats of a recording that look alike in all leads and come alike: the families that a reader
/// would sort them into.
///
/// Leader clustering: a beat joins the family whose mean QRS complex it is most like, and founds
/// one where it is like none. Beats that come early have families of their own, since an early beat
/// of usual shape is another thing than a usual beat. One pass in order of time, so that a beat's
/// family is known at once and the same online and offline; nothing is drawn by chance.
public struct BeatFamilies: Sendable {
  /// The family of each beat, 0 ..< ``count``: `N`.
  public private(set) var members: [Int] = []
  /// The beats of each family.
  public private(set) var sizes: [Int] = []
  /// Whether the beats of each family come early.
  public private(set) var isEarly: [Bool] = []

  /// The number of families.
  public var count: Int { sizes.count }

  private var open = OpenFamilies()

  /// Sorts the beats of a recording.
  public init(of beats: RecordingBeats) {
    let earliness = RhythmFeatures.earliness(beats.intervals)
    var complex = [Float](repeating: 0, count: beats.leads.count * OpenFamilies.range.count)
    var samples = [Float](repeating: 0, count: LeadBeats.samplesPerBeat)
    members.reserveCapacity(beats.count)
    for beat in 0..<beats.count {
      for (position, lead) in beats.leads.enumerated() {
        samples.withUnsafeMutableBufferPointer { lead.load(beat, into: $0) }
        OpenFamilies.normalize(
          samples, into: &complex, at: position * OpenFamilies.range.count)
      }
      take(complex, isEarly: OpenFamilies.isEarly(earliness[beat]))
    }
  }

  private mutating func take(_ complex: [Float], isEarly: Bool) {
    let family = open.take(complex, isEarly: isEarly).family
    members.append(family)
    if family == sizes.count {
      sizes.append(1)
      self.isEarly.append(isEarly)
    } else {
      sizes[family] += 1
    }
  }
}
