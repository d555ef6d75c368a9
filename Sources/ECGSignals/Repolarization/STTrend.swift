/// The level and the slope of the ST segment over time, lead by lead: measured, not interpreted.
///
/// Of each minute the median of its normal beats is measured, each beat taken against its own PR
/// segment first, see ``STSegment``, and without the hum of the mains, of which R peaks are found
/// on the crests. A minute with fewer than ten of them says nothing, and neither does one whose
/// beats differ so much that the standard error of the level is above 0.02 mV.
public struct STTrend: Codable, Equatable, Sendable {
  /// One lead.
  public struct Lead: Codable, Equatable, Sendable {
    /// Its name; its number, from 1, where it has none.
    public let lead: String
    /// The level in each step in mV; nil where it is not known.
    public let level: [Double?]
    /// The slope in each step in mV a second.
    public let slope: [Double?]
    /// The steps in which the beats differ too much.
    public let noisy: Int

    /// Creates a lead's trend from the steps that were measured.
    ///
    /// - Parameters:
    ///   - lead: the lead's name.
    ///   - steps: what was found in each step.
    public init(lead: String, steps: [Step]) {
      self.lead = lead
      level = steps.map { $0.segment.map { $0.level.fourDecimals } }
      slope = steps.map { $0.segment.map { $0.slope.fourDecimals } }
      noisy = steps.count { $0 == .noisy }
    }
  }

  /// What is known of a step.
  public enum Step: Equatable, Sendable {
    /// It was measured.
    case measured(STSegment)
    /// There are too few normal beats, or no complex.
    case unknown
    /// The beats differ too much.
    case noisy

    fileprivate var segment: STSegment? {
      if case .measured(let segment) = self { return segment }
      return nil
    }
  }

  /// The seconds of a step.
  public let step: Double
  /// The leads that are in mV.
  public let leads: [Lead]

  /// Seconds.
  package static let minute = 60.0
  /// Beats of a step, at the least.
  private static let fewest = 10
  /// The highest standard error of a level in mV.
  private static let largestError = 0.02
  /// Where each beat's own level is taken, in seconds from the R peak.
  private static let (prStart, prEnd) = (-0.1, -0.06)

  /// Creates a trend.
  ///
  /// - Parameter leads: the leads, all with one step a minute.
  public init(leads: [Lead]) { (step, self.leads) = (Self.minute, leads) }

  /// Measures a step.
  ///
  /// - Parameters:
  ///   - beats: its normal beats in mV, all with the R peak at one index.
  ///   - peak: where.
  ///   - samplingRate: samples per second.
  ///   - heartRate: beats a minute.
  public static func measure(
    _ beats: [[Float]], peak: Int, samplingRate: Double, heartRate: Double
  ) -> Step {
    func index(_ seconds: Double) -> Int { peak + Int((seconds * samplingRate).rounded()) }
    let (start, end) = (index(prStart), index(prEnd))
    let hum = BeatHum(
      peak: peak, count: beats.map(\.count).min() ?? 0, samplingRate: samplingRate)
    let level = beats.compactMap { beat -> [Float]? in
      guard start >= 0, end < beat.count, beat.allSatisfy(\.isFinite) else { return nil }
      let beat = hum.removed(from: beat)
      let own = beat[start...end].reduce(0, +) / Float(end - start + 1)
      return beat.map { $0 - own }
    }
    guard level.count >= fewest, let length = level.map(\.count).min() else { return .unknown }
    var column = [Float](repeating: 0, count: level.count)
    let median = (0..<length).map { index in
      for beat in level.indices { column[beat] = level[beat][index] }
      return column.median ?? 0
    }
    guard
      let segment = STSegment(
        of: median, peak: peak, samplingRate: samplingRate, heartRate: heartRate)
    else { return .unknown }
    let point = index(segment.point)
    let deviation = level.map { abs($0[point] - median[point]) }.median ?? 0
    // Of a normal distribution: the deviation is 1.4826 times the median one, the median's error
    // 1.2533 times the mean's.
    let error =
      1.4826 * 1.2533 * Double(deviation) / Double(level.count).squareRoot()
    return error <= largestError ? .measured(segment) : .noisy
  }
}
