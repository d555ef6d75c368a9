import Foundation

/// Fits classes to a recording while a reader names its families: what is like a family that was
/// named becomes more probable to be of its class.
///
/// A prototype model beside the classifier: each named family is a prototype, with its mean QRS
/// complex and its mean intervals. A beat's logarithm of probability of the prototype's class rises
/// by up to 4, as far as its complex correlates and its intervals agree; the best prototype of a
/// class counts. The beats of named families have the classes that they were given. Nothing is
/// trained: what is fitted are means.
public struct FamilyAdaptation: Sendable {
  private let families: ReviewFamilies
  /// The logarithms of the probabilities: `N × K`.
  private let logs: [Double]
  /// The classes that were found: `N`.
  private let labels: [Int]
  private let classes: Int
  private let complexes: AlignedComplexes
  /// The logarithms of the intervals before and after each beat by the usual one, 0 where none
  /// is known: `N × 2`.
  private let intervals: [SIMD2<Double>]

  /// By how much the logarithm of a probability rises for a beat that is the prototype.
  private static let weight = 4.0
  /// The correlation from which on a complex is like a prototype at all.
  private static let alike: Float = 0.8
  /// The deviation of the logarithms of intervals at which a prototype says 0.6 of what it
  /// does at its own.
  private static let deviation = 0.2
  private static let floor = 1e-6

  /// - Parameters:
  ///   - beats: the beats.
  ///   - families: their families.
  ///   - labels: the class of each: `N`.
  ///   - probabilities: the probability of each class: `N × K`.
  ///   - events: the beats in their sequence, which says where intervals are known: what lies
  ///     across a gap is none.
  /// - Precondition: there is one of each for every beat.
  public init(
    of beats: RecordingBeats, families: ReviewFamilies, labels: [Int], probabilities: [Float],
    events: RhythmEvents
  ) {
    precondition(
      labels.count == beats.count && families.members.count == beats.count
        && events.times.count == beats.count
        && probabilities.count == beats.count * AAMIClass.allCases.count)
    self.families = families
    self.labels = labels
    classes = AAMIClass.allCases.count
    logs = probabilities.map { log(max(Double($0), Self.floor)) }
    complexes = AlignedComplexes(of: beats)
    intervals = Self.intervals(events.leadingIntervals)
  }

  /// The logarithms of the intervals before and after each beat by the mean of the 300 s before it.
  private static func intervals(_ leading: [Double?]) -> [SIMD2<Double>] {
    let known = leading.map { $0.map(RhythmFeatures.clamped) }
    var tracker = RhythmTracker()
    return known.indices.map { beat in
      let (before, after) = (known[beat], known[min(beat + 1, known.count - 1)])
      defer { if let before { tracker.push(before) } }
      guard let usual = tracker.usual ?? before ?? after else { return .zero }
      return SIMD2(before.map { log($0 / usual) } ?? 0, after.map { log($0 / usual) } ?? 0)
    }
  }

  /// The classes of all beats once some families have been named.
  ///
  /// - Parameter named: the class of each family that was named, by its index in
  ///   `ReviewFamilies.families`.
  /// - Returns: `N` classes; beats without a family keep theirs.
  public func labels(naming named: [Int: Int]) -> [Int] {
    var complex = complexes.room
    let prototypes = named.sorted { $0.key < $1.key }.map { family, label in
      Prototype(families.families[family].beats, label, complexes, intervals)
    }
    return labels.enumerated().map { beat, label in
      guard let family = families.members[beat] else { return label }
      if let given = named[family] { return given }
      complexes.load(beat, into: &complex)
      let norms = (0..<AlignedComplexes.alignments).map {
        ShapeClusters.norm(complex, at: $0 * complexes.length, complexes.length)
      }
      var support = [Double](repeating: 0, count: classes)
      for prototype in prototypes {
        support[prototype.label] = max(
          support[prototype.label],
          likeness(of: complex, norms, intervals[beat], to: prototype))
      }
      guard support.contains(where: { $0 > 0 }) else { return label }
      let found = (0..<classes).max {
        logs[beat * classes + $0] + Self.weight * support[$0]
          < logs[beat * classes + $1] + Self.weight * support[$1]
      }
      return found ?? label
    }
  }

  /// How much alike a beat and a prototype are: 0 to 1.
  private func likeness(
    of complex: [Float], _ norms: [Float], _ interval: SIMD2<Double>, to prototype: Prototype
  ) -> Double {
    let length = complexes.length
    let best = norms.indices.reduce(Float(0)) { best, shift in
      let both = norms[shift] * prototype.norm
      guard both > 0 else { return best }
      return max(
        best,
        ShapeClusters.product(complex, at: shift * length, prototype.mean, at: 0, length) / both)
    }
    guard best > Self.alike else { return 0 }
    let apart = interval - prototype.intervals
    return Double((best - Self.alike) / (1 - Self.alike))
      * exp(-(apart * apart).sum() / (2 * Self.deviation * Self.deviation))
  }

  /// What a named family looks like.
  private struct Prototype {
    let label: Int
    /// The mean complex.
    var mean: [Float]
    let norm: Float
    /// The means of the logarithms of its intervals.
    let intervals: SIMD2<Double>

    init(
      _ beats: [Int], _ label: Int, _ complexes: AlignedComplexes,
      _ intervals: [SIMD2<Double>]
    ) {
      self.label = label
      var complex = complexes.room
      mean = [Float](repeating: 0, count: complexes.length)
      let share = 1 / Float(beats.count)
      for beat in beats {
        complexes.load(beat, into: &complex)
        for (index, sample) in complexes.unshifted(complex).enumerated() {
          mean[index] += share * sample
        }
      }
      norm = ShapeClusters.norm(mean, at: 0, complexes.length)
      self.intervals =
        beats.reduce(SIMD2()) { $0 + intervals[$1] } / Double(beats.count)
    }
  }
}
