import ECGSignals

/// The families of a recording's beats, for JSON, in the order in which they are worth a look.
public struct FamilyTable: Encodable, Sendable {
  /// One family.
  public struct Family: Encodable, Sendable {
    /// Its number, from 1, as the table of the beats has it.
    public let family: Int
    /// The letter of its class.
    public let `class`: String
    /// Whether its beats come early.
    public let early: Bool
    /// How many beats it has.
    public let beats: Int
    /// Their share of all usable beats, in percent.
    public let share: Double
    /// The mean probability of its class.
    public let probability: Double
    /// The mean interval before its beats in seconds; nil where none is known.
    public let rrBefore: Double?
    /// The mean interval after them.
    public let rrAfter: Double?
    /// When its first beat is, in seconds.
    public let first: Double
    /// The mean beat in each lead in mV: `C × L`.
    public let template: [[Double]]
    /// The standard deviation of each of its samples in mV: `C × L`.
    public let spread: [[Double]]
  }

  /// The samples a second of the templates.
  public let samplingRate = SignalConditioner.nominalSamplingRate
  /// The samples of a template before its R peak.
  public let samplesBefore = LeadBeats.before
  /// The families.
  public let families: [Family]

  /// Creates the table of a recording's families.
  public init(_ recording: ClassifiedRecording) {
    let known = recording.families.members.count { $0 != nil }
    families = recording.families.families.enumerated().map { number, family in
      Family(
        family: number + 1, class: String(AAMIClass.allCases[family.label].letter),
        early: family.isEarly, beats: family.beats.count,
        share: (100 * Double(family.beats.count) / Double(known)).fourDecimals,
        probability: family.confidence.fourDecimals,
        rrBefore: family.intervalBefore?.fourDecimals,
        rrAfter: family.intervalAfter?.fourDecimals,
        first: (Double(recording.peaks[family.beats[0]]) / recording.samplingRate).fourDecimals,
        template: family.template.map { $0.map { Double($0).fourDecimals } },
        spread: family.spread.map { $0.map { Double($0).fourDecimals } })
    }
  }

}
