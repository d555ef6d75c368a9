/// Beats of a recording with all that a classifier may know of them.
public struct RecordingBeats: Sendable {
  /// `L`, the samples of a beat at ``SignalConditioner/rate``.
  public static let samplesPerBeat = before + after
  /// The samples of a beat before its R peak, 0.43 s: enough for the P wave.
  package static let before = 52
  /// The samples from the R peak on, 0.37 s.
  static let after = 44
  /// The samples to either side of the R peak in which the height of a beat is measured.
  static let sizeReach = 12
  /// What a beat without any height is divided by.
  private static let leastSize: Float = 1e-6

  /// The number of beats.
  public var count: Int { sizes.count }

  /// The samples: `N × L`.
  private(set) var windows: [Float] = []
  /// The mean shape of the beats before each: `N × L`.
  private(set) var shapes: [Float] = []
  /// The height from peak to peak of each: `N`.
  private(set) var sizes: [Float] = []
  /// The usual height up to each: `N`.
  private(set) var usualSizes: [Float] = []
  /// The rhythm: `N ×` ``RhythmFeatures/count``.
  private(set) var rhythm: [Float] = []
  /// The usual shape and height of the whole record; nil as long as it is not over.
  private(set) var record: (shape: [Float], size: Float)?

  /// Creates a list without beats.
  public init() {}

  mutating func append(
    window: ArraySlice<Float>, shape: [Float], size: Float, usualSize: Float,
    rhythm: ArraySlice<Float>
  ) {
    windows += window
    shapes += shape
    sizes.append(size)
    usualSizes.append(usualSize)
    self.rhythm += rhythm
  }

  /// Forgets beats at the beginning.
  package mutating func removeFirst(_ count: Int) {
    windows.removeFirst(count * Self.samplesPerBeat)
    shapes.removeFirst(count * Self.samplesPerBeat)
    sizes.removeFirst(count)
    usualSizes.removeFirst(count)
    rhythm.removeFirst(count * RhythmFeatures.count)
  }

  /// Takes the beats for all there are, and finds what is usual in the record.
  ///
  /// The shape is the mean of the beats that are like the mean of all.
  mutating func completeRecord() {
    guard count > 0 else { return }
    var shape = mean(of: 0..<count)
    let alike = (0..<count).filter { BeatTracker.correlation(window($0), shape) > 0.85 }
    if !alike.isEmpty { shape = mean(of: alike) }
    record = (shape, sizes.sorted()[count / 2])
  }

  private func mean(of beats: some Collection<Int>) -> [Float] {
    var sum = [Float](repeating: 0, count: Self.samplesPerBeat)
    for beat in beats {
      let start = beat * Self.samplesPerBeat
      for index in sum.indices { sum[index] += windows[start + index] }
    }
    return sum.map { $0 / Float(beats.count) }
  }

  func window(_ beat: Int) -> ArraySlice<Float> {
    windows[beat * Self.samplesPerBeat..<(beat + 1) * Self.samplesPerBeat]
  }
}

extension RecordingBeats {
  /// `C`, the channels of an example: shapes first, then the rhythm, each feature a channel that has
  /// one value throughout.
  public static func channels(_ horizon: BeatHorizon) -> Int {
    shapeChannels(horizon) + features(horizon)
  }

  /// The channels that are shapes.
  public static func shapeChannels(_ horizon: BeatHorizon) -> Int {
    switch horizon {
    case .beat: 1
    case .before: 3
    case .after: 4
    case .record: 5
    }
  }

  /// The features of the rhythm that a horizon sees.
  private static func features(_ horizon: BeatHorizon) -> Int {
    BeatHorizon.allCases.filter(horizon.includes)
      .reduce(0) { $0 + RhythmFeatures.count(new: $1) }
  }

  /// Writes what a network sees of a beat: `L × C` numbers.
  ///
  /// Heights are in units of the usual height, for the beat alone of its own, so that no unit and no
  /// electrode counts.
  ///
  /// - Precondition: `target` has room for them; the record is complete where the horizon asks for it.
  public func load(
    _ beat: Int, horizon: BeatHorizon, into target: UnsafeMutableBufferPointer<Float>
  ) {
    let (length, channels) = (Self.samplesPerBeat, Self.channels(horizon))
    let isAlone = horizon == .beat
    let scale = 1 / max(isAlone ? sizes[beat] : usualSizes[beat], Self.leastSize)
    let start = beat * length
    windows.withUnsafeBufferPointer { windows in
      shapes.withUnsafeBufferPointer { shapes in
        for index in 0..<length {
          let row = index * channels
          let sample = windows[start + index]
          target[row] = Self.bounded(sample * scale)
          guard !isAlone else { continue }
          target[row + 1] = Self.bounded((sample - shapes[start + index]) * scale)
          target[row + 2] =
            beat > 0 ? Self.bounded(windows[start - length + index] * scale) : 0
          guard horizon.includes(.after) else { continue }
          target[row + 3] =
            beat + 1 < count ? Self.bounded(windows[start + length + index] * scale) : 0
          guard horizon.includes(.record), let record else { continue }
          target[row + 4] =
            Self.bounded((sample - record.shape[index]) / max(record.size, Self.leastSize))
        }
      }
    }
    guard !isAlone else { return }
    let features = Self.features(horizon)
    let first = channels - features
    for index in 0..<length {
      let row = index * channels + first
      for feature in 0..<features {
        target[row + feature] = rhythm[beat * RhythmFeatures.count + feature]
      }
    }
  }

  /// Artefacts count no more than this.
  private static func bounded(_ value: Float) -> Float { min(max(value, -8), 8) }
}
