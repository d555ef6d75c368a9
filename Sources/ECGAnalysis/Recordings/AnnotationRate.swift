import ECGRecordings

/// Whether annotations count the samples of another rate than the recording's, as those of a record
/// that was resampled without them do.
struct AnnotationRate {
  /// The rate that they seem to count by, in Hz.
  let rate: Double
  /// The recording's.
  private let samplingRate: Double

  /// Rates of recordings, in Hz.
  private static let usual = [
    100.0, 120, 125, 128, 130, 150, 180, 200, 240, 250, 256, 300, 360, 400, 480, 500, 512, 600, 720,
    750, 800, 900, 1_000, 1_024, 2_000,
  ]
  /// Rates by which they are divided or multiplied with ease.
  private static let factors = [2.0, 3, 4, 5, 8]
  /// How far a mark may be from the beat that is found, in seconds.
  private static let window = 0.1
  /// The share of the marks that are at beats from which on they count by a rate. By chance, a
  /// quarter is.
  private static let enough = 0.85
  /// Where so many are at beats by the recording's own rate, no other is looked for.
  private static let fitting = 0.6
  private static let fewest = 10

  /// - Parameters:
  ///   - marked: the beats that are marked, in seconds by the recording's rate, ascending.
  ///   - found: those that are found in the signal, likewise.
  ///   - samplingRate: the recording's, in Hz.
  /// - Returns: nil where marks are not at beats by any other usual rate, or are by this one.
  init?(marked: [Double], found: [Double], samplingRate: Double) {
    guard marked.count >= Self.fewest, found.count >= Self.fewest, let last = found.last,
      Self.share(of: marked, at: found, factor: 1) < Self.fitting
    else { return nil }
    let others = (Self.usual.map { samplingRate / $0 } + Self.factors).filter {
      $0 > 1 && (marked.last ?? 0) * $0 <= last + 2
    }
    let shares = Set(others).map {
      (factor: $0, share: Self.share(of: marked, at: found, factor: $0))
    }
    guard let best = shares.max(by: { ($0.share, -$0.factor) < ($1.share, -$1.factor) }),
      best.share >= Self.enough
    else { return nil }
    (rate, self.samplingRate) = (samplingRate / best.factor, samplingRate)
  }

  /// The share of marks that are at a beat if each comes so many times as late.
  private static func share(of marked: [Double], at found: [Double], factor: Double) -> Double {
    let near = marked.count { mark in
      let second = mark * factor
      let next = found.partitionPoint { $0 >= second - window }
      return next < found.count && found[next] <= second + window
    }
    return Double(near) / Double(marked.count)
  }

  /// What to say of them, a sentence without a full stop.
  var remark: String {
    let (own, other) = (RecordingFile.text(samplingRate), RecordingFile.text(rate))
    return
      "the beats that are marked lie where beats are found if they count \(other) samples in a second, not the "
      + "\(own) of the recording: the annotations seem to be those of a recording at \(other) Hz, and times, rates "
      + "and classes are wrong by them"
  }
}
