import ECGFiles

/// Which signal of a recording is worked on, and why.
public struct LeadChoice: Equatable, Sendable {
  /// Why a signal was chosen.
  public enum Reason: Equatable, Sendable {
    /// It was asked for, by its name, another name of the same lead or its number.
    case asked
    /// No lead was asked for; this is II or the like of it, in which R waves are upright as a rule.
    case leadII
    /// There is no lead II; this is the first signal that is named as an electrocardiogram.
    case firstECG
    /// No name tells an electrocardiogram; this is the only voltage left, or the first of those
    /// that have the same name or none.
    case firstVoltage
    /// No name tells an electrocardiogram, and nothing a voltage; all other signals
    /// are something else.
    case onlyOne
  }

  /// The signal's index in ``RecordingFile/signals``.
  public var signal: Int
  /// The name the file gives it.
  public var name: String
  /// Why it was chosen.
  public var reason: Reason
  /// The numbers of all signals of that name, this one's first; empty where it is the only one. A
  /// number asks for each.
  public var namesakes: [Int]

  /// Creates a choice.
  public init(signal: Int, name: String, reason: Reason, namesakes: [Int] = []) {
    self.signal = signal
    self.name = name
    self.reason = reason
    self.namesakes = namesakes
  }
}

extension LeadChoice: CustomStringConvertible {
  /// What to tell the user: `lead MLII`, `lead V5 (there is no lead II)`.
  public var description: String {
    let lead = name.isEmpty ? "signal \(namesakes.first ?? signal + 1)" : "lead \(name)"
    let why: String? =
      switch reason {
      case .asked, .leadII: nil
      case .firstECG: "there is no lead II"
      case .firstVoltage: "the first voltage; no name tells an ECG lead"
      case .onlyOne: "no name tells an ECG lead; all else is something else"
      }
    let others = namesakes.dropFirst().map(String.init).joined(separator: ", ")
    let number: String? =
      namesakes.isEmpty
      ? nil
      : "number \(namesakes[0]); \(others) \(name.isEmpty ? "has no name either" : "has the same name")"
    let remarks = [number, why].compactMap { $0 }
    return remarks.isEmpty ? lead : "\(lead) (\(remarks.joined(separator: "; ")))"
  }
}

extension RecordingFile {
  /// Chooses the signal to work on: the one place where this is decided, for all formats.
  ///
  /// Without a name, leads II and MLII come first, then the signal whose name says ECG or EKG the
  /// most plainly, then the first that is named as a lead. Beside a signal that says ECG, bare
  /// names of leads count only where one of them, such as aVR, is of no electrode of a brain. Names
  /// that are no more than an electrode's (`C4`, `D2`, `X`) count only where no other name does,
  /// they are voltages, and the rest of the file is no montage of something else. Where no name
  /// tells, the only voltage is taken, or the first of several that are named alike.
  ///
  /// - Parameter name: the lead that is wanted; nil for the best one. The signal's own name counts
  ///   first, whatever its case; then any spelling of the same lead, so that `II` finds `ECG II`
  ///   and `Lead II`; then `II` finds `MLII`, and `MLII` finds `II`; then a number, counted from 1,
  ///   finds a signal, in a table that column.
  /// - Throws: `FileError` that lists the signals, where there is no such lead, or more than one
  ///   that may be meant.
  public func chooseLead(named name: String? = nil) throws -> LeadChoice {
    let candidates = LeadCandidates(signals)
    guard let name else { return try chooseLead(of: candidates) }
    if let signal = candidates.signal(named: name) {
      return try asked(signal)
    }
    let parts = Self.parts(of: name)
    guard parts.count < 2, name.lowercased() != "all" else {
      let found = parts.count < 2 ? name.quoted : "\(parts.count) in \(name.quoted)"
      throw noLead("expected one lead, found \(found)", remedy: nameOne)
    }
    throw noLead("there is no lead \(name.quoted)", remedy: nameOne)
  }

  /// Chooses signals for work that takes several: the best one to find beats in first.
  ///
  /// - Parameter names: the leads that are wanted, separated by commas; nil or `all` for the best
  ///   one and all others that are leads of an electrocardiogram.
  /// - Throws: `FileError` as ``chooseLead(named:)`` does.
  public func chooseLeads(named names: String? = nil) throws -> [LeadChoice] {
    let candidates = LeadCandidates(signals)
    if let names, let signal = candidates.signal(named: names) {
      return [try asked(signal)]
    }
    guard let names, names.lowercased() != "all" else {
      let best = try chooseLead(of: candidates)
      let others = try electrocardiogramLeads().filter { $0 != best.signal }
      return [best] + others.map { choice($0, best.reason) }
    }
    let parts = Self.parts(of: names)
    guard !parts.isEmpty else { return [try chooseLead(named: names)] }
    let wanted = try parts.map { try chooseLead(named: $0) }
    return wanted.enumerated().filter { index, choice in
      !wanted[..<index].contains { $0.signal == choice.signal }
    }.map(\.element)
  }

