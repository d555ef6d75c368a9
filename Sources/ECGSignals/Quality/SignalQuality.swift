import ECGRecordings
import Foundation

/// Where nothing can be said about the beats of a lead.
public struct SignalQuality: Equatable, Sendable {
  /// Why nothing can be said.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// The signal stands still, as that of a loose electrode or a switched-off amplifier.
    case flat
    /// The signal is at the end of its range, and the beats do not look like each other.
    case clipped
    /// The signal is restless between the beats, and these do not look like each other, or
    /// do not stick out of it, as where an electrode is off and hums; or a beat is an
    /// artefact of a moment, as of an electrode that was knocked; or there are no beats in a
    /// signal that trembles.
    case noise
    /// The signal comes again faster than beats can be told apart, more than about 220 times a
    /// minute, and fewer beats were found, see ``RPeakDetector``.
    case fast
    /// The ventricles flutter or fibrillate: the signal is a wave of 150 to 500 a minute, and
    /// there are no beats.
    case ventricularFlutter
  }

  /// A stretch of time in which nothing can be said.
  public struct Episode: Codable, Equatable, Sendable {
    /// Why.
    public let kind: Kind
    /// Its beginning and its end in seconds.
    public let start, end: Double

    /// Creates an episode.
    public init(kind: Kind, start: Double, end: Double) {
      (self.kind, self.start, self.end) = (kind, start, end)
    }
  }

  /// The episodes in order of time; none overlaps another.
  public let episodes: [Episode]

  /// Creates the quality of a lead with these episodes, in order of time.
  public init(episodes: [Episode] = []) { self.episodes = episodes }

  /// The episodes' stretches of time, in seconds.
  public var ranges: [Range<Double>] { episodes.map { $0.start..<$0.end } }

  /// Where the ventricles flutter or fibrillate, in seconds.
  public var ventricularFlutter: [Range<Double>] {
    episodes.filter { $0.kind == .ventricularFlutter }.map { $0.start..<$0.end }
  }

  private func seconds(of kind: Kind) -> Double {
    episodes.reduce(0) { $0 + ($1.kind == kind ? $1.end - $1.start : 0) }
  }

  /// That the ventricles may flutter, and for how long, as a clause; nil where they do not.
  package var flutterRemark: String? {
    Self.flutterRemark(for: seconds(of: .ventricularFlutter))
  }

  /// The same of some seconds of it.
  package static func flutterRemark(for flutter: Double) -> String? {
    guard flutter > 0 else { return nil }
    return String(
      format: "for %.0f s the signal is a wave as in flutter or fibrillation of the "
        + "ventricles: nothing there is counted", flutter)
  }

  /// That the heart may be faster than beats can be told apart, and for how long, as a clause; nil
  /// where it is not.
  package var fastRemark: String? {
    let fast = seconds(of: .fast)
    guard fast > 0 else { return nil }
    return String(
      format: "for %.0f s the signal comes again more than about 220 times a minute, which is "
        + "faster than beats can be told apart, as hearts of mice and some newborns are: "
        + "nothing there is counted", fast)
  }

  /// Both, as far as they are there.
  package var remarks: [String] { [flutterRemark, fastRemark].compactMap(\.self) }

  /// The same where the ventricles flutter as well, in stretches that somebody told: in seconds,
  /// ascending. Where nothing can be said anyway, the reason stays.
  package func adding(ventricularFlutter stretches: [Range<Double>]) -> SignalQuality {
    let told = ranges
    let others = stretches.flatMap { Self.parts(of: $0, without: told) }
    let flutter = others.map {
      Episode(kind: .ventricularFlutter, start: $0.lowerBound, end: $0.upperBound)
    }
    return SignalQuality(episodes: (episodes + flutter).sorted { $0.start < $1.start })
  }

  /// What is left without some stretches of time, in seconds and in order, that overlap nowhere:
  /// where there are no samples, nothing is wrong with them.
  package func outside(_ gaps: [Range<Double>]) -> SignalQuality {
    guard !gaps.isEmpty else { return self }
    return SignalQuality(
      episodes: episodes.flatMap { episode in
        Self.parts(of: episode.start..<episode.end, without: gaps).map {
          Episode(kind: episode.kind, start: $0.lowerBound, end: $0.upperBound)
        }
      })
  }

  /// What is left of a stretch of time without others, which are in order.
  package static func parts(
    of range: Range<Double>, without others: [Range<Double>]
  ) -> [Range<Double>] {
    var parts: [Range<Double>] = []
    var start = range.lowerBound
    for other in others.dropFirst(others.partitionPoint { $0.upperBound > range.lowerBound }) {
      guard other.lowerBound < range.upperBound else { break }
      if other.lowerBound > start { parts.append(start..<other.lowerBound) }
      start = max(start, other.upperBound)
    }
    return start < range.upperBound ? parts + [start..<range.upperBound] : parts
  }
}
