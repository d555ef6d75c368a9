import Foundation

/// The signals of a recording sorted by whether they may be leads of an electrocardiogram.
struct LeadCandidates {
  /// Those whose names say so, in order.
  let named: [Int]
  /// Those named after electrodes that may be the heart's, where the file is of nothing else.
  let electrodes: [Int]
  /// Those that a lead's name may ask for besides: two electrodes of a chest are too few to take
  /// them for one unasked.
  private let askable: [Int]
  /// Where no name says anything: all that may be one.
  let open: [Int]

  private let signals: [RecordedSignal]

  init(_ signals: [RecordedSignal]) {
    self.signals = signals
    let possible = signals.indices.filter {
      signals[$0].flaw == nil && Self.mayBe(signals[$0])
    }
    let alive = possible.filter { !Self.isIdle(signals[$0]) }
    // A lead that is flat at the beginning is better than none.
    let candidates = alive.isEmpty ? possible : alive
    let areContacts = OtherName.areContacts(signals.lazy.map(\.name))
    named = candidates.filter {
      let name = signals[$0].name
      return LeadName.saysECG(name)
        || LeadName.isLead(name) && (!areContacts || LeadName.isUnmistakable(name))
    }
    let voltages = candidates.filter { signals[$0].isVoltage }
    askable = Self.areLeads(candidates, among: signals) ? voltages : []
    electrodes = Self.areOfChest(askable.map { signals[$0].name }) ? askable : []
    open = voltages.isEmpty ? candidates : voltages
  }

  /// The signal that a name asks for; nil where there is none.
  func signal(named name: String) -> Int? {
    let same = signals.indices.first {
      signals[$0].name.caseInsensitiveCompare(name) == .orderedSame
    }
    if let same { return same }
    if let number = Int(name) {
      return signals.indices.first { (signals[$0].number ?? $0 + 1) == number }
    }
    guard let wanted = LeadName.exactly(name) else { return nil }
    let known = named + askable
    let alike = ["II": "MLII", "MLII": "II"][wanted]
    return [wanted, alike].lazy.compactMap { $0 }.compactMap { lead in
      known.first { LeadName.standard(signals[$0].name) == lead }
    }.first
  }

  /// Whether neither name nor unit is of something else.
  private static func mayBe(_ signal: RecordedSignal) -> Bool {
    guard !VoltageUnit.isOtherQuantity(signal.storedUnit) else { return false }
    if LeadName.saysECG(signal.name) { return !OtherName.isDerived(signal.name) }
    if LeadName.isLead(signal.name) { return !OtherName.matches(signal.name) }
    return !OtherName.matches(signal.name) || isMisnamed(signal)
  }

  /// Whether a signal is called a heart rate but has values that no heart has as a rate: tutorials
  /// call an electrocardiogram `hr`.
  private static func isMisnamed(_ signal: RecordedSignal) -> Bool {
    guard let range = signal.glimpse?.range, OtherName.isRate(signal.name) else { return false }
    return !(range.lowerBound >= 20 && range.upperBound <= 300)
  }

  /// Whether the samples never change, or only between two levels as a switch does.
  private static func isIdle(_ signal: RecordedSignal) -> Bool {
    signal.glimpse.map { $0.isFlat || $0.isTwoLevels } ?? false
  }

  /// Whether signals named after electrodes may be those of a heart: all are voltages by what the
  /// file says, every other one is a lead too, and nothing else in the file is of a brain or
  /// moves along axes.
  private static func areLeads(_ candidates: [Int], among signals: [RecordedSignal]) -> Bool {
    let isAllLeads = candidates.allSatisfy {
      LeadName.standard(signals[$0].name) != nil && signals[$0].isVoltage
        && signals[$0].glimpse?.isUnitStated ?? true
    }
    let isElsewhere =
      signals.contains { OtherName.isMontage($0.name) }
      || OtherName.areContacts(signals.lazy.map(\.name))
    return isAllLeads && !isElsewhere && !candidates.isEmpty
  }

  /// Whether the chest electrodes among names are at least the first three, as those of an EEG are
  /// not, or there are none.
  private static func areOfChest(_ names: [String]) -> Bool {
    let chest = names.map { $0.uppercased() }.filter { $0.hasPrefix("C") }
    return chest.isEmpty || ["C1", "C2", "C3"].allSatisfy(chest.contains)
  }
}