  /// The signals that are leads of an electrocardiogram, as far as their names tell; where no name
  /// does, the one that is chosen and those named like it.
  ///
  /// - Throws: `FileError` that lists the signals, where there is none.
  public func electrocardiogramLeads() throws -> [Int] {
    let candidates = LeadCandidates(signals)
    let named = surest(of: candidates.named.isEmpty ? candidates.electrodes : candidates.named)
    if !named.isEmpty { return named }
    let chosen = try chooseLead(of: candidates)
    return candidates.open.filter { signals[$0].name == chosen.name }
  }

  /// Those of named signals that say ECG, where others have bare names of leads that electrodes of
  /// a brain have too.
  private func surest(of named: [Int]) -> [Int] {
    let saying = named.filter { LeadName.saysECG(signals[$0].name) }
    let isOfHeart = named.contains { LeadName.isUnmistakable(signals[$0].name) }
    return saying.isEmpty || isOfHeart ? named : saying
  }

  private func chooseLead(of candidates: LeadCandidates) throws -> LeadChoice {
    for all in [candidates.named, candidates.electrodes] where !all.isEmpty {
      let named = surest(of: all)
      let saying = named.filter { LeadName.saysECG(signals[$0].name) }
      for wanted in ["II", "MLII"] {
        if let signal = named.first(where: { LeadName.standard(signals[$0].name) == wanted }) {
          return choice(signal, .leadII)
        }
      }
      guard let plainest = saying.compactMap({ ECGName(signals[$0].name) }).min() else {
        return choice(named[0], .firstECG)
      }
      let best = saying.filter { ECGName(signals[$0].name) == plainest }
      guard plainest < .among || format != .table || best.count == 1 else {
        throw noLead(
          "several signals say that they are an electrocardiogram, and no name tells which is",
          of: best, remedy: "Name the one to read\(.lead, number(of: best[0]))")
      }
      return choice(best[0], .firstECG)
    }
    let open = candidates.open
    // In a recording of the brain or of sleep, what is not known is as likely one
    // more of its sensors.
    let isElsewhere = format != .table && signals.contains { OtherName.isMontage($0.name) }
    guard let first = open.first else {
      throw noLead(
        "none of the signals looks like an electrocardiogram",
        remedy: "Name the one to read\(.lead, signals.isEmpty ? 1 : number(of: 0))")
    }
    guard open.allSatisfy({ signals[$0].name == signals[first].name }),
      open.count == 1 || format != .table, !isElsewhere
    else {
      throw noLead(
        open.count == 1
          ? "no name tells an electrocardiogram, and others are of a brain or of muscles"
          : "several signals may be the electrocardiogram, and no name tells which",
        of: open, remedy: "Name the one to read\(.lead, number(of: first))")
    }
    return choice(first, signals[first].isVoltage ? .firstVoltage : .onlyOne)
  }

  /// What was asked for, where it can be read.
  private func asked(_ signal: Int) throws -> LeadChoice {
    if let flaw = signals[signal].flaw {
      throw FileError(
        .badData, path: path, "\(signals[signal].title(at: signal)) cannot be read: \(flaw)",
        remedy: "Name another lead, or fetch what is missing")
    }
    return choice(signal, .asked)
  }

  private static func parts(of names: String) -> [String] {
    names.split(separator: ",").map {
      String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }.filter { !$0.isEmpty }
  }

  /// The number that names a signal.
  private func number(of signal: Int) -> Int { signals[signal].number ?? signal + 1 }

  private func choice(_ signal: Int, _ reason: LeadChoice.Reason) -> LeadChoice {
    let name = signals[signal].name
    // All of the names of thousands of signals would be quadratically many.
    let others = signals.indices.lazy.filter { $0 != signal && signals[$0].name == name }
      .prefix(Self.mostNames)
    return LeadChoice(
      signal: signal, name: name, reason: reason,
      namesakes: others.isEmpty ? [] : ([signal] + others).map(number))
  }

  /// The names that a message lists at most.
  private static let mostNames = 16

  private var nameOne: Remedy { "Name one of them\(.lead, signals.isEmpty ? 1 : number(of: 0))" }

  private func noLead(
    _ problem: String, of some: [Int]? = nil, remedy: Remedy
  ) -> FileError {
    guard !signals.isEmpty else {
      return FileError(
        .badData, path: path, "expected a signal, found none",
        remedy: "Name a recording with signals")
    }
    let listed = some ?? Array(signals.indices)
    let isNumbered =
      Set(signals.map(\.name)).count < signals.count || signals.contains { $0.name.isEmpty }
    let names = listed.prefix(Self.mostNames).map { index in
      let name = signals[index].name.isEmpty ? "(unnamed)" : signals[index].name
      return isNumbered ? "\(number(of: index)) \(name)" : name
    }
    let rest = listed.count - names.count
    return FileError(
      .badData, path: path,
      problem + "; \(some == nil ? "the signals" : "these") are " + names.joined(separator: ", ")
        + (rest > 0 ? " and \(rest) more" : ""), remedy: remedy)
  }
}
