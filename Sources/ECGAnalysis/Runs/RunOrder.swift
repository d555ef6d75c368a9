import Foundation

/// How runs are sorted: by name, the newest first, or the best first by a score.
package struct RunOrder: Sendable {
  private enum Key {
    case name, date, validationMacroF1
    case score(TrialScore)
  }

  private let key: Key

  private static let validationKey = "validationMacroF1"

  /// What runs can be sorted by.
  package static let keys = ["name", "date", validationKey] + TrialScore.all.map(\.key)

  /// The order by that key; nil where there is none.
  package init?(named key: String) {
    switch key {
    case "name": self.key = .name
    case "date": self.key = .date
    case Self.validationKey: self.key = .validationMacroF1
    default:
      guard let score = TrialScore.named(key) else { return nil }
      self.key = .score(score)
    }
  }

  /// The runs in this order; those without a date or a score last, equals as they were.
  package func sorted(_ runs: [StoredRun]) -> [StoredRun] {
    runs.enumerated().sorted { one, other in
      if isBefore(one.element, other.element) { return true }
      if isBefore(other.element, one.element) { return false }
      return one.offset < other.offset
    }.map(\.element)
  }

  private func isBefore(_ one: StoredRun, _ other: StoredRun) -> Bool {
    switch key {
    case .name: one.name < other.name
    case .date: one.record?.date ?? .distantPast > other.record?.date ?? .distantPast
    case .validationMacroF1:
      TrialScore.macroF1.isBetter(
        one.record?.validationMacroF1, than: other.record?.validationMacroF1)
    case .score(let score): score.isBetter(score.value(of: one), than: score.value(of: other))
    }
  }
}
