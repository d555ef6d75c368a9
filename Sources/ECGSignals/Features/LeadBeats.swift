/// The beats of one lead: the samples around each R peak at
/// ``SignalConditioner/nominalSamplingRate``.
///
/// Samples are kept in 16 bits, each beat in steps of its own, so that a day of several leads fits
/// into little memory. The error is below 1/65,000 of the beat's largest sample.
public struct LeadBeats: Sendable {
  /// `L`, the samples of a beat.
  public static let samplesPerBeat = before + after
  /// The samples of a beat before its R peak, 0.35 s: the P wave, and as far as it is looked for.
  public static let before = 42
  /// The samples from the R peak on, 0.37 s.
  static let after = 45

  /// The samples around the R peak that hold the P wave, the QRS complex and the T wave.
  package static let (pWave, qrs, tWave) = (
    before - 36..<before - 9, before - 11..<before + 15,
    before + 12..<before + 44
  )
  /// The samples in which the height of a beat is measured.
  static let heightRange = before - 12..<before + 13

  private static let silence: Float = 1e-30

  private var samples: [Int16] = []
  private var steps: [Float] = []

  /// The number of beats.
  public var count: Int { steps.count }

  /// Creates a list without beats.
  ///
  /// - Parameter capacity: the beats that will come; memory for no more is taken.
  public init(capacity: Int = 0) {
    samples.reserveCapacity(capacity * Self.samplesPerBeat)
    steps.reserveCapacity(capacity)
  }

  /// Adds a beat.
  ///
  /// - Precondition: it has ``samplesPerBeat`` samples.
  package mutating func append(_ window: some Collection<Float>) {
    precondition(window.count == Self.samplesPerBeat)
    let largest = window.reduce(0) { max($0, abs($1)) }
    // Below this no step is a normal number: no heart is so quiet in any unit.
    let step = largest > Self.silence ? largest / Float(Int16.max) : 1
    steps.append(step)
    samples += window.lazy.map { Int16(($0 / step).rounded()) }
  }

  /// Writes the samples of a beat: `L` numbers.
  ///
  /// - Precondition: `target` has room for them.
  func load(_ beat: Int, into target: UnsafeMutableBufferPointer<Float>) {
    let (start, step) = (beat * Self.samplesPerBeat, steps[beat])
    samples.withUnsafeBufferPointer { samples in
      for index in 0..<Self.samplesPerBeat { target[index] = Float(samples[start + index]) * step }
    }
  }

  /// The samples of a beat.
  package subscript(beat: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: Self.samplesPerBeat) { target, count in
      load(beat, into: target)
      count = Self.samplesPerBeat
    }
  }
}
