import Synchronization

/// How far an analysis is: it only grows, whatever threads tell it.
///
/// A class, since all parts of the work share it.
package final class AnalysisProgress: Sendable {
  /// The parts of the work, in order.
  enum Part: Int, CaseIterable, Sendable {
    /// The beats are found.
    case finding
    /// They are cut out of all leads.
    case reading
    /// The trees say what they are.
    case answering
    /// Families, events, and what they come to.
    case summing
    /// The ST segment is measured.
    case measuring

    /// Its share of the time: a day of two leads.
    var share: Double { Self.shares[rawValue] }

    private static let shares = [0.05, 0.2, 0.43, 0.25, 0.07]
  }

  private let report: @Sendable (Double) -> Void
  private let told = Mutex(0.0)

  /// - Parameter report: called with the share of the whole that is done, which only grows: on any
  ///   thread, one at a time.
  package init(_ report: @escaping @Sendable (Double) -> Void = { _ in }) { self.report = report }

  /// Tells that a share of a part is done.
  func tell(_ part: Part, _ share: Double) {
    let before = Part.allCases[..<part.rawValue].reduce(0) { $0 + $1.share }
    advance(to: min(before + part.share * min(max(share, 0), 1), 1))
  }

  /// Tells that all is done.
  func finish() { advance(to: 1) }

  private func advance(to value: Double) {
    told.withLock {
      guard value > $0 else { return }
      $0 = value
      report(value)
    }
  }
}
