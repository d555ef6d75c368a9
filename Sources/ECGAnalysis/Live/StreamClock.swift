/// Tells from time stamps where samples of a stream belong.
struct StreamClock: Codable, Sendable {
  /// What to do with the samples of a packet.
  enum Arrival: Equatable {
    /// They follow, after this many lost ones.
    case next(lost: Int)
    /// The first so many of them were there already.
    case repeated(Int)
  }

  /// How far stamps may be off without a gap, in seconds.
  private static let tolerance = 0.1
  /// The share of what a stamp is off by that is taken for the clock's own way, at the most, and
  /// the seconds of samples over which all of it is: were it more, stamps sample by sample would
  /// follow a wrong rate wherever it leads.
  private static let (share, patience) = (0.1, 5.0)
  /// The longest gap, in seconds.
  static let longestGap = 86_400.0
  /// How old a packet that comes again may be, in seconds. Of an older one the clock was set anew.
  private static let oldest = 60.0

  private let samplingRate: Double
  /// The time of sample 0 on the sender's clock; nil before the first stamp.
  private var start: Double?
  /// The stamp of the last samples that were taken.
  private var newest = -Double.infinity
  /// Whether what came last was there already: what was sent with it is so too, up to
  /// the newest stamp.
  private var isRepeating = false
  /// What came in the last minute.
  private var recent: RecentSamples
  /// How often the clock was set back.
  private(set) var setBacks = 0

  init(samplingRate: Double) {
    self.samplingRate = samplingRate
    recent = RecentSamples(samplingRate: samplingRate)
  }

  /// The time that the next sample is expected to have; nil before the first stamp.
  func expected(_ position: Int) -> Double? { start.map { $0 + Double(position) / samplingRate } }

  /// Where samples belong.
  ///
  /// - Parameters:
  ///   - time: the stamp of the first of them.
  ///   - leads: those of each lead.
  ///   - position: the samples so far.
  /// - Throws: ``LiveError`` where a gap is too long.
  mutating func arrival(of time: Double, _ leads: [[Float]], at position: Int) throws -> Arrival {
    let count = leads[0].count
    let arrival = try found(time, leads, at: position)
    isRepeating = arrival == .repeated(count)
    if !isRepeating { newest = max(newest, time) }
    switch arrival {
    case .next(let lost): recent.append(leads, from: 0, at: time, position: position + lost)
    case .repeated(let known):
      recent.append(
        leads, from: known, at: time + Double(known) / samplingRate, position: position)
    }
    return arrival
  }

  private mutating func found(
    _ time: Double, _ leads: [[Float]], at position: Int
  ) throws -> Arrival {
    guard let expected = expected(position) else {
      guard time.isFinite else { throw LiveError.time(expected: 0, found: time) }
      start = time - Double(position) / samplingRate
      return .next(lost: 0)
    }
    let apart = time - expected
    guard (-Self.oldest...Self.longestGap).contains(apart) else {
      throw LiveError.time(expected: expected, found: time)
    }
    let count = leads[0].count
    // Stamps tell to the sample what came after what, but not how much of a packet is new.
    var isKnown = time <= newest && (isRepeating || apart < -Self.tolerance)
    if isKnown, recent.kind(of: leads, at: time) == .other {
      if apart < -Self.tolerance { return follow(time, at: position) }
      isKnown = false
    }
    if isKnown, apart + Double(count) / samplingRate <= Self.tolerance { return .repeated(count) }
    if abs(apart) <= Self.tolerance {
      let share = min(Self.share, Double(count) / samplingRate / Self.patience)
      start = start.map { $0 + share * apart }
      return .next(lost: 0)
    }
    let samples = (apart * samplingRate).rounded()
    return apart > 0
      ? .next(lost: Int(samples)) : .repeated(min(Int(-samples), count))
  }

  /// Takes samples with an old stamp that were not there before for the next ones.
  private mutating func follow(_ time: Double, at position: Int) -> Arrival {
    // With the newest stamp once more they are of one packet, whatever the clock does.
    guard time < newest else { return .next(lost: 0) }
    start = time - Double(position) / samplingRate
    newest = -.infinity
    // What came before has stamps of another clock.
    recent = RecentSamples(samplingRate: samplingRate)
    setBacks += 1
    return .next(lost: 0)
  }
}
