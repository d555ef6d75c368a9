import ECGFiles
import Foundation

/// Which signal of a recording is worked on, and why.
public struct LeadChoice: Equatable, Sendable {
  /// Why a signal was chosen.
  public enum Reason: Equatable, Sendable {
    /// Its name is the one that was asked for, or means the same lead.
    case asked
    /// No lead was asked for; this is II or the like of it, in which R waves are upright as a rule.
    case leadII
    /// There is no lead II; this is the first signal that is named as an electrocardiogram.
    case firstECG
    /// No name tells an electrocardiogram; this is the first voltage.
    case firstVoltage
  }

  /// The signal's index in ``RecordingFile/signals``.
  public var signal: Int
  /// The name the file gives it.
  public var name: String
  /// Why it was chosen.
  public var reason: Reason

  /// Creates a choice.
  public init(signal: Int, name: String, reason: Reason) {
    self.signal = signal
    self.name = name
    self.reason = reason
  }
}

extension LeadChoice: CustomStringConvertible {
  /// What to tell the user: `lead MLII`, `lead V5 (there is no lead II)`.
  public var description: String {
    let lead = name.isEmpty ? "signal \(signal + 1)" : "lead \(name)"
    switch reason {
    case .asked, .leadII: return lead
    case .firstECG: return "\(lead) (there is no lead II)"
    case .firstVoltage: return "\(lead) (the first voltage; no name tells an ECG lead)"
    }
  }
}

extension RecordingFile {
  /// Chooses the signal to work on.
  ///
  /// - Parameter name: the lead that is wanted; nil for the best one: II or MLII, else the first ECG.
  ///   The signal's own name counts first, whatever its case; then any spelling of the same lead, so
  ///   that `II` finds `ECG II` and `Lead II`; then `II` finds `MLII`, and `MLII` finds `II`.
  /// - Throws: `FileError` that lists the signals, where there is no such lead.
  public func chooseLead(named name: String? = nil) throws -> LeadChoice {
    if let name {
      guard let signal = signal(named: name) else {
        throw noLead("there is no lead '\(name)'", remedy: "Name one of them")
      }
      if let flaw = signals[signal].flaw {
        throw FileError(
          .badData, path: path, "\(signals[signal].title(at: signal)) cannot be read: \(flaw)",
          remedy: "Name another lead, or fetch what is missing")
      }
      return LeadChoice(signal: signal, name: signals[signal].name, reason: .asked)
    }
    let candidates = readable.filter { !LeadName.isOther(signals[$0].name) }
    let standard = candidates.map { LeadName.standard(signals[$0].name) }
    for wanted in ["II", "MLII"] {
      if let place = standard.firstIndex(of: wanted) {
        return choice(candidates[place], .leadII)
      }
    }
    if let signal = candidates.first(where: { LeadName.isECG(signals[$0].name) }) {
      return choice(signal, .firstECG)
    }
    if let signal = candidates.first(where: { signals[$0].isVoltage }) {
      return choice(signal, .firstVoltage)
    }
    throw noLead(
      "none of the signals looks like an electrocardiogram", remedy: "Name the one to read")
  }

  /// The signals that are leads of an electrocardiogram, as far as their names tell; where no name does,
  /// the voltages.
  ///
  /// - Throws: `FileError` that lists the signals, where there is none.
  public func electrocardiogramLeads() throws -> [Int] {
    let candidates = readable.filter { !LeadName.isOther(signals[$0].name) }
    let named = candidates.filter { LeadName.isECG(signals[$0].name) }
    let leads = named.isEmpty ? candidates.filter { signals[$0].isVoltage } : named
    return leads.isEmpty ? [try chooseLead().signal] : leads
  }

  /// The signals that have samples.
  private var readable: [Int] { signals.indices.filter { signals[$0].flaw == nil } }

  private func choice(_ signal: Int, _ reason: LeadChoice.Reason) -> LeadChoice {
    LeadChoice(signal: signal, name: signals[signal].name, reason: reason)
  }

  private func signal(named name: String) -> Int? {
    let same = signals.indices.first {
      signals[$0].name.caseInsensitiveCompare(name) == .orderedSame
    }
    if let same { return same }
    guard let wanted = LeadName.standard(name) else { return nil }
    let alike = ["II": "MLII", "MLII": "II"][wanted]
    for lead in [wanted, alike].compactMap({ $0 }) {
      let found = signals.indices.first {
        LeadName.standard(signals[$0].name) == lead && !LeadName.isOther(signals[$0].name)
      }
      if let found { return found }
    }
    return nil
  }

  private func noLead(_ problem: String, remedy: String) -> FileError {
    guard !signals.isEmpty else {
      return FileError(
        .badData, path: path, "expected a signal, found none",
        remedy: "Name a recording with signals")
    }
    let names = signals.map { $0.name.isEmpty ? "(unnamed)" : $0.name }
    return FileError(
      .badData, path: path, problem + "; the signals are " + names.joined(separator: ", "),
      remedy: remedy)
  }
}
